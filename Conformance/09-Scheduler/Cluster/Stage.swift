internal import API
internal import Client
internal import Conformance
internal import Schema
internal import SchedulerSuite

/// Where a scheduler's stories are told through an API server: lines become objects, and what was decided is read from
/// them, by what Kubernetes documents and nothing else (`spec.nodeName`, the condition PodScheduled, `deletionTimestamp`,
/// `status.nominatedNodeName`).
///
/// The language is that of the lab's suite. `bound`, `refuse` and settings have no meaning here.
struct Stage {
    /// A story's nodes: made up beside an API server alone, borrowed in a cluster.
    protocol Nodes: Sendable {
        /// - Returns: the node's name in the cluster.
        func set(_ node: Node, _ client: ClusterClient) async throws -> String
        func remove(_ name: String, _ client: ClusterClient) async throws
        /// What all pods of the story must ask for, so that they go to the story's nodes only.
        var selector: [String: String] { get }
    }

    /// For a decision to be visible.
    static let patience = Duration.seconds(30)
    /// For a decision that must not come, and for what is known to reach the scheduler on its several watches.
    static let pause = Duration.milliseconds(700)

    let scenario: Scenario
    let client: ClusterClient
    let nodes: any Nodes
    /// Where pods are that name no namespace.
    let namespace: String
    /// By their names in the story, the names in the cluster.
    private var nodeNames: [String: String] = [:]
    private var pods: [String: Pod] = [:]
    private var budgets: [String] = []
    private var isSettled = true

    init(_ scenario: Scenario, _ client: ClusterClient, nodes: any Nodes, namespace: String) {
        self.scenario = scenario
        self.client = client
        self.nodes = nodes
        self.namespace = namespace
    }

    mutating func tell(_ text: String) async throws {
        for line in storyLines(text) {
            if let expectation = Expectation(line) {
                try await check(expectation)
            } else {
                scenario.say(line)
                try await perform(line)
            }
        }
    }

    // MARK: - What happens

    private mutating func perform(_ line: String) async throws {
        let words = line.split(separator: " ")
        let name = words.count > 1 ? String(words[1]) : ""
        let rest = words.dropFirst(2)
        switch words[0] {
        case "node": nodeNames[name] = try await nodes.set(try Objects.node(name, rest), client)
        case "remove-node": try await nodes.remove(nodeNames.removeValue(forKey: name) ?? name, client)
        case "pod": return try await set(try PodWords.pod(name, rest))
        case "budget":
            budgets.append(name)
            try await set(Objects.budget(name, rest))
        case "namespace": try await Objects.namespace(name, rest).set(client)
        case "wait": try await Task.sleep(for: .seconds(Double(name) ?? 0))
        case "decide": break
        default: try await change(words[0], name, line)
        }
        isSettled = words[0] == "wait"
    }

    private func change(_ verb: Substring, _ name: String, _ line: String) async throws {
        guard let pod = pods[name] else { throw StoryError(line, "no such pod") }
        switch verb {
        case "delete":
            // A victim of preemption may be gone already.
            do {
                try await client.delete(
                    Pod.self, name, namespace: pod.metadata.namespace, options: DeleteOptions(gracePeriodSeconds: 0))
            } catch let status as Status where status.isNotFound {}
        case "end": try await client.delete(Pod.self, name, namespace: pod.metadata.namespace)
        case "finish":
            try await client.patch(
                Pod.self, name, namespace: pod.metadata.namespace, subresource: "status",
                .merge(["status": ["phase": "Succeeded"]]))
        default: throw StoryError(line, "nobody can do that through an API server")
        }
    }

    /// New, or changed: of a pod that is there only the gates can change.
    private mutating func set(_ told: Pod) async throws {
        if pods[told.metadata.name] != nil {
            let gates = told.spec.schedulingGates.map { JSON.object(["name": .string($0.name)]) }
            try await client.patch(
                Pod.self, told.metadata.name, namespace: namespace, .merge(["spec": ["schedulingGates": .array(gates)]])
            )
            return
        }
        if !isSettled, told.spec.nodeName.isEmpty { try await Task.sleep(for: Self.pause) }
        isSettled = true
        let pod = told.asRequest(in: namespace, on: nodeNames, selector: nodes.selector)
        let priorityClass = PriorityClass(of: told)
        try await priorityClass?.set(client)
        if pod.metadata.namespace != namespace { try await Objects.namespace(pod.metadata.namespace, []).set(client) }
        // Known before it is there: an API server that doesn't know all of it has made it nonetheless.
        pods[told.metadata.name] = pod
        pods[told.metadata.name] = try await created(pod, again: priorityClass == nil ? .zero : Self.patience)
    }

    private func set(_ told: PodDisruptionBudget) async throws {
        var budget = told
        budget.metadata.namespace = namespace
        let created = try await created(budget)
        var protected = created
        protected.status = told.status
        try await client.updateStatus(protected)
    }

    /// Where a kind, or a member of it, is newer than the API server, there is nothing to be learnt about the scheduler.
    /// - Parameter again: so long an API server may refuse it, because its own caches don't have yet what it needs.
    private func created<Object: Resource>(_ wanted: Object, again: Duration = .zero) async throws -> Object {
        let deadline = ContinuousClock.now + again
        do {
            let made = try await createdOrRefused(wanted, until: deadline)
            guard let lost = wanted.document["spec"]?.firstPath(missingIn: made.document["spec"]) else { return made }
            throw Skipped("the API server doesn't know spec\(lost) of \(Object.kind)")
        } catch let status as Status where status.isNotFound {
            throw Skipped("the API server doesn't serve \(Object.kind)")
        }
    }

    private func createdOrRefused<Object: Resource>(
        _ wanted: Object, until deadline: ContinuousClock.Instant
    ) async throws -> Object {
        while true {
            do { return try await client.create(wanted) } catch let status as Status
                where status.isForbidden || status.reason.rawValue == "ServerTimeout"
            {
                guard ContinuousClock.now < deadline else { throw status }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    // MARK: - What was decided

    private func check(_ expectation: Expectation) async throws {
        guard let pod = expectation.pod else { return try await checkNothing() }
        var seen = "there is no decision on \(pod)"
        let isDecided = try await eventually(Self.patience) {
            guard let decision = try await decision(on: pod, expectation) else { return false }
            seen = decision.text(of: pod)
            return expectation.allowed.contains(decision) || decision.isFinal
        }
        let found = try await decision(on: pod, expectation)
        let isRight = isDecided && found.map(expectation.allowed.contains) ?? false
        try scenario.expect(expectation.line, observed: seen, isRight)
    }

    /// Nil as long as there is none.
    private func decision(on name: String, _ expectation: Expectation) async throws -> Decision? {
        guard let told = pods[name] else { throw StoryError(expectation.line, "no such pod") }
        let pod = try await client.get(Pod.self, name, namespace: told.metadata.namespace)
        if !pod.spec.nodeName.isEmpty { return .binds(nameInStory(pod.spec.nodeName)) }
        let nominated = pod.status.nominatedNodeName
        let victims = nominated.isEmpty ? [] : try await endingPods()
        if !victims.isEmpty { return .preempts(nameInStory(nominated), victims: victims) }
        let condition = pod.status.conditions[.podScheduled]
        return condition?.status == .false && condition?.reason == "Unschedulable" ? .waits : nil
    }

    /// The story's pods that are being deleted, or are gone, though the story hasn't said so; sorted.
    private func endingPods() async throws -> [String] {
        var ending: [String] = []
        for (name, pod) in pods.sorted(by: { $0.key < $1.key }) where !pod.spec.nodeName.isEmpty {
            let now = try? await client.get(Pod.self, name, namespace: pod.metadata.namespace)
            if now?.metadata.deletionTimestamp != nil || now == nil { ending.append(name) }
        }
        return ending
    }

    private func nameInStory(_ node: String) -> String { nodeNames.first { $0.value == node }?.key ?? node }

    private func checkNothing() async throws {
        try await Task.sleep(for: Self.pause)
        for (name, pod) in pods.sorted(by: { $0.key < $1.key }) where pod.spec.nodeName.isEmpty {
            guard let now = try? await client.get(Pod.self, name, namespace: pod.metadata.namespace) else { continue }
            try scenario.expect(
                "no decision on \(name) now", observed: "\(name) → \(nameInStory(now.spec.nodeName))",
                now.spec.nodeName.isEmpty)
        }
    }

    /// Looks again and again.
    private func eventually(_ limit: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await condition()
    }
}

extension Decision {
    /// Nothing comes after it.
    fileprivate var isFinal: Bool {
        if case .binds = self { true } else { false }
    }
}

// MARK: - Leaving

extension Stage {
    /// Takes away whatever the story has made.
    func clear() async throws {
        for (name, pod) in pods {
            _ = try? await client.delete(
                Pod.self, name, namespace: pod.metadata.namespace, options: DeleteOptions(gracePeriodSeconds: 0))
        }
        for name in budgets { _ = try? await client.delete(PodDisruptionBudget.self, name, namespace: namespace) }
        for name in nodeNames.values { try? await nodes.remove(name, client) }
    }
}
