internal import Conformance
internal import Glibc
internal import Linux
internal import PodNetwork
internal import PodNetworkContract
internal import PodNetworkPlan
internal import Schema

/// A network for real packets: two nodes, pods on them, and a client outside. All of it is network namespaces, which
/// are gone with the folder; on the machine itself nothing changes.
///
/// ```
///                          outside 172.30.0.1
///              ┌──────────────┴──────────────┐
///   node-1 172.30.0.3                     node-2 172.30.0.4
///   the program under test                nobody: it only forwards
///   a 10.244.1.2, b .3, guest .4          c 10.244.2.2
/// ```
/// a, b and c answer on port 8080, and on 9090, with their names; guest is a client.
struct TwoNodes: Sendable {
    static let pods = ["a", "b", "guest", "c"]
    private let folder: String
    private let nodes: [NodeNetwork]
    let servers: [NamedServer]

    /// - Parameter folder: is made.
    init(_ folder: String) throws {
        guard geteuid() == 0 else { throw Skipped("packets need network namespaces, and those need root") }
        self.folder = folder
        try makeFolder(folder)
        let plan = ClusterNetwork()
        let nodes = [1, 2].map { plan.node($0, namespace: "\(folder)/node-\($0)") }
        let outside = "\(folder)/outside"
        try makeNetworkNamespace(at: outside)
        try inNetworkNamespace(of: outside) {
            try plan.createBridge()
            for node in nodes { try plan.create(node) }
        }
        for (node, other) in [(nodes[0], nodes[1]), (nodes[1], nodes[0])] {
            try NetlinkSocket(namespace: node.namespace).setRoute(Route(other.podSubnet, gateway: other.address))
        }
        for name in Self.pods { try Self.connect(name, to: nodes[name == "c" ? 1 : 0], folder) }
        servers = try ["a", "b", "c"].flatMap { name in
            try [8080, 9090].map { try NamedServer(name, in: "\(folder)/\(name)", port: $0) }
        }
        self.nodes = nodes
    }

    private static func connect(_ pod: String, to node: NodeNetwork, _ folder: String) throws {
        try createPodNamespace(at: "\(folder)/\(pod)")
        let environment = [
            "CNI_COMMAND": "ADD", "CNI_CONTAINERID": pod, "CNI_NETNS": "\(folder)/\(pod)", "CNI_IFNAME": "eth0",
        ]
        let addresses = #"{"subnet":"\#(node.podSubnet)","dataDir":"\#(folder)/addresses-\#(node.link)"}"#
        let input = #"{"cniVersion":"1.0.0","name":"n","ipam":\#(addresses)}"#
        let answer = try inNetworkNamespace(of: node.namespace) {
            CNIPlugin(DefaultPodNetwork()).answer(environment: environment, input: Array(input.utf8))
        }
        guard answer.exitStatus == 0 else { throw Undecided("no network for a pod: \(String(bytes: answer.output))") }
    }

    /// Takes it away.
    func remove() {
        for name in (try? listFolder(folder)) ?? [] where isNetworkNamespace("\(folder)/\(name)") {
            try? removeNetworkNamespace(at: "\(folder)/\(name)")
        }
        try? removeTree(folder)
    }

    /// Where somebody is: a pod by its name, `node-1`, `outside`.
    func namespace(of name: String) -> String { "\(folder)/\(name)" }

    var nodeAddress: String { "\(nodes[0].address)" }
    var podSubnet: String { "\(nodes[0].podSubnet)" }

    static func address(of pod: String) -> String {
        ["a": "10.244.1.2", "b": "10.244.1.3", "guest": "10.244.1.4", "c": "10.244.2.2"][pod] ?? ""
    }

    /// Gives the node an address of its own that is the API server's elsewhere.
    func setLoopback(_ address: String) throws {
        guard let address = IPv4Address(address), !"\(address)".hasPrefix("127.") else { return }
        try NetlinkSocket(namespace: nodes[0].namespace).addAddress(address, prefixLength: 32, to: "lo")
    }
}

extension String {
    fileprivate init(bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
}
