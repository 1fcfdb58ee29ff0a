import Schema

/// What a cluster consists of: kept in `cluster.json` of its data folder, so that `dinghy up` brings back the same
/// cluster, and read again by the supervisor whenever it is told that something has changed.
struct ClusterConfiguration: Declared {
    var name = ""
    /// The host's loopback address at which the API server and the NodePorts are reached.
    var address = ""
    /// In the order of their numbers; the first is a control plane.
    var nodes: [NodeConfiguration] = []
    /// Programs that run instead of Dinghy's, by component: `kube-scheduler` → `/home/me/my-scheduler`.
    var replacements: [String: String] = [:]
    /// What students have written, by lab: `09-Scheduler` → the worker that it was built into.
    var labs: [String: String] = [:]
    /// The scheduler's configuration file, a copy in the data folder; empty for its defaults.
    var schedulerConfiguration = ""
    /// A CRI runtime that is already there, `unix:///run/containerd/containerd.sock`; empty for our own on each node.
    var containerRuntimeEndpoint = ""
    /// An etcd that is already there; empty for our own.
    var etcdServers: [String] = []
    /// Who it is trusted by, and what the API server shows it; needed for `https://`.
    var etcdCAFile = ""
    var etcdCertFile = ""
    var etcdKeyFile = ""

    static let schema = Schema<Self>("A local cluster.") {
        Field(nil, "name", \.name)
        Field(nil, "address", \.address)
        Field(nil, "nodes", \.nodes)
        Field(nil, "replacements", \.replacements)
        Field(nil, "labs", \.labs)
        Field(nil, "schedulerConfiguration", \.schedulerConfiguration)
        Field(nil, "containerRuntimeEndpoint", \.containerRuntimeEndpoint)
        Field(nil, "etcdServers", \.etcdServers)
        Field(nil, "etcdCAFile", \.etcdCAFile)
        Field(nil, "etcdCertFile", \.etcdCertFile)
        Field(nil, "etcdKeyFile", \.etcdKeyFile)
    }
}

extension ClusterConfiguration {
    /// `control-plane`, `control-plane-2`… and `worker-1`, `worker-2`…
    init(name: String, address: String, controlPlanes: Int = 1, workers: Int) throws(UsageError) {
        self.init()
        self.name = try nodeName(name)
        self.address = address
        guard (1...7).contains(controlPlanes) else {
            throw UsageError("--control-planes \(controlPlanes): expected 1 to 7; 3 outlive the loss of one, 5 of two")
        }
        for number in 1...controlPlanes {
            let first = NodeConfiguration.controlPlaneName
            try add(nodeNamed: number == 1 ? first : "\(first)-\(number)", isControlPlane: true)
        }
        try setWorkers(workers)
    }

    var controlPlanes: [NodeConfiguration] { nodes.filter(\.isControlPlane) }
    /// Where there are several control planes, a load balancer is before them.
    var hasLoadBalancer: Bool { controlPlanes.count > 1 }

    /// Keeps the nodes that there are, adds those that are missing, and drops the last ones when there are too many.
    mutating func setWorkers(_ count: Int) throws(UsageError) {
        let most = NodeConfiguration.numbers.count - controlPlanes.count
        guard (0...most).contains(count) else { throw UsageError("--workers \(count): expected 0 to \(most)") }
        while nodes.count > count + controlPlanes.count { nodes.removeLast() }
        while nodes.count < count + controlPlanes.count { try add(nodeNamed: nextWorkerName) }
    }

    private var nextWorkerName: String {
        var number = 1
        while nodes.contains(where: { $0.name == "worker-\(number)" }) { number += 1 }
        return "worker-\(number)"
    }

    private var freeNumber: Int? {
        NodeConfiguration.numbers.first { number in !nodes.contains { $0.number == number } }
    }

    mutating func add(
        nodeNamed name: String, cpu: String = "", memory: String = "", isControlPlane: Bool = false
    ) throws(UsageError) {
        guard !nodes.contains(where: { $0.name == name }) else { throw UsageError("node \(name) exists already") }
        guard let number = freeNumber else { throw UsageError("node \(name): no more room, 253 nodes exist") }
        var node = NodeConfiguration()
        (node.name, node.number, node.cpu, node.memory) = (try nodeName(name), number, cpu, memory)
        node.isControlPlane = isControlPlane
        nodes.append(node)
        nodes.sort { $0.number < $1.number }
    }

    mutating func remove(nodeNamed name: String) throws(UsageError) {
        guard let index = nodes.firstIndex(where: { $0.name == name }) else { throw UsageError("no node \(name)") }
        guard !nodes[index].isControlPlane else { throw UsageError("\(name) is a control plane and has to stay") }
        nodes.remove(at: index)
    }

    mutating func apply(_ capacity: NodeCapacityOption) throws(UsageError) {
        guard let index = nodes.firstIndex(where: { $0.name == capacity.name }) else {
            throw UsageError(
                "--node \(capacity.name): no such node; there are \(nodes.map(\.name).joined(separator: ", "))")
        }
        if !capacity.cpu.isEmpty { nodes[index].cpu = capacity.cpu }
        if !capacity.memory.isEmpty { nodes[index].memory = capacity.memory }
    }

    /// - Parameters:
    ///   - text: `scheduler=./my-scheduler`, as on the command line; `scheduler=` takes it back.
    ///   - path: makes a path absolute.
    mutating func replace(_ text: String, path: (String) throws -> String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let component = ComponentPlan.replaceable(parts[0]) else {
            throw UsageError(
                "--replace \(text): expected COMPONENT=PROGRAM with a COMPONENT of \(ComponentPlan.names.joined(separator: ", "))"
            )
        }
        replacements[component] = parts[1].isEmpty ? nil : try path(parts[1])
    }

    /// - Parameter program: nil for Dinghy's own.
    mutating func replace(component name: String, with program: String?) throws {
        guard let component = ComponentPlan.replaceable(name) else { throw UsageError("\(name): no such component") }
        replacements[component] = program
    }
}

extension ClusterConfiguration {
    /// The network of the nodes, and what stands at fixed places in it.
    static let nodeNetwork = "172.30.0.0/24"
    static let bridgeAddress = "172.30.0.1"
    static let controlPlaneAddress = "172.30.0.2"
    static let podNetwork = "10.244.0.0/16"
    static let serviceNetwork = "10.96.0.0/16"
    /// The `kubernetes` Service: the first address of the service network.
    static let apiServerServiceAddress = "10.96.0.1"
    static let dnsServiceAddress = "10.96.0.10"
    static let domain = "cluster.local"
    static let apiServerPort = 6443
    static let nodePorts = 30000...32767

    /// Where everything inside reaches the API server.
    var innerServer: String {
        "https://\(hasLoadBalancer ? Self.bridgeAddress : Self.controlPlaneAddress):\(Self.apiServerPort)"
    }
    /// Where the host reaches it.
    var outerServer: String { "https://\(address):\(Self.apiServerPort)" }
    /// In every hierarchy, what the cluster's nodes keep their pods' groups under.
    var cgroup: String { "dinghy-\(name)" }
}
