// What runs on every node, the control plane's included.

extension ComponentPlan {
    func containerRuntime(_ node: NodeConfiguration) -> Component {
        component(
            "container-runtime", on: node,
            [
                "--listen=\(runtimeEndpoint(node))",
                "--root=\(data.node(node.name))/runtime",
                "--state=\(RunFolder.node(node.name))/runtime",
                "--images=\(data.images)",
                "--cgroup-root=\(cgroup(node))",
                "--cni-conf-dir=\(RunFolder.networkConfiguration(node.name))",
                "--cni-bin-dir=\(RunFolder.plugins),/opt/cni/bin",
                "--pod-shim=\(shim)",
            ])
    }

    func kubelet(_ node: NodeConfiguration) -> Component {
        component(
            "kubelet", on: node,
            [
                "--kubeconfig=\(data.kubeconfig("kubelet-\(node.name)"))",
                "--hostname-override=\(node.name)",
                "--node-ip=\(node.address)",
                "--pod-cidr=\(node.podSubnet)",
                "--container-runtime-endpoint=\(runtimeEndpoint(node))",
                "--root-dir=\(data.node(node.name))/kubelet",
                "--pod-logs-dir=\(data.node(node.name))/pods",
                "--cgroup-root=\(cgroup(node))",
                "--cluster-dns=\(ClusterConfiguration.dnsServiceAddress)",
                "--cluster-domain=\(ClusterConfiguration.domain)",
                "--tls-cert-file=\(data.certificate("kubelet-\(node.name)"))",
                "--tls-private-key-file=\(data.key("kubelet-\(node.name)"))",
                "--client-ca-file=\(data.certificate("ca"))",
            ] + role(node) + capacity(node))
    }

    func kubeProxy(_ node: NodeConfiguration) -> Component {
        component(
            "kube-proxy", on: node,
            ["--kubeconfig=\(data.kubeconfig("kube-proxy"))", "--hostname-override=\(node.name)"])
    }

    // MARK: - Parts

    private func runtimeEndpoint(_ node: NodeConfiguration) -> String {
        cluster.containerRuntimeEndpoint.isEmpty
            ? "unix://\(RunFolder.runtimeSocket(node.name))" : cluster.containerRuntimeEndpoint
    }

    private func cgroup(_ node: NodeConfiguration) -> String { "/\(cluster.cgroup)/\(node.name)" }

    /// Beside `dinghy`.
    private var shim: String { parent(of: dinghy) + "/PodShim" }

    /// Only what tolerates it runs on the control plane.
    private func role(_ node: NodeConfiguration) -> [String] {
        let role = "node-role.kubernetes.io/control-plane"
        return node.isControlPlane ? ["--node-labels=\(role)=", "--register-with-taints=\(role):NoSchedule"] : []
    }

    private func capacity(_ node: NodeConfiguration) -> [String] {
        let parts = [node.cpu.isEmpty ? nil : "cpu=\(node.cpu)", node.memory.isEmpty ? nil : "memory=\(node.memory)"]
        let given = parts.compactMap(\.self)
        return given.isEmpty ? [] : ["--capacity=\(given.joined(separator: ","))"]
    }
}
