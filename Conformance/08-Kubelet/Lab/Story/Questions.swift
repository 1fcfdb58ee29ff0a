internal import API
internal import Conformance
internal import KubeletContract
internal import Schema

/// A story's questions.
extension Story {
    static let questions = [
        "next", "wakes", "finished", "asks", "says", "grace", "left", "phase", "condition", "state", "last", "restarts",
        "ready", "started", "address",
    ]

    mutating func answer(to question: String) async throws -> String {
        let words = question.split(separator: " ").map(String.init)
        let name = words.count > 1 ? words[1] : ""
        switch words.first {
        case "next": return try await settle()
        case "wakes": return moment(try await plan().wakeAt)
        case "finished": return try await plan().isFinished ? "yes" : "no"
        case "asks": return moment(try await core.nextProbe(words[2], of: id(name, question)))
        case "says": return try await core.outcome(words[2], of: id(name, question))
        case "grace":
            let probe = words.count > 2 ? StopReason(rawValue: words[2] + "Probe") : nil
            return "\(try await core.gracePeriod(pod, stopping: name, because: probe ?? .podEnds))"
        case "left": return "\(try await core.secondsLeft(of: Int(name) ?? 0, after: Int(words.last ?? "") ?? 0))"
        default: return try answer(to: words, in: try await core.status(pod, runtime.observed, now: now), question)
        }
    }

    private func plan() async throws -> PodPlan {
        try await core.plan(pod, runtime.observed, isStopping: isStopping, now: now)
    }

    private func moment(_ time: Time?) -> String {
        guard let time else { return "never" }
        return time <= now ? "now" : "in \(time - now) s"
    }

    // MARK: - Of the status

    private func answer(to words: [String], in status: PodStatus, _ question: String) throws -> String {
        if words[0] == "phase" { return status.phase.rawValue }
        if words[0] == "address" { return status.podIP.isEmpty ? "none" : status.podIP }
        if words[0] == "condition" {
            let condition = status.conditions[PodConditionType(words[1])]
            return condition?.status.rawValue ?? "missing"
        }
        let all = status.initContainerStatuses + status.containerStatuses
        guard let container = all.first(where: { $0.name == words[1] }) else {
            return "there is no status of \(words[1])"
        }
        switch words[0] {
        case "state": return Self.words(container.state)
        case "last": return Self.words(container.lastState)
        case "restarts": return "\(container.restartCount)"
        case "ready": return container.ready ? "yes" : "no"
        case "started": return container.started == true ? "yes" : "no"
        default: throw StoryError(question, "nobody knows what that asks")
        }
    }

    private static func words(_ state: ContainerState) -> String {
        let told = [
            state.waiting.map { "waiting \($0.reason)" }, state.running.map { _ in "running" },
            state.terminated.map { "terminated \($0.exitCode) \($0.reason)" },
        ].compactMap { $0 }
        return told.isEmpty ? "nothing" : told.joined(separator: " and ")
    }

    // MARK: - Scripts

    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        var printed: [String] = []
        for command in commands {
            if questions.contains(where: { command == $0 || command.hasPrefix($0 + " ") }) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
