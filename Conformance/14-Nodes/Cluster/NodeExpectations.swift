internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import Schema

/// What must be of nodes and pods.
extension NodeStage {
    func expectUnknown(_ node: String, within limit: Duration) async throws {
        try await eventually("Ready of \(node) is Unknown", within: limit) {
            let ready = try await client.get(Node.self, node).status.conditions[.ready]
            return (ready?.status == .unknown, "it is \(ready?.status.rawValue ?? "not there")")
        }
        scenario.say("its state is Unknown")
    }

    /// The cluster's own taints, without their prefix: `unreachable:NoExecute`.
    func taints(of node: String) async throws -> Set<String> {
        let taints = try await client.get(Node.self, node).spec.taints.map(\.text)
        return Set(taints.filter { $0.hasPrefix(prefixOfOwn) }.map { String($0.dropFirst(prefixOfOwn.count)) })
    }

    func expectTaints(_ expected: Set<String>, of node: String, within limit: Duration? = nil) async throws {
        let text = expected.isEmpty ? "none" : expected.sorted().joined(separator: " ")
        try await eventually("the cluster's taints of \(node): \(text)", within: limit ?? timing.patience) {
            let taints = try await taints(of: node)
            return (taints == expected, "they are \(taints.sorted())")
        }
        scenario.say("it has these taints of the cluster's: \(text)")
    }

    func expectReady(_ node: String) async throws {
        let now = try await client.get(Node.self, node).status.conditions[.ready]?.status
        try scenario.expect("\(node) is Ready", observed: "\(now?.rawValue ?? "nothing")", now == .true)
    }

    /// Gone, or about to go.
    func isDeleted(_ pod: Pod) async throws -> Bool {
        do {
            return try await client.get(Pod.self, pod.name, namespace: namespace).metadata.isBeingDeleted
        } catch let status as Status where status.isNotFound {
            return true
        }
    }

    func expectDeleted(_ pod: Pod, within limit: Duration? = nil) async throws {
        try await eventually("\(pod.name) is deleted", within: limit ?? timing.patience) {
            (try await isDeleted(pod), "it isn't")
        }
        scenario.say("\(pod.name) is deleted")
    }

    /// Looks again and again. What a look finds that ends when the time is over is no matter: it may have taken long.
    func expectStays(
        _ pod: Pod, for time: Duration, since start: ContinuousClock.Instant = .now
    ) async throws {
        let end = start + time
        while true {
            let isGone = try await isDeleted(pod)
            guard ContinuousClock.now < end else { break }
            try scenario.expect("\(pod.name) stays", observed: "it was deleted", !isGone)
            try await Task.sleep(for: .milliseconds(250))
        }
        scenario.say("\(pod.name) is still there after \(time)")
    }

    /// Looks again and again.
    /// - Parameter look: whether it is so, and what is so.
    func eventually(
        _ expected: String, within limit: Duration, _ look: () async throws -> (isSo: Bool, observed: String)
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            let (isSo, observed) = try await look()
            if isSo { return }
            try scenario.expect(expected, observed: "after \(limit): \(observed)", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private var prefixOfOwn: String { "node.kubernetes.io/" }
}

// MARK: - Before and after

extension NodeStage {
    /// Makes the namespace, and what pods need in it where no controller makes it.
    func prepare() async throws {
        for name in [namespace, Self.leases] {
            try await client.ensureNamespace(name)
        }
        try await client.ensureServiceAccount(in: namespace)
    }

    /// Removes what the case has made: its pods, whose kubelet will never say that they have ended, its nodes and leases.
    func clear() async throws {
        var options = DeleteOptions()
        options.gracePeriodSeconds = 0
        for pod in try await client.list(Pod.self, ListOptions(namespace: namespace)).items
        where pod.spec.nodeName.hasPrefix(prefix) {
            _ = try? await client.delete(Pod.self, pod.name, namespace: namespace, options: options)
        }
        for node in try await client.list(Node.self).items where node.name.hasPrefix(prefix) {
            _ = try? await client.delete(Node.self, node.name)
            _ = try? await client.delete(Lease.self, node.name, namespace: Self.leases)
        }
    }
}
