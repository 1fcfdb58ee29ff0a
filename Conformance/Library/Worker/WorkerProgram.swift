internal import Glibc
package import Linux

/// How to start the code under test: a program that was linked with `LabWorker`.
///
/// ```
///   harness                                        worker (the student's code is in here)
///   request  {"id":1,"call":"next",…}  ──3──▶      LabWorker.serve
///   answer   {"id":1,"result":…}       ◀──4──
///   evidence, bounded                  ◀─1,2─      whatever the code prints
/// ```
/// The verdict is made in the harness only, from the answers; nothing that the worker prints or writes is one.
public struct WorkerProgram: Sendable {
    /// Starts the program with these descriptors as its 0, 1, 2, …; in a sandbox, say.
    package var start: @Sendable (_ descriptors: [Int32?]) throws -> ProcessID
    /// Ends it, and all that it has started; it may have ended already. Doesn't wait.
    package var kill: @Sendable (ProcessID) -> Void
    /// For one answer.
    public var callLimit: Duration

    package init(
        callLimit: Duration = .seconds(10), start: @escaping @Sendable ([Int32?]) throws -> ProcessID,
        kill: @escaping @Sendable (ProcessID) -> Void = endGroup
    ) {
        self.start = start
        self.kill = kill
        self.callLimit = callLimit
    }

    /// A program that runs as the calling user, in a session of its own, within limits: enough for one's own code. For
    /// others' code there is the sandbox.
    /// - Parameter path: of the executable; not searched for.
    public init(
        _ path: String, _ arguments: [String] = [], directory: String? = nil, callLimit: Duration = .seconds(10),
        limits: WorkerLimits = WorkerLimits()
    ) {
        self.init(callLimit: callLimit) { descriptors in
            var spawn = Spawn("/bin/sh", ["sh", "-c", "\(limits.commands) exec \"$0\" \"$@\"", path] + arguments)
            spawn.environment = spawn.environment.filter { !$0.hasPrefix("SWIFT_BACKTRACE=") }
            spawn.environment += [WorkerProgram.backtrace, WorkerProgram.environment]
            spawn.directory = directory
            spawn.descriptors = descriptors
            spawn.ownSession = true
            return try spawn.start()
        }
    }

    /// What tells `LabWorker` that it runs under a harness, and where requests and answers go.
    package static let environment = "DINGHY_WORKER=3,4"

    /// Makes Swift's runtime tell where the code crashed, in 20 ms; with lines, when it was compiled with
    /// `-gline-tables-only`.
    package static let backtrace =
        "SWIFT_BACKTRACE=enable=yes,interactive=no,color=no,threads=crashed,images=none,registers=none,limit=16"
}

/// What a worker may use.
public struct WorkerLimits: Sendable, Hashable {
    /// In bytes: of memory that it allocates.
    public var memory: UInt64 = 2 << 30
    /// In seconds; ends a worker whose harness is gone, too.
    public var processorSeconds: UInt64 = 120
    /// In bytes: of each file that it writes.
    public var fileSize: UInt64 = 64 << 20

    public init() {}

    /// The shell's words for them; the shell sets them before the program starts.
    var commands: String {
        "ulimit -d \(memory >> 10); ulimit -t \(processorSeconds); ulimit -f \(fileSize >> 9); ulimit -c 0;"
    }
}

/// Ends a process that has a session of its own, and its process group.
package func endGroup(_ process: ProcessID) {
    // A process that hasn't made its session yet has no group of its own to be ended with.
    if Glibc.kill(-process, SIGKILL) != 0 { _ = Glibc.kill(process, SIGKILL) }
}
