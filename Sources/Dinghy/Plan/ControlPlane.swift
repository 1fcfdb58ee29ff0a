// The control plane's processes and their flags.

extension ComponentPlan {
    /// Other etcds and `etcdctl` reach it with a certificate only, as `kubeadm` has it.
    var etcd: Component {
        component(
            "etcd",
            [
                "--name=\(NodeConfiguration.controlPlaneName)",
                "--data-dir=\(data.etcd)",
                "--listen-client-urls=https://127.0.0.1:2379,https://\(ClusterConfiguration.controlPlaneAddress):2379",
                "--advertise-client-urls=https://\(ClusterConfiguration.controlPlaneAddress):2379",
                "--cert-file=\(data.certificate("etcd/server"))",
                "--key-file=\(data.key("etcd/server"))",
                "--trusted-ca-file=\(data.certificate("etcd/ca"))",
                "--client-cert-auth",
            ])
    }

    /// The only one that talks to etcd. It listens twice: in the control plane's namespace, for everything inside, and
    /// on a socket of the host that process 1 keeps, so that connections wait there while it is started again.
    var apiServer: Component {
        var component = component(
            "kube-apiserver",
            [
                "--bind-address=0.0.0.0",
                "--secure-port=\(ClusterConfiguration.apiServerPort)",
                "--advertise-address=\(ClusterConfiguration.controlPlaneAddress)",
                "--listen-descriptor=\(Component.listenDescriptor)",
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
            ] + store)
        component.listens = true
        return component
    }

    private var store: [String] {
        guard cluster.etcdServers.isEmpty else {
            let files = [
                ("--etcd-cafile", cluster.etcdCAFile), ("--etcd-certfile", cluster.etcdCertFile),
                ("--etcd-keyfile", cluster.etcdKeyFile),
            ]
            return ["--etcd-servers=\(cluster.etcdServers.joined(separator: ","))"]
                + files.filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)" }
        }
        return [
            "--etcd-servers=https://127.0.0.1:2379",
            "--etcd-cafile=\(data.certificate("etcd/ca"))",
            "--etcd-certfile=\(data.certificate("apiserver-etcd-client"))",
            "--etcd-keyfile=\(data.key("apiserver-etcd-client"))",
        ]
    }

    var controllerManager: Component {
        component(
            "kube-controller-manager",
            [
                "--kubeconfig=\(data.kubeconfig("controller-manager"))",
                "--root-ca-file=\(data.certificate("ca"))",
                "--cluster-signing-cert-file=\(data.certificate("ca"))",
                "--cluster-signing-key-file=\(data.key("ca"))",
                "--service-account-private-key-file=\(data.key("sa"))",
            ])
    }

    var scheduler: Component {
        component(
            "kube-scheduler",
            [
                "--kubeconfig=\(data.kubeconfig("scheduler"))",
                "--leader-elect-identity=\(NodeConfiguration.controlPlaneName)",
                "--tls-cert-file=\(data.certificate("scheduler-server"))",
                "--tls-private-key-file=\(data.key("scheduler-server"))",
                "--client-ca-file=\(data.certificate("ca"))",
            ] + (cluster.schedulerConfiguration.isEmpty ? [] : ["--config=\(cluster.schedulerConfiguration)"]))
    }

    /// In the control plane's namespace rather than in a pod: names work before any pod runs, and image and pod
    /// network aren't needed to find out why they don't.
    var dns: Component {
        component(
            "dns",
            [
                "--kubeconfig=\(data.kubeconfig("dns"))",
                "--bind-address=\(ClusterConfiguration.controlPlaneAddress)",
                "--cluster-domain=\(ClusterConfiguration.domain)",
            ])
    }

    /// The NodePorts, on the host; and an etcd that is outside, inside. Not a part of Kubernetes: a real cluster's nodes have addresses of their own.
    var harbour: Component {
        var component = component("harbour", [data.path] + cluster.etcdServers.map { "--outside=\($0)" })
        component.network = .host
        return component
    }
}
