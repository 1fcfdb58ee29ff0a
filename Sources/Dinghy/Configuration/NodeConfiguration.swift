import Schema

/// A node of the cluster: a network namespace with a kubelet, a container runtime and a kube-proxy in it.
///
/// The number gives every address, so that a student can tell a node from any address of its pods:
///
/// | number | name          | address      | pods          |
/// |--------|---------------|--------------|---------------|
/// | 0      | control-plane | 172.30.0.2   | 10.244.0.0/24 |
/// | 1      | worker-1      | 172.30.0.3   | 10.244.1.0/24 |
///
/// With several control planes these have the first numbers, `control-plane-2` the number 1, and the workers the next.
///
/// Left out compared with Kubernetes: pod subnets handed out by the controller manager (`--allocate-node-cidrs`).
struct NodeConfiguration: Declared {
    var name = ""
    var number = 0
    /// Whether it has an etcd member, an API server, a controller manager and a scheduler.
    var isControlPlane = false
    /// What the kubelet reports as the node's capacity, a quantity; empty for what the machine has.
    var cpu = ""
    var memory = ""

    static let schema = Schema<Self>("A node of a local cluster.") {
        Field(nil, "name", \.name)
        Field(nil, "number", \.number, always: true)
        Field(nil, "isControlPlane", \.isControlPlane)
        Field(nil, "cpu", \.cpu)
        Field(nil, "memory", \.memory)
    }
}

extension NodeConfiguration {
    static let controlPlaneName = "control-plane"
    /// Two addresses of the node network's 254 are not nodes': the bridge's (.1) and the broadcast address.
    static let numbers = 0...252

    var address: String { "172.30.0.\(number + 2)" }
    var podSubnet: String { "10.244.\(number).0/24" }
}

// MARK: - From the command line

/// What `--node worker-1=cpu=1,memory=512Mi` says.
struct NodeCapacityOption: Hashable {
    var name: String
    var cpu: String
    var memory: String

    init(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw UsageError("--node \(text): expected NAME=cpu=N,memory=N") }
        name = try nodeName(parts[0])
        (cpu, memory) = ("", "")
        for pair in parts[1].split(separator: ",") {
            let pair = pair.split(separator: "=", maxSplits: 1).map(String.init)
            switch (pair.first, pair.count) {
            case ("cpu", 2): cpu = pair[1]
            case ("memory", 2): memory = pair[1]
            default: throw UsageError("--node \(text): expected cpu=N or memory=N, not \(pair.joined(separator: "="))")
            }
        }
    }
}

/// Names of nodes and clusters stand in host names, file names and certificates: DNS labels (RFC 1123), at most
/// 40 characters, because the paths of sockets are short.
func nodeName(_ text: String) throws(UsageError) -> String {
    let letters = text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
    guard letters, (1...40).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else {
        throw UsageError("\(text): a name is made of a-z, 0-9 and -, at most 40 characters, and not - first or last")
    }
    return text
}

/// A command line that can't be followed; printed as it is.
struct UsageError: Error, Hashable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
