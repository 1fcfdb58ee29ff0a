import API
import Client
import HTTP
import Linux
import Schema

/// Waits for a started cluster, and says why when it doesn't come.
struct Readiness {
    let data: DataFolder
    let progress: Progress
    private let client: ClusterClient
    private let deadline: ContinuousClock.Instant
    private let start: MicroTime

    /// - Parameter start: a kubelet must have given a sign of life since then, because after a power cut the store still
    ///   says that its node is ready. In whole seconds, as a kubelet writes it.
    init(data: DataFolder, progress: Progress, seconds: Int, start: MicroTime = MicroTime()) throws {
        self.start = start
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
                try await ClusterDNSService(controlPlanes: cluster.controlPlanes).establish(client)
                return true
            }
        }
        for node in cluster.nodes { try await wait(forNode: node.name) }
        // Without its service account no pod can be made in a namespace: the next thing that a user does.
        try await progress.step("The controllers are at work") {
            try await until(blame: "kube-controller-manager", "the default service account isn't there") {
                _ = try await client.get(ServiceAccount.self, "default", namespace: "default")
                return true
            }
        }
    }

    func wait(forNode name: String) async throws {
        try await progress.step("\(name) is ready") {
            try await until(blame: "kubelet-\(name)", "\(name) isn't ready") { try await isReady(name) }
        }
    }

    private func isReady(_ name: String) async throws -> Bool {
        let node = try await client.get(Node.self, name)
        let lease = try await client.get(Lease.self, name, namespace: "kube-node-lease")
        guard let renewal = lease.spec.renewTime, renewal >= start else { return false }
        return node.status.conditions.contains { $0.type == .ready && $0.status == .true }
    }

    /// Tries every 50 ms; what is thrown counts as "not yet".
    private func until(blame component: String, _ failure: String, _ body: () async throws -> Bool) async throws {
        var reason = ""
        while ContinuousClock.now < deadline {
            do { if try await body() { return } } catch { reason = " (\(error))" }
            try await Task.sleep(for: .milliseconds(50))
        }
        let suspect = try suspect(component)
        throw StartError("\(failure)\(reason); look at \(suspect)", log: data.log(suspect))
    }

    /// The component itself, unless it runs and another one keeps ending.
    private func suspect(_ component: String) throws -> String {
        guard let components = (try? data.ask(.status))?.components else { return "supervisor" }
        let ended = components.filter { $0.restarts > 0 }.map(\.name)
        return ended.contains(component) ? component : ended.first ?? component
    }
}
