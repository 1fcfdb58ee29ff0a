import Linux
import TestSupport
import Testing

@testable import Dinghy

extension RealClusters {
    /// The stacked topology: three control planes, each with an etcd member and an API server, behind a load balancer.
    @Suite("Three control planes", .enabled(if: Requirements.has("kubectl"), "needs kubectl"))
    struct HighAvailabilityTests {
        @Test("Whichever etcd or API server is killed, all that was acknowledged is there, and pods run")
        func kills() async throws {
            try await withCluster("three", "--control-planes", "3", "--workers", "1") { cluster in
                let endpoints = "{.subsets[0].addresses[*].ip}"
                try await eventually("the API servers know of each other") {
                    try await cluster.kubectl("get", "endpoints", "kubernetes", "-o", "jsonpath=\(endpoints)")
                        == "172.30.0.2 172.30.0.3 172.30.0.4"
                }
                var acknowledged: [String] = []
                for node in ["", "-control-plane-2", "-control-plane-3"] {
                    for component in ["etcd", "kube-apiserver"] {
                        try await cluster.kill(try #require(try await cluster.processes()[component + node]))
                        acknowledged += try await cluster.create(3, named: "\(component)\(node)")
                    }
                }
                let there = try await cluster.kubectl("get", "configmaps", "-o", "name").split(separator: "\n")
                #expect(acknowledged.count >= 9)
                for name in acknowledged { #expect(there.contains("configmap/\(name)")) }
                try await cluster.runsPods()
            }
        }

        @Test("What was written by way of one API server is read by way of the others at once")
        func freshness() async throws {
            try await withCluster("fresh", "--control-planes", "3", "--workers", "0") { cluster in
                try await cluster.kubectl("create", "configmap", "counter", "--from-literal=n=0")
                // The load balancer begins with another server for each connection, and each kubectl makes one.
                for number in 1...12 {
                    try await cluster.kubectl(
                        "patch", "configmap", "counter", "--type=merge", "-p", "{\"data\":{\"n\":\"\(number)\"}}")
                    let seen = try await cluster.kubectl("get", "configmap", "counter", "-o", "jsonpath={.data.n}")
                    #expect(seen == "\(number)")
                }
            }
        }

        @Test("How many control planes there are is chosen once")
        func chosenOnce() async throws {
            try await withCluster("once", "--workers", "0") { cluster in
                let refused = await #expect(throws: TestClusterError.self) {
                    try await cluster.dinghy("up", "--control-planes", "3")
                }
                #expect("\(refused, default: "")".contains("the cluster has 1, which is chosen when it is made"))
            }
        }
    }
}

extension TestCluster {
    /// - Returns: the names that were acknowledged; a write that failed says nothing.
    fileprivate func create(_ count: Int, named prefix: String) async throws -> [String] {
        var made: [String] = []
        for number in 0..<count {
            let name = "\(prefix)-\(number)"
            if try await tryKubectl(["create", "configmap", name]).status == 0 { made.append(name) }
        }
        return made
    }
}
