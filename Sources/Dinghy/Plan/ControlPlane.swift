// The control plane's processes and their flags.

extension ComponentPlan {
    /// Other etcds and `etcdctl` reach it with a certificate only, as `kubeadm` has it.
    func etcd(_ node: NodeConfiguration) -> Component {
        controlPlaneComponent(
            "etcd", on: node,
            [
                "--name=\(node.name)",
                "--data-dir=\(node.number == 0 ? data.etcd : "\(data.node(node.name))/etcd")",
                "--listen-client-urls=https://127.0.0.1:2379,https://\(node.address):2379",
                "--advertise-client-urls=https://\(node.address):2379",
                "--cert-file=\(data.certificate("etcd/server"))",
                "--key-file=\(data.key("etcd/server"))",
                "--trusted-ca-file=\(data.certificate("etcd/ca"))",
                "--client-cert-auth",
            ] + (cluster.controlPlanes.count > 1 ? peers(of: node) : []))
    }

    /// One member beside each API server: the *stacked* topology.
    /// Source: https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/ha-topology/
    private func peers(of node: NodeConfiguration) -> [String] {
        let members = cluster.controlPlanes.map { "\($0.name)=https://\($0.address):2380" }
        return [
            "--listen-peer-urls=https://\(node.address):2380",
            "--initial-advertise-peer-urls=https://\(node.address):2380",
            "--initial-cluster=\(members.joined(separator: ","))",
            "--peer-cert-file=\(data.certificate("etcd/server"))",
            "--peer-key-file=\(data.key("etcd/server"))",
            "--peer-trusted-ca-file=\(data.certificate("etcd/ca"))",
            "--peer-client-cert-auth",
        ]
    }

    /// The only one that talks to etcd. It listens twice: in the control plane's namespace, for everything inside, and
    /// on a socket of the host that process 1 keeps, so that connections wait there while it is started again. (Of several
    /// API servers none has that socket: the load balancer has it.)
    func apiServer(_ node: NodeConfiguration) -> Component {
        var component = controlPlaneComponent(
            "kube-apiserver", on: node,
            [
                "--bind-address=0.0.0.0",
                "--secure-port=\(ClusterConfiguration.apiServerPort)",
                "--advertise-address=\(node.address)",
                "--service-cluster-ip-range=\(ClusterConfiguration.serviceNetwork)",
                "--tls-cert-file=\(data.certificate("apiserver"))",
                "--tls-private-key-file=\(data.key("apiserver"))",
                "--client-ca-file=\(data.certificate("ca"))",
                "--kubelet-certificate-authority=\(data.certificate("ca"))",
                "--kubelet-client-certificate=\(data.certificate("apiserver-kubelet-client"))",
                "--kubelet-client-key=\(data.key("apiserver-kubelet-client"))",
                "--service-account-issuer=https://kubernetes.default.svc.\(ClusterConfiguration.domain)",
                "--service-account-key-file=\(data.pki)/sa.pub",
                "--service-account-signing-key-file=\(data.key("sa"))",
            ] + company + store(node))
        component.listens = !cluster.hasLoadBalancer
        return component
    }

    /// Alone it has the host's socket itself.
    private var company: [String] {
        cluster.hasLoadBalancer
            ? ["--apiserver-count=\(cluster.controlPlanes.count)"]
            : ["--listen-descriptor=\(Component.listenDescriptor)"]
    }

    /// Before several API servers, with the host's socket: connections go to one that takes them.
    var loadBalancer: Component {
        let servers = cluster.controlPlanes.map { "--server=\($0.address):\(ClusterConfiguration.apiServerPort)" }
        return Component(
            name: "load-balancer", program: dinghy,
            arguments: [
                "dinghy", "load-balancer",
                "--listen=\(ClusterConfiguration.bridgeAddress):\(ClusterConfiguration.apiServerPort)",
                "--listen-descriptor=\(Component.listenDescriptor)",
            ] + servers,
            network: .node(NodeWiring.rootNamespace), listens: true)
    }

    /// The member beside it comes first; the others are there for when it isn't.
    private func store(_ node: NodeConfiguration) -> [String] {
        guard cluster.etcdServers.isEmpty else {
            let files = [
                ("--etcd-cafile", cluster.etcdCAFile), ("--etcd-certfile", cluster.etcdCertFile),
                ("--etcd-keyfile", cluster.etcdKeyFile),
            ]
            return ["--etcd-servers=\(cluster.etcdServers.joined(separator: ","))"]
                + files.filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)" }
        }
        let others = cluster.controlPlanes.filter { $0.number != node.number }.map { "https://\($0.address):2379" }
        return [
            "--etcd-servers=\((["https://127.0.0.1:2379"] + others).joined(separator: ","))",
            "--etcd-cafile=\(data.certificate("etcd/ca"))",
            "--etcd-certfile=\(data.certificate("apiserver-etcd-client"))",
            "--etcd-keyfile=\(data.key("apiserver-etcd-client"))",
        ]
    }

    func controllerManager(_ node: NodeConfiguration) -> Component {
        controlPlaneComponent(
            "kube-controller-manager", on: node,
            [
                "--kubeconfig=\(data.kubeconfig("controller-manager"))",
                "--leader-elect-identity=\(node.name)",
                "--root-ca-file=\(data.certificate("ca"))",
                "--cluster-signing-cert-file=\(data.certificate("ca"))",
                "--cluster-signing-key-file=\(data.key("ca"))",
                "--service-account-private-key-file=\(data.key("sa"))",
            ])
    }

    func scheduler(_ node: NodeConfiguration) -> Component {
        controlPlaneComponent(
            "kube-scheduler", on: node,
            [
                "--kubeconfig=\(data.kubeconfig("scheduler"))",
                "--leader-elect-identity=\(node.name)",
                "--tls-cert-file=\(data.certificate("scheduler-server"))",
                "--tls-private-key-file=\(data.key("scheduler-server"))",
                "--client-ca-file=\(data.certificate("ca"))",
            ] + (cluster.schedulerConfiguration.isEmpty ? [] : ["--config=\(cluster.schedulerConfiguration)"]))
    }

    /// In the control plane's namespace rather than in a pod: names work before any pod runs, and image and pod
    /// network aren't needed to find out why they don't.
    func dns(_ node: NodeConfiguration) -> Component {
        controlPlaneComponent(
            "dns", on: node,
            [
                "--kubeconfig=\(data.kubeconfig("dns"))",
                "--bind-address=\(node.address)",
                "--cluster-domain=\(ClusterConfiguration.domain)",
            ])
    }

    /// The NodePorts, on the host; and an etcd that is outside, inside. Not a part of Kubernetes: a real cluster's nodes have
    /// addresses of their own.
    var harbour: Component {
        Component(
            name: "harbour", program: dinghy,
            arguments: ["dinghy", "harbour", data.path] + cluster.etcdServers.map { "--outside=\($0)" }, network: .host)
    }
}
