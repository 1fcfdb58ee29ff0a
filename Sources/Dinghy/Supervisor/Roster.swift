import Linux

/// Which components are wanted, which of them run, and when the others are to be started: the supervisor's decisions,
/// without processes and clocks.
///
/// ```
///            due            started            ended
///  waiting ───────▶ (shell) ───────▶ running ─────────▶ waiting (RestartPolicy)
///                                       │ no longer wanted, or wanted otherwise
///                                       ▼            ended
///                                    stopping ─────────────▶ gone, or waiting with the new arguments
/// ```
/// Times are durations since the machine started.
struct Roster {
    enum State: Hashable {
        case waiting(until: Duration)
        case running(ProcessID, since: Duration)
        /// Told to end (SIGTERM); after the time given it will be killed.
        case stopping(ProcessID, until: Duration)

        var process: ProcessID? {
            switch self {
            case .waiting: nil
            case .running(let process, _), .stopping(let process, _): process
            }
        }
    }

    struct Entry: Hashable {
        var component: Component
        var state: State
        var restarts = 0
        var policy = RestartPolicy()
    }

    static let graceToStop = Duration.seconds(3)

    /// In the order of the plan.
    private(set) var entries: [Entry] = []
    /// False for those that go when they have ended.
    private var wanted: Set<String> = []

    /// Makes the roster agree with a plan.
    /// - Returns: the processes that must be told to end.
    mutating func follow(_ plan: [Component], now: Duration) -> [ProcessID] {
        wanted = Set(plan.map(\.name))
        var stop: [ProcessID] = []
        for index in entries.indices where plan.first(where: { $0 == entries[index].component }) == nil {
            stop += Self.retire(&entries[index], now: now)
        }
        entries.removeAll { $0.state.process == nil && !wanted.contains($0.component.name) }
        for component in plan {
            if let index = index(of: component.name) {
                entries[index].component = component
            } else {
                entries.append(Entry(component: component, state: .waiting(until: now)))
            }
        }
        return stop
    }

    private static func retire(_ entry: inout Entry, now: Duration) -> [ProcessID] {
        guard case .running(let process, _) = entry.state else { return [] }
        entry.state = .stopping(process, until: now + graceToStop)
        return [process]
    }

    private func index(of name: String) -> Int? { entries.firstIndex { $0.component.name == name } }

    // MARK: - Starting

    func due(at now: Duration) -> [Component] {
        entries.compactMap { entry in
            if case .waiting(let until) = entry.state, until <= now { entry.component } else { nil }
        }
    }

    mutating func started(_ name: String, as process: ProcessID, at now: Duration) {
        guard let index = index(of: name) else { return }
        entries[index].state = .running(process, since: now)
    }

    /// It could not be started at all; tried again like one that ended at once.
    mutating func failedToStart(_ name: String, at now: Duration) {
        guard let index = index(of: name) else { return }
        entries[index].restarts += 1
        entries[index].state = .waiting(until: now + entries[index].policy.delay(afterRunning: .zero))
    }

    // MARK: - Ending

    /// - Returns: the component that it was; nil when nobody knows the process.
    mutating func ended(_ process: ProcessID, at now: Duration) -> Component? {
        guard let index = entries.firstIndex(where: { $0.state.process == process }) else { return nil }
        let component = entries[index].component
        switch entries[index].state {
        case .waiting: break
        case .stopping: entries[index].state = .waiting(until: now)
        case .running(_, let since):
            entries[index].restarts += 1
            entries[index].state = .waiting(until: now + entries[index].policy.delay(afterRunning: now - since))
        }
        if !wanted.contains(component.name) { entries.remove(at: index) }
        return component
    }

    /// Those that were told to end and haven't; each is named again after another while.
    mutating func overdue(at now: Duration) -> [ProcessID] {
        var processes: [ProcessID] = []
        for index in entries.indices {
            guard case .stopping(let process, let until) = entries[index].state, until <= now else { continue }
            entries[index].state = .stopping(process, until: now + Self.graceToStop)
            processes.append(process)
        }
        return processes
    }

    var isEmpty: Bool { entries.isEmpty }

    func runs(on node: String) -> Bool { entries.contains { $0.component.network == .node(node) } }

    /// When to look again even if nothing happens.
    var nextWake: Duration? {
        entries.compactMap { entry in
            switch entry.state {
            case .waiting(let until), .stopping(_, let until): until
            case .running: nil
            }
        }.min()
    }
}
