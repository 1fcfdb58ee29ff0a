internal import API
internal import Conformance
internal import KubeletContract
internal import Schema

/// A story of one pod on its node: a runtime that does what it is asked, a clock that is moved by hand, and questions with
/// the answers that they must have.
///
/// ```
/// pod a b init=i          # see ``PodWords``
/// next → sandbox, start i
/// exits i 0
/// next → start a + start b
/// ```
/// `next` asks again and again what to do, and does it, until nothing is left: a comma stands between one answer and the
/// next, a plus between what one answer asks for. `start a:1` is the second container of that name.
///
/// What happens: `exits a 1` (after a second, or `after=60`; `reason=OOMKilled`), `wait 10`, `loses-sandbox`,
/// `interrupts a` (it was made, but not started), `breaks a ErrImagePull` (it can't be started; also `breaks sandbox`), `mends a`,
/// `image a other`, `forgets` (the kubelet was killed and is back), `runtime-forgets a` (its containers), `deletes` (and `grace=5`),
/// `answers a liveness no no yes`, `opens example.com/lamp`, `tells` (its status is written down).
///
/// Other questions: `wakes`, `finished`; `asks a liveness` (when), `says a liveness` (what it has come to); `grace a`,
/// `grace a liveness` (whose failure is the reason), `left 30 after 12`; `phase`, `condition Ready`, `state a`, `last a`, `restarts a`, `ready a`,
/// `started a`, `address`.
package struct Story {
    let scenario: Scenario
    let core: PodUnderTest
    var pod = Pod()
    var runtime = Runtime()
    var isStopping = false
    private(set) var now = Time(seconds: 100_000)

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        core = try await PodUnderTest(scenario.worker())
    }

    mutating func tell(_ text: String) async throws {
        for line in storyLines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try await perform(line)
            }
        }
    }

    mutating func expect(_ question: String, _ expected: String) async throws {
        let answer = try await answer(to: question)
        try scenario.expect(
            "\(question) → \(expected)", observed: "\(question) → \(answer)", answer == expected)
        scenario.say("\(question) → \(answer)")
    }

    // MARK: - What is done

    /// Asks what to do and does it, until nothing is left.
    mutating func settle() async throws -> String {
        var told: [String] = []
        for _ in 0..<12 {
            let plan = try await core.plan(pod, runtime.observed, isStopping: isStopping, now: now)
            if plan.actions.isEmpty { return told.isEmpty ? "nothing" : told.joined(separator: ", ") }
            told.append(plan.actions.map(runtime.words).sorted().joined(separator: " + "))
            var hasFailed = false
            for action in plan.actions { hasFailed = try await !perform(action) || hasFailed }
            if hasFailed && runtime.broken.isEmpty { return told.joined(separator: ", ") }
        }
        return told.joined(separator: ", ") + ", and so on"
    }

    private mutating func perform(_ action: PodAction) async throws -> Bool {
        let before = runtime.observed
        let isDone = runtime.perform(action, now: now)
        switch action {
        case .start(let name, _):
            guard let container = pod.allContainers.first(where: { $0.name == name }) else { return false }
            if let reason = runtime.broken[name] {
                try await core.failed(name, image: container.image, reason: reason, now: now)
            } else if isDone {
                try await core.started(name, after: before.container(name))
                try await follow(container)
            }
        case .createSandbox where !isDone:
            try await core.failed(nil, image: "", reason: "FailedCreatePodSandBox", now: now)
        default: break
        }
        return isDone
    }

    private func follow(_ container: Container) async throws {
        guard let running = runtime.observed.container(container.name), running.isRunning, container.hasProbes else {
            return
        }
        try await core.follow(container, id: running.id, since: running.startedAt)
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        let rest = words.dropFirst()
        let name = words.count > 1 ? words[1] : ""
        switch words.first {
        case "pod": pod = try PodWords.pod(rest, line)
        case "probe": try PodWords.addProbe(rest, to: &pod, line)
        case "gate":
            var gate = PodReadinessGate()
            gate.conditionType = PodConditionType(name)
            pod.spec.readinessGates.append(gate)
        case "opens": pod.status.conditions.set(PodCondition(PodConditionType(name), .true), at: now)
        case "image": pod.change(name) { $0.image = words.last ?? "" }
        case "wait": now = now + (Int(name) ?? 0)
        case "forgets":
            try await core.forget()
            for container in pod.allContainers { try await follow(container) }
        case "tells": pod.status = try await core.status(pod, runtime.observed, now: now)
        case "deletes":
            isStopping = true
            pod.metadata.deletionTimestamp = now
            pod.metadata.deletionGracePeriodSeconds =
                Int(Attribute(words.last ?? "").value) ?? pod.spec.terminationGracePeriodSeconds
        case "answers":
            for word in words.dropFirst(3) {
                try await core.probed(words[2], of: id(name, line), success: word == "yes", now: now)
            }
        default: try change(words, name, line)
        }
    }

    /// What happens in the runtime.
    private mutating func change(_ words: [String], _ name: String, _ line: String) throws {
        switch words.first {
        case "exits":
            let told = words.dropFirst(3).map { Attribute($0) }
            now = now + (told.first { $0.key == "after" }.flatMap { Int($0.value) } ?? 1)
            let reason = told.first { $0.key == "reason" }?.value ?? ""
            runtime.end(try id(name, line), code: Int(words[2]) ?? 0, reason: reason, now: now)
        case "interrupts": runtime.interrupt(try id(name, line))
        case "loses-sandbox": runtime.lose(sandbox: runtime.observed.sandbox?.id ?? "")
        case "breaks": runtime.broken[name] = words.count > 2 ? words[2] : "broken"
        case "mends": runtime.broken[name] = nil
        case "runtime-forgets": runtime.forget(name)
        default: throw StoryError(line, "nobody knows how to do that")
        }
    }

    /// Of the latest container of a name.
    func id(_ name: String, _ line: String) throws -> String {
        guard let container = runtime.observed.container(name) else {
            try scenario.fail(expected: "there is a container \(name)", observed: "there is none, before `\(line)`")
        }
        return container.id
    }
}

extension Container {
    fileprivate var hasProbes: Bool { startupProbe != nil || livenessProbe != nil || readinessProbe != nil }
}
