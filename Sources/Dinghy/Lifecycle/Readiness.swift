import API
import Client
import HTTP
import Linux

/// Waits for a started cluster, and says why when it doesn't come.
struct Readiness {
    let data: DataFolder
    let progress: Progress
    private let client: ClusterClient
    private let deadline: ContinuousClock.Instant

    init(data: DataFolder, progress: Progress, seconds: Int) throws {
        self.data = data
        self.progress = progress
        client = try ClusterClient(ClientConfiguration(kubeconfig: data.userKubeconfig), userAgent: "dinghy")
        deadline = .now + .seconds(seconds)
    }

    func wait(for cluster: ClusterConfiguration) async throws {
        try await progress.step("The API server answers") {
            try await until(blame: "kube-apiserver", "the API server doesn't answer") {
                _ = try await client.send(.get, Target("/readyz"), timeout: .seconds(5))
                return true
            }
        }
        try await progress.step("The cluster's DNS has its Service") {
            try await until(blame: "kube-apiserver", "the DNS Service can't be made") {
                try await ClusterDNSService().establish(client)
                return true
            }
        }
        for node in cluster.nodes {
            try await progress.step("\(node.name) is ready") {
                try await until(blame: "kubelet-\(node.name)", "\(node.name) isn't ready") { try await isReady(node) }
            }
        }
    }

    private func isReady(_ node: NodeConfiguration) async throws -> Bool {
        let node = try await client.get(Node.self, node.name)
        return node.status.conditions.contains { $0.type == .ready && $0.status == .true }
    }

    /// Tries every 50 ms; what is thrown counts as "not yet".
    private func until(blame component: String, _ failure: String, _ body: () async throws -> Bool) async throws {
        var reason = ""
        while ContinuousClock.now < deadline {
            do { if try await body() { return } } catch { reason = " (\(error))" }
            try await Task.sleep(for: .milliseconds(50))
        }
        let ended = (try? data.ask(.status))?.components.filter { $0.restarts > 0 }.map(\.name) ?? ["the supervisor"]
        let suspect = ended.first ?? component
        let log = data.log(suspect == "the supervisor" ? "supervisor" : suspect)
        throw StartError(failure + reason + (ended.isEmpty ? "" : "; \(suspect) keeps ending"), log: log)
    }
}
