/// Who has a certificate in a cluster, and what for: a pure list, as `kubeadm` makes it.
///
/// There are two authorities, so that nobody with a certificate of Kubernetes' can read the store, past the API server.
/// Who a client is stands in its certificate: the common name is the user, the organizations are the groups.
/// Source: https://kubernetes.io/docs/setup/best-practices/certificates/
struct CertificatePlan: Hashable {
    struct Certificate: Hashable {
        /// Its file in the `pki` folder, without ending.
        var file: String
        /// The authority's file.
        var authority: String
        var commonName: String
        var organizations: [String] = []
        /// Host names and IP addresses that a server proves to have; none for a client.
        var names: [String] = []
        var addresses: [String] = []

        var isServer: Bool { !addresses.isEmpty }
    }

    struct User: Hashable {
        var component: String
        var certificate: Certificate
    }

    static let authorities = [("ca", "kubernetes"), ("etcd/ca", "etcd-ca")]

    let certificates: [Certificate]
    /// By component, who it is for the API server: those that get a kubeconfig.
    let users: [User]

    init(for cluster: ClusterConfiguration) {
        let users = Self.components + cluster.nodes.map { ("kubelet-\($0.name)", Self.kubelet($0)) }
        certificates =
            [
                Self.apiServer(cluster), Self.kubeletClient, Self.schedulerServer, Self.etcdServer(cluster),
                Self.etcdClient, Self.etcdHealth,
            ]
            + users.map(\.certificate) + cluster.nodes.map(Self.kubeletServer)
        self.users = users.map { User(component: $0.component, certificate: $0.certificate) }
    }
}

// MARK: - Servers

extension CertificatePlan {
    /// By every name under which somebody reaches it: from the host, from inside, and as a Service from pods.
    private static func apiServer(_ cluster: ClusterConfiguration) -> Certificate {
        let service = "kubernetes.default.svc"
        return Certificate(
            file: "apiserver", authority: "ca", commonName: "kube-apiserver",
            names: [
                "kubernetes", "kubernetes.default", service, "\(service).\(ClusterConfiguration.domain)", "localhost",
            ] + cluster.controlPlanes.map(\.name),
            addresses: ([ClusterConfiguration.apiServerServiceAddress] + cluster.controlPlanes.map(\.address)
                + (cluster.hasLoadBalancer ? [ClusterConfiguration.bridgeAddress] : [])
                + ["127.0.0.1", cluster.address]).uniqued)
    }

    private static func etcdServer(_ cluster: ClusterConfiguration) -> Certificate {
        Certificate(
            file: "etcd/server", authority: "etcd/ca", commonName: NodeConfiguration.controlPlaneName,
            names: ["localhost"] + cluster.controlPlanes.map(\.name),
            addresses: ["127.0.0.1"] + cluster.controlPlanes.map(\.address))
    }

    /// Where the API server asks why a pod was scheduled as it was.
    private static let schedulerServer = Certificate(
        file: "scheduler-server", authority: "ca", commonName: "kube-scheduler", names: ["localhost"],
        addresses: ["127.0.0.1"])

    /// The API server is the kubelet's client, for logs and exec.
    private static func kubeletServer(_ node: NodeConfiguration) -> Certificate {
        Certificate(
            file: "kubelet-\(node.name)", authority: "ca", commonName: "system:node:\(node.name)", names: [node.name],
            addresses: [node.address])
    }
}

// MARK: - Clients

extension CertificatePlan {
    private static let kubeletClient = client(
        "apiserver-kubelet-client", "kube-apiserver-kubelet-client", ["system:masters"])
    private static let etcdClient = client("apiserver-etcd-client", "kube-apiserver-etcd-client", [], of: "etcd/ca")
    /// For people: `etcdctl --cert …`.
    private static let etcdHealth = client(
        "etcd/healthcheck-client", "kube-etcd-healthcheck-client", [], of: "etcd/ca")

    private static var components: [(component: String, certificate: Certificate)] {
        [
            ("admin", client("admin", "kubernetes-admin", ["system:masters"])),
            ("controller-manager", client("controller-manager", "system:kube-controller-manager", [])),
            ("scheduler", client("scheduler", "system:kube-scheduler", [])),
            ("kube-proxy", client("kube-proxy", "system:kube-proxy", ["system:node-proxier"])),
            ("dns", client("dns", "system:dns", [])),
            ("harbour", client("harbour", "system:dinghy:harbour", [])),
        ]
    }

    private static func kubelet(_ node: NodeConfiguration) -> Certificate {
        client("kubelet-client-\(node.name)", "system:node:\(node.name)", ["system:nodes"])
    }

    private static func client(
        _ file: String, _ commonName: String, _ organizations: [String], of authority: String = "ca"
    ) -> Certificate {
        Certificate(
            file: file, authority: authority, commonName: commonName, organizations: organizations)
    }
}

extension [String] {
    /// Each once, in the order of their first appearance.
    fileprivate var uniqued: [String] {
        reduce(into: []) { result, element in
            if !result.contains(element) { result.append(element) }
        }
    }
}
