import API
import Client
import Linux
import Logging
import Schema
import TestSupport
import Testing

extension RealClusters {
    /// What watches and leases promise across the death of those they depend on.
    @Suite("After etcd or the API server was killed", .serialized, .cluster("recovery"))
    struct RecoveryTests {
        @Test(
            "A watch through the API server goes on when etcd comes back",
            .enabled(if: Requirements.has("kubectl"), "needs kubectl"))
        func watch() async throws {
            let cluster = try TestCluster.current
            try await cluster.runningKubectl("get", "configmaps", "--watch") { watch in
                try await watch.prints("kube-root-ca.crt")
                try await cluster.killAndAwait("etcd")
                try await cluster.create(configMap: "after-etcd")
                try await watch.prints("after-etcd")
            }
        }

        @Test("A client's copy is complete again", arguments: ["etcd", "kube-apiserver"])
        func informer(component: String) async throws {
            let cluster = try TestCluster.current
            let informer = Informer<ConfigMap>(try cluster.client, logger: Logger(label: "test"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await informer.run() }
                defer { group.cancelAll() }
                await informer.waitUntilSynced()
                try await cluster.killAndAwait(component)
                try await cluster.create(configMap: "seen-after-\(component)")
                try await eventually("the copy has it") {
                    informer.get("seen-after-\(component)", namespace: "default") != nil
                }
            }
        }

        @Test("Every lease is renewed again", arguments: ["etcd", "kube-apiserver"])
        func leases(component: String) async throws {
            let cluster = try TestCluster.current
            try await cluster.killAndAwait(component)
            let back = MicroTime(microseconds: Int(realNanoseconds() / 1000))
            for name in ["kube-controller-manager", "kube-scheduler"] {
                try await cluster.awaitRenewal(of: name, in: "kube-system", after: back)
            }
            for name in ["control-plane", "worker-1"] {
                try await cluster.awaitRenewal(of: name, in: "kube-node-lease", after: back)
            }
            let nodes = try await cluster.client.list(Node.self).items
            #expect(nodes.allSatisfy { $0.status.conditions.contains { $0.type == .ready && $0.status == .true } })
        }
    }
}

extension TestCluster {
    fileprivate var client: ClusterClient {
        get throws { try ClusterClient(ClientConfiguration(kubeconfig: "\(folder)/admin.conf"), userAgent: "test") }
    }

    fileprivate func killAndAwait(_ component: String) async throws {
        let process = try #require(try await processes()[component])
        try await kill(process)
        try await eventually("\(component) is back") {
            let now = try await processes()[component]
            return now != nil && now != process
        }
    }

    /// Tried until it works: whoever was killed may not be ready yet.
    fileprivate func create(configMap name: String) async throws {
        var map = ConfigMap()
        (map.metadata.name, map.metadata.namespace) = (name, "default")
        let client = try client
        try await eventually("\(name) can be made", within: .seconds(30)) {
            do { try await client.create(map) } catch let status as Status {
                return status.reason == .alreadyExists
            } catch {
                return false
            }
            return true
        }
    }

    fileprivate func awaitRenewal(of name: String, in namespace: String, after time: MicroTime) async throws {
        let client = try client
        try await eventually("the lease \(name) is renewed", within: .seconds(40)) {
            guard let lease = try? await client.get(Lease.self, name, namespace: namespace) else { return false }
            return lease.spec.renewTime.map { $0 > time } ?? false
        }
    }
}
