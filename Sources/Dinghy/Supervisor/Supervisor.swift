import Glibc
import Linux
import Logging
import Schema

/// Starts the components, notices when one ends, and starts it again: the shell around ``Roster``.
///
/// One thread and one poll(2), because it must be small and must not fail: it waits for the end of any component (each
/// one's pidfd becomes readable), for somebody at the control socket, and for the time the roster gives. A component
/// that an earlier supervisor started is no child of this one, and is watched in just the same way.
struct Supervisor: ~Copyable {
    let data: DataFolder
    let dinghy: String
    private var cluster = ClusterConfiguration()
    private var roster = Roster()
    /// For each running process.
    private var pidfds: [ProcessID: Watched] = [:]
    private let control: FileDescriptor
    private let logger = Logger(label: "supervisor")
    private var isEnding = false
    private var nextRotation = Duration.zero

    private struct Watched {
        var descriptor: Int32
        var isChild: Bool
    }

    init(data: DataFolder, dinghy: String) throws {
        self.data = data
        self.dinghy = dinghy
        control = try listenUnix(at: data.controlSocket)
        chmod(data.controlSocket, 0o600)
    }

    /// Until somebody asks it to end.
    mutating func run() throws {
        try reload(adopting: true)
        while !(isEnding && roster.isEmpty) {
            startDue()
            removeLeftNodes()
            for process in roster.overdue(at: now()) { try sendSignal(SIGKILL, to: process) }
            rotateLogs()
            try waitForSomething()
        }
    }

    // MARK: - Following the configuration

    private mutating func reload(adopting: Bool = false) throws {
        cluster = try ClusterConfiguration(at: data)
        try NodeWiring(cluster: cluster, data: data, dinghy: dinghy).establish()
        let plan = ComponentPlan(cluster: cluster, data: data, dinghy: dinghy).components
        try follow(plan)
        if adopting { try adopt() }
    }

    private mutating func follow(_ plan: [Component]) throws {
        for process in roster.follow(plan, now: now()) { try sendSignal(SIGTERM, to: process) }
    }

    /// Takes over what runs already, and ends what is no longer wanted as it is.
    private mutating func adopt() throws {
        for name in try listFolder(RunFolder.processes) {
            guard let record = ProcessRecord(at: "\(RunFolder.processes)/\(name)"), record.isAlive else { continue }
            guard let entry = roster.entries.first(where: { $0.component.name == name }),
                entry.component.commandLine == record.commandLine
            else {
                try sendSignal(SIGKILL, to: record.process)
                continue
            }
            try watch(record.process, isChild: false)
            roster.started(name, as: record.process, at: now())
        }
    }

    /// Those of which no component runs any more.
    private func removeLeftNodes() {
        do {
            for name in try NodeRemoval.left(besides: cluster.nodes.map(\.name)) where !roster.runs(on: name) {
                try NodeRemoval(name: name, data: data, cgroup: cluster.cgroup).run()
                logger.notice("node removed", metadata: ["node": "\(name)"])
            }
        } catch {
            logger.error("node can't be removed", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: - Starting and ending

    private mutating func startDue() {
        for component in roster.due(at: now()) {
            do {
                try start(component)
            } catch {
                logger.error(
                    "component can't be started", metadata: ["component": "\(component.name)", "reason": "\(error)"])
                roster.failedToStart(component.name, at: now())
            }
        }
    }

    private mutating func start(_ component: Component) throws {
        let log = try LogFile(path: data.log(component.name)).open()
        var spawn = Spawn(component.program, component.arguments)
        spawn.descriptors = [nil, log.number, log.number]
        if component.listens { spawn.descriptors.append(Component.listenDescriptor) }
        if case .node(let name) = component.network { spawn.enter = [RunFolder.namespace(name)] }
        let process = try spawn.start()
        roster.started(component.name, as: process, at: now())
        try watch(process, isChild: true)
        try ProcessRecord(of: process, commandLine: component.commandLine)
            .write(to: "\(RunFolder.processes)/\(component.name)")
    }

    private mutating func watch(_ process: ProcessID, isChild: Bool) throws {
        pidfds[process] = Watched(descriptor: try processDescriptor(process).release(), isChild: isChild)
    }

    private mutating func noteEnd(of process: ProcessID) throws {
        guard let watched = pidfds.removeValue(forKey: process) else { return }
        close(watched.descriptor)
        let status = watched.isChild ? try waitForChild(process) : nil
        guard let component = roster.ended(process, at: now()) else { return }
        logger.notice(
            "component ended",
            metadata: [
                "component": "\(component.name)", "process": "\(process)",
                "status": "\(status.map(String.init) ?? "unknown")",
            ])
    }

    private mutating func end() throws {
        isEnding = true
        try follow([])
    }

    // MARK: - Waiting

    private mutating func waitForSomething() throws {
        let processes = pidfds.keys.sorted()
        let descriptors = [control.number] + processes.compactMap { pidfds[$0]?.descriptor }
        var waits = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        try systemCall("poll") { poll(&waits, nfds_t(waits.count), timeout()) }
        for (process, wait) in zip(processes, waits.dropFirst()) where wait.revents != 0 {
            try noteEnd(of: process)
        }
        if waits[0].revents != 0 { answerRequest() }
    }

    /// In milliseconds, rounded up so that what is due then is due.
    private func timeout() -> Int32 {
        let wake = min(roster.nextWake ?? nextRotation, nextRotation)
        return Int32(max(0, (wake - now()) / .milliseconds(1) + 1))
    }

    private mutating func rotateLogs() {
        guard now() >= nextRotation else { return }
        nextRotation = now() + .seconds(30)
        for name in roster.entries.map(\.component.name) + ["supervisor"] {
            do { try LogFile(path: data.log(name)).rotateIfLarge() } catch {
                logger.warning("log can't be shortened", metadata: ["component": "\(name)", "reason": "\(error)"])
            }
        }
    }

    // MARK: - Requests

    /// One request a connection; whoever has connected and says nothing is left after a second.
    private mutating func answerRequest() {
        do {
            let connection = try acceptUnix(control.number)
            try setTimeout(of: connection.number, seconds: 1)
            let request = String(decoding: try connection.read(upTo: 4096), as: UTF8.self)
            let answer: ControlAnswer
            do { answer = try obey(ControlRequest(rawValue: request)) } catch {
                answer = ControlAnswer(error: "\(error)")
            }
            try connection.write(answer.json.bytes)
        } catch {
            logger.warning("request can't be answered", metadata: ["reason": "\(error)"])
        }
    }

    private mutating func obey(_ request: ControlRequest?) throws -> ControlAnswer {
        switch request {
        case .status:
            let remarks = ((try? readText(RunFolder.harbourReport)) ?? "").split(separator: "\n").map(String.init)
            return ControlAnswer(components: roster.entries.map(ComponentStatus.init), remarks: remarks)
        case .reload: try reload()
        case .end: try end()
        case nil: return ControlAnswer(error: "no such request")
        }
        return ControlAnswer()
    }
}

/// Since the machine started.
private func now() -> Duration { .nanoseconds(monotonicNanoseconds()) }
