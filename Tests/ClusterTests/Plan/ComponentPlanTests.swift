import Testing

@testable import Dinghy

@Suite("The plan of a cluster's processes") struct ComponentPlanTests {
    private func plan(_ change: (inout ClusterConfiguration) throws -> Void = { _ in }) throws -> [Component] {
        var cluster = try ClusterConfiguration(name: "dinghy", address: "127.0.0.1", workers: 1)
        try change(&cluster)
        return ComponentPlan(cluster: cluster, data: DataFolder(path: "/data"), dinghy: "/bin/dinghy").components
    }

    @Test("It is the architecture diagram")
    func diagram() throws {
        #expect(
            try plan().map(\.name) == [
                "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "dns", "harbour",
                "container-runtime-control-plane", "kubelet-control-plane", "kube-proxy-control-plane",
                "container-runtime-worker-1", "kubelet-worker-1", "kube-proxy-worker-1",
            ])
    }

    @Test("Only the harbour is in the host's network namespace, and only the API server gets the host's socket")
    func namespaces() throws {
        let components = try plan()
        #expect(components.filter { $0.network == .host }.map(\.name) == ["harbour"])
        #expect(components.filter(\.listens).map(\.name) == ["kube-apiserver"])
        #expect(components.last?.network == .node("worker-1"))
    }

    @Test("A program that takes a component's place gets the same flags, but no subcommand")
    func replacement() throws {
        let scheduler = try #require(
            plan { try $0.replace("scheduler=/mine") { $0 } }.first { $0.name == "kube-scheduler" })
        #expect(scheduler.program == "/mine")
        #expect(
            scheduler.arguments == [
                "/mine", "--kubeconfig=/data/kubeconfig/scheduler.conf", "--leader-elect-identity=control-plane",
                "--tls-cert-file=/data/pki/scheduler-server.crt",
                "--tls-private-key-file=/data/pki/scheduler-server.key", "--client-ca-file=/data/pki/ca.crt",
            ])
    }

    @Test("An etcd and a container runtime that are there already take the place of ours")
    func existingEngines() throws {
        let names = try plan {
            $0.etcdServers = ["https://10.0.0.1:2379"]
            $0.containerRuntimeEndpoint = "unix:///run/containerd/containerd.sock"
        }.map(\.name)
        #expect(!names.contains("etcd"))
        #expect(!names.contains { $0.hasPrefix("container-runtime") })
    }

    @Test("An etcd outside is shown a certificate, and is reached through the harbour")
    func outsideEtcd() throws {
        let components = try plan {
            $0.etcdServers = ["https://10.0.0.1:2379"]
            ($0.etcdCAFile, $0.etcdCertFile, $0.etcdKeyFile) = ("/a.crt", "/b.crt", "/b.key")
        }
        let arguments = { (name: String) in components.first { $0.name == name }?.arguments ?? [] }
        #expect(
            arguments("kube-apiserver").suffix(4) == [
                "--etcd-servers=https://10.0.0.1:2379", "--etcd-cafile=/a.crt", "--etcd-certfile=/b.crt",
                "--etcd-keyfile=/b.key",
            ])
        #expect(arguments("harbour").last == "--outside=https://10.0.0.1:2379")
    }

    @Test(
        "A server outside is an address and a port",
        arguments: [
            ("https://10.0.0.5:2379", "10.0.0.5"), ("http://localhost:2379", "127.0.0.1"), ("https://etcd:2379", nil),
            ("10.0.0.5:2379", nil), ("https://10.0.0.5", nil), ("", nil),
        ] as [(String, String?)])
    func outsideServer(url: String, address: String?) {
        #expect((try? OutsideServer(url: url))?.address == address)
    }

    @Test("The control plane is tainted, and a node's capacity is passed on")
    func nodes() throws {
        let kubelets = try plan { try $0.apply(NodeCapacityOption("worker-1=cpu=1,memory=512Mi")) }
            .filter { $0.name.hasPrefix("kubelet-") }.map(\.arguments)
        let taint = "--register-with-taints=node-role.kubernetes.io/control-plane:NoSchedule"
        #expect(kubelets.map { $0.contains(taint) } == [true, false])
        #expect(kubelets.map { $0.contains("--capacity=cpu=1,memory=512Mi") } == [false, true])
    }

    @Test("Each of several control planes has all of it, with its own member of etcd, behind one load balancer")
    func severalControlPlanes() throws {
        let cluster = try ClusterConfiguration(name: "ha", address: "127.0.0.1", controlPlanes: 3, workers: 1)
        let components = ComponentPlan(cluster: cluster, data: DataFolder(path: "/data"), dinghy: "/bin/dinghy")
            .components
        #expect(cluster.nodes.map(\.name) == ["control-plane", "control-plane-2", "control-plane-3", "worker-1"])
        #expect(components.filter(\.listens).map(\.name) == ["load-balancer"])
        for name in ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "dns"] {
            let found = components.filter { $0.name == name || $0.name.hasPrefix("\(name)-control-plane-") }
            #expect(found.map(\.network) == cluster.controlPlanes.map { .node($0.name) }, "\(name)")
        }
        let etcd = try #require(components.first { $0.name == "etcd-control-plane-2" })
        #expect(etcd.arguments.contains("--listen-peer-urls=https://172.30.0.3:2380"))
        #expect(
            etcd.arguments.contains(
                "--initial-cluster=control-plane=https://172.30.0.2:2380,control-plane-2=https://172.30.0.3:2380,"
                    + "control-plane-3=https://172.30.0.4:2380"))
        let server = try #require(components.first { $0.name == "kube-apiserver-control-plane-2" })
        #expect(
            server.arguments.contains(
                "--etcd-servers=https://127.0.0.1:2379,https://172.30.0.2:2379,https://172.30.0.4:2379"))
        #expect(Set(components.map(\.name)).count == components.count)
    }
}
