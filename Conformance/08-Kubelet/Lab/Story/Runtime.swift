internal import API
internal import Conformance
internal import KubeletContract
internal import Schema

/// A container runtime that does at once what it is asked, and refuses what no runtime could do.
struct Runtime {
    private(set) var observed = PodObservation()
    /// What can't be started, and why: by container, or `sandbox`.
    var broken: [String: String] = [:]

    /// - Returns: in a story's words: `start a`, `start a:1` for the second attempt.
    func words(_ action: PodAction) -> String {
        switch action {
        case .createSandbox(let attempt): numbered("sandbox", attempt)
        case .start(let name, let attempt): numbered("start \(name)", attempt) + (objection(name, attempt) ?? "")
        case .stop(_, let name, _): "stop \(name)"
        case .stopSandbox: "stop sandbox"
        case .removeSandbox(let id): "remove " + (observed.sandboxes.first { $0.id == id }.map(name) ?? id)
        case .removeContainer(let container): "remove " + numbered(container.name, container.attempt)
        }
    }

    private func name(_ sandbox: PodObservation.Sandbox) -> String { numbered("sandbox", sandbox.attempt) }

    private func numbered(_ word: String, _ attempt: Int) -> String { attempt == 0 ? word : "\(word):\(attempt)" }

    private func objection(_ name: String, _ attempt: Int) -> String? {
        if observed.sandbox == nil { return " (without a sandbox)" }
        guard let last = observed.container(name) else { return nil }
        if last.isRunning { return " (while it runs)" }
        return last.attempt >= attempt ? " (the number is taken)" : nil
    }

    /// - Returns: false when it can't be done.
    mutating func perform(_ action: PodAction, now: Time) -> Bool {
        switch action {
        case .createSandbox(let attempt):
            guard broken["sandbox"] == nil else { return false }
            let address = "10.244.1.\(attempt + 2)"
            observed.sandboxes.append(.init(id: "s\(attempt)", isReady: true, attempt: attempt, address: address))
        case .start(let name, let attempt):
            guard broken[name] == nil, let sandbox = observed.sandbox, objection(name, attempt) == nil else {
                return false
            }
            var container = PodObservation.Container(
                id: "\(name)\(attempt)", name: name, sandbox: sandbox.id, attempt: attempt, state: .running)
            container.startedAt = now
            observed.containers.append(container)
        case .stop(let id, _, _): end(id, code: 137, now: now)
        case .stopSandbox(let id): lose(sandbox: id)
        case .removeSandbox(let id):
            observed.sandboxes.removeAll { $0.id == id }
            observed.containers.removeAll { $0.sandbox == id }
        case .removeContainer(let container): observed.containers.removeAll { $0.id == container.id }
        }
        return true
    }

    mutating func end(_ id: String, code: Int, reason: String = "", now: Time) {
        change(id) { container in
            container.state = .exited(code: code, reason: reason, message: "")
            container.finishedAt = now
        }
    }

    /// Made, but not started.
    mutating func interrupt(_ id: String) { change(id) { $0.state = .created } }

    private mutating func change(_ id: String, _ body: (inout PodObservation.Container) -> Void) {
        for index in observed.containers.indices where observed.containers[index].id == id {
            body(&observed.containers[index])
        }
    }

    mutating func lose(sandbox id: String) {
        for index in observed.sandboxes.indices where observed.sandboxes[index].id == id {
            observed.sandboxes[index].isReady = false
        }
    }

    mutating func forget(_ name: String) { observed.containers.removeAll { $0.name == name } }
}
