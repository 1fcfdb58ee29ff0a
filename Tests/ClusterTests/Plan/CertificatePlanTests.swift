import Testing

@testable import Dinghy

@Suite("Who has a certificate") struct CertificatePlanTests {
    private func plan(address: String = "127.0.0.1") throws -> CertificatePlan {
        CertificatePlan(for: try ClusterConfiguration(name: "dinghy", address: address, workers: 1))
    }

    @Test("The API server proves every address under which it is reached, a second cluster's own included")
    func apiServer() throws {
        let server = try #require(plan(address: "127.0.1.1").certificates.first { $0.file == "apiserver" })
        #expect(server.addresses == ["10.96.0.1", "172.30.0.2", "127.0.0.1", "127.0.1.1"])
        #expect(server.names.contains("kubernetes.default.svc.cluster.local"))
    }

    @Test("A kubelet is its node, in the group of nodes")
    func kubelet() throws {
        let kubelet = try #require(plan().users.first { $0.component == "kubelet-worker-1" }).certificate
        #expect(kubelet.commonName == "system:node:worker-1")
        #expect(kubelet.organizations == ["system:nodes"])
        #expect(!kubelet.isServer)
        let server = try #require(plan().certificates.first { $0.file == "kubelet-worker-1" })
        #expect(server.addresses == ["172.30.0.3"])
    }

    @Test("Only those whom etcd's own authority vouches for may talk to the store")
    func etcd() throws {
        let files = try plan().certificates.filter { $0.authority == "etcd/ca" }.map(\.file)
        #expect(files == ["etcd/server", "apiserver-etcd-client", "etcd/healthcheck-client"])
    }

    @Test("Every component that talks to the API server has a kubeconfig, and only the admin is in system:masters")
    func users() throws {
        let plan = try plan()
        #expect(
            plan.users.map(\.component) == [
                "admin", "controller-manager", "scheduler", "kube-proxy", "dns", "harbour", "kubelet-control-plane",
                "kubelet-worker-1",
            ])
        let masters = plan.certificates.filter { $0.organizations.contains("system:masters") }.map(\.file)
        #expect(masters == ["apiserver-kubelet-client", "admin"])
    }
}
