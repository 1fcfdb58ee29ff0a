/// The architecture diagram as a function: from what a cluster consists of to its processes.
///
/// ```
///          host             control-plane (172.30.0.2)            worker-1 (172.30.0.3) …
///                           etcd  ◀── kube-apiserver
///   kubectl ──▶ :6443 ─────────────▶        ▲ ▲ ▲
///   curl ──▶ harbour ──▶ NodePorts          │ │ └──────────────── kubelet ──▶ container-runtime
///                           kube-scheduler ─┘ │                   kube-proxy
///                           kube-controller-manager, dns
///                           container-runtime, kubelet, kube-proxy
/// ```
/// The order is the one in which they are started, which only saves time: each of them copes with the others not being
/// there yet. The flags are Kubernetes' own, so that a real component can take the place of ours (`--replace`).
struct ComponentPlan: Hashable, Sendable {
    let cluster: ClusterConfiguration
    let data: DataFolder
    /// The path of `dinghy`, and of the folder that holds its helpers (the pods' shim).
    let dinghy: String

    var components: [Component] {
        controlPlane + cluster.nodes.flatMap(nodeComponents)
    }

    private var controlPlane: [Component] {
        (cluster.hasLoadBalancer ? [loadBalancer] : []) + cluster.controlPlanes.flatMap(controlPlaneComponents)
            + [harbour]
    }

    private func controlPlaneComponents(_ node: NodeConfiguration) -> [Component] {
        (cluster.etcdServers.isEmpty ? [etcd(node)] : [])
            + [apiServer(node), controllerManager(node), scheduler(node), dns(node)]
    }

    private func nodeComponents(_ node: NodeConfiguration) -> [Component] {
        (cluster.containerRuntimeEndpoint.isEmpty ? [containerRuntime(node)] : []) + [kubelet(node), kubeProxy(node)]
    }

    /// - Parameter name: the component's, which is also the subcommand of `dinghy`.
    func component(_ name: String, on node: NodeConfiguration, _ arguments: [String]) -> Component {
        let replacement = cluster.replacements[name]
        return Component(
            name: "\(name)-\(node.name)",
            program: replacement ?? dinghy,
            arguments: (replacement.map { [$0] } ?? ["dinghy", name]) + arguments,
            network: .node(node.name))
    }

    /// A process of a control plane; the first one's is called by its component's name alone.
    func controlPlaneComponent(_ name: String, on node: NodeConfiguration, _ arguments: [String]) -> Component {
        var component = component(name, on: node, arguments)
        if node.name == NodeConfiguration.controlPlaneName { component.name = name }
        return component
    }
}

// MARK: - What may be replaced

extension ComponentPlan {
    /// Processes, and the one program that the container runtimes start for each pod.
    static let names = [
        networkPlugin,
        "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "dns", "container-runtime", "kubelet",
        "kube-proxy",
    ]

    static let networkPlugin = "network-plugin"

    /// The component that a person means by `scheduler` or `kube-scheduler`.
    static func replaceable(_ name: String) -> String? {
        names.first { $0 == name || $0 == "kube-" + name }
    }
}
