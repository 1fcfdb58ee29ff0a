import TestSupport
import Testing

extension RealClusters {
    /// Several clusters on one machine, of different shapes.
    @Suite("Clusters side by side", .enabled(if: Requirements.has("kubectl"), "needs kubectl"))
    struct SideBySideTests {
        @Test("Two clusters have the same names and ports inside, and neither notices the other's end")
        func twoClusters() async throws {
            try await withCluster("left", "--workers", "1") { left in
                try await withCluster("right", "--workers", "3") { right in
                    #expect(try await left.kubectl("get", "nodes", "-o", "name").lines.count == 2)
                    #expect(try await right.kubectl("get", "nodes", "-o", "name").lines.count == 4)
                    for cluster in [left, right] {
                        try await cluster.kubectl("apply", "-f", "\(Repository.chapters)/01-Objects/web.yaml")
                        try await cluster.kubectl("rollout", "status", "deployment/web", "--timeout=60s")
                        try await cluster.eventuallyAnswersOutside()
                    }
                    let pods = try await left.kubectl("get", "pods", "-o", "custom-columns=:.metadata.uid")
                    let processes = try await left.processes()
                    #expect(try await right.down().output.contains("✓ No control group is left"))
                    #expect(try await left.kubectl("get", "pods", "-o", "custom-columns=:.metadata.uid") == pods)
                    #expect(try await left.processes() == processes)
                    try await left.eventuallyAnswersOutside()
                    #expect(
                        try await left.kubectl("exec", "deploy/web", "--", "wget", "-qO-", "http://web").hasPrefix(
                            "I am"))
                }
            }
        }

        @Test("A node has the capacity that was asked for, and what doesn't fit waits, with the reason")
        func capacity() async throws {
            try await withCluster("small", "--workers", "2", "--node", "worker-1=cpu=1,memory=512Mi") { cluster in
                let allocatable = try await cluster.kubectl(
                    "get", "node", "worker-1", "-o", "jsonpath={.status.allocatable.cpu} {.status.allocatable.memory}")
                #expect(allocatable == "1 512Mi")
                try await cluster.kubectl("cordon", "worker-2")
                try await cluster.kubectl("apply", "-f", "-", input: Self.pod("fits", cpu: "600m", memory: "100Mi"))
                try await cluster.kubectl("wait", "--for=condition=Ready", "pod/fits", "--timeout=30s")
                try await cluster.kubectl("apply", "-f", "-", input: Self.pod("tall", cpu: "600m", memory: "500Mi"))
                try await eventually("the scheduler says why not") {
                    let message = try await cluster.kubectl(
                        "get", "pod", "tall", "-o", "jsonpath={.status.conditions[?(@.type==\"PodScheduled\")].message}"
                    )
                    return message.hasPrefix("0/3 nodes are available:") && message.contains("1 Insufficient cpu")
                        && message.contains("1 Insufficient memory") && message.contains("1 node(s) were unschedulable")
                        && message.contains("1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }")
                }
                #expect(try await cluster.kubectl("describe", "pod", "tall").contains("FailedScheduling"))
                try await cluster.kubectl("delete", "pod", "fits", "--grace-period=1")
                try await cluster.kubectl("wait", "--for=condition=Ready", "pod/tall", "--timeout=60s")
            }
        }

        private static func pod(_ name: String, cpu: String, memory: String) -> String {
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: \(name)}
            spec:
              containers:
              - name: c
                image: busybox
                command: [sleep, "9999"]
                resources: {requests: {cpu: \(cpu), memory: \(memory)}}
            """
        }
    }
}

extension TestCluster {
    fileprivate func eventuallyAnswersOutside() async throws {
        try await eventually("the NodePort answers") {
            try await run(["busybox", "wget", "-qO-", "http://\(address):30080"]).output.hasPrefix("I am web-")
        }
    }
}
