import Linux
import PodNetwork

/// The cluster's network namespaces and what connects them: one for each node, and one for the switch between them,
/// which is the outside from where the harbour reaches the nodes.
///
/// The host's own namespace is not touched: whatever is made here is made on threads that have entered the root one.
struct NodeWiring {
    static let rootNamespace = "cluster"

    let cluster: ClusterConfiguration
    let data: DataFolder
    let dinghy: String

    /// Makes what is missing; a running node isn't disturbed.
    func establish() throws {
        let root = RunFolder.namespace(Self.rootNamespace)
        if !isNetworkNamespace(root) { try makeNetworkNamespace(at: root) }
        let nodes = cluster.nodes.map(network)
        try inNetworkNamespace(of: root) {
            try ClusterNetwork().createBridge()
            for node in nodes { try ClusterNetwork().create(node) }
        }
        for node in cluster.nodes { try equip(node) }
        try installPlugin()
    }

    private func network(_ node: NodeConfiguration) -> NodeNetwork {
        ClusterNetwork().node(node.number, namespace: RunFolder.namespace(node.name))
    }

    /// What the node's runtime finds: a folder for its sockets, and the configuration of the pod network.
    private func equip(_ node: NodeConfiguration) throws {
        let folder = RunFolder.node(node.name)
        try makeFolder(folder)
        try writeFile(RunFolder.number(node.name), "\(node.number)")
        let configuration = RunFolder.networkConfiguration(node.name)
        guard !fileExists(configuration) else { return }
        try makeFolder(configuration)
        // Pods end with the cluster, and so do the addresses they have.
        let text = network(node).networkConfiguration(dataFolder: "\(folder)/addresses")
        try writeFile("\(configuration)/10-dinghy.conflist", text)
    }

    /// The network plugin is this same program under another name, unless there is another one in its place.
    private func installPlugin() throws {
        let plugin = "\(RunFolder.plugins)/\(networkPluginType)"
        let program = cluster.replacements[ComponentPlan.networkPlugin] ?? dinghy
        guard readLink(plugin) != program else { return }
        try makeFolder(RunFolder.plugins)
        try removeTree(plugin)
        try makeLink(plugin, to: program)
    }
}
