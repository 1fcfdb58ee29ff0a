import API
import Client
import ConformanceStage
import HTTP
import Linux
import Schema
import TestSupport
import Testing

/// `dinghy kube-scheduler --config FILE` as a process, with an API server of ours and an extender of the test's.
@Suite(.timeLimit(.minutes(3))) struct ConfiguredSchedulerTests {
    private static let user = "system:kube-scheduler"

    @Test func profilesAndExtendersOfAFileCountInARunningScheduler() async throws {
        let extender = try await HTTPServer(host: "127.0.0.1", port: 0)
        let running = Task { await extender.run { await Self.answer($0) } }
        defer { running.cancel() }
        try await ControlPlane.run(users: [Self.user]) { plane in
            let file = plane.folder + "/scheduler.yaml"
            try writeFile(file, Self.configuration(extenderPort: extender.port))
            let scheduler = try StageProcess(
                "\(builtPrograms)/dinghy",
                ["kube-scheduler", "--config=\(file)", "--kubeconfig=\(plane.kubeconfig(of: Self.user))"]
                    + ["--port=0", "--secure-port=0"],
                log: plane.folder + "/scheduler.log")
            defer { scheduler.end() }
            try await Self.makeNodes(plane.client)
            try await expect("web", "default-scheduler", boundTo: "n2", plane.client)
            try await expect("packed", "second-scheduler", boundTo: "n2", plane.client)
            let refused = try await create("broken", "default-scheduler", plane.client) {
                $0.status.conditions[.podScheduled]?.reason == "SchedulerError"
            }
            #expect(
                refused.status.conditions[.podScheduled]?.message
                    == "extender 127.0.0.1:\(extender.port): licence server is down", "\(scheduler.log)")
        }
    }

    private static func configuration(extenderPort port: Int) -> String {
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        leaderElection: {leaderElect: false}
        profiles:
        - schedulerName: default-scheduler
        - schedulerName: second-scheduler
        extenders:
        - {urlPrefix: "http://127.0.0.1:\(port)", filterVerb: filter, nodeCacheCapable: true}
        """
    }

    /// Accepts n2 alone, and has no answer for pods called `broken`.
    private static func answer(_ request: HTTPRequest) async -> HTTPResponse {
        guard let body = try? await request.body.collect(upTo: 1 << 20), let arguments = try? JSON(parsing: body) else {
            return .text("not JSON", status: .badRequest)
        }
        let isBroken = arguments["Pod"]?["metadata"]?["name"]?.string == "broken"
        return .json((isBroken ? ["Error": "licence server is down"] : ["NodeNames": ["n2"]] as JSON).bytes)
    }

    private static func makeNodes(_ client: ClusterClient) async throws {
        for name in ["n1", "n2"] {
            var node = Node()
            node.metadata.name = name
            let made = try await client.create(node)
            var ready = made
            ready.spec.taints = []
            let open = try await client.patch(from: made, to: ready)
            var reported = open
            reported.status.allocatable = ["cpu": Quantity(4), "memory": Quantity(8 << 30), "pods": Quantity(10)]
            reported.status.capacity = reported.status.allocatable
            try await client.patchStatus(from: open, to: reported)
        }
        var account = ServiceAccount()
        (account.metadata.name, account.metadata.namespace) = ("default", "default")
        do { try await client.create(account) } catch let status as Status where status.code == 409 {}
    }

    private func expect(
        _ name: String, _ scheduler: String, boundTo node: String, _ client: ClusterClient
    ) async throws {
        let pod = try await create(name, scheduler, client) { !$0.spec.nodeName.isEmpty }
        #expect(pod.spec.nodeName == node)
    }

    private func create(
        _ name: String, _ scheduler: String, _ client: ClusterClient, until condition: (Pod) -> Bool
    ) async throws -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace) = (name, "default")
        pod.spec.schedulerName = scheduler
        var container = Container()
        (container.name, container.image) = ("main", "none")
        pod.spec.containers = [container]
        pod.spec.automountServiceAccountToken = false
        var found = try await client.create(pod)
        try await eventually("\(name) is decided on", within: .seconds(30)) {
            found = try await client.get(Pod.self, name, namespace: "default")
            return condition(found)
        }
        return found
    }
}
