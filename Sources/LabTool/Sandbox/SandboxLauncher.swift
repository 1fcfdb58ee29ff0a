internal import CLinux
internal import Glibc
package import Linux
internal import Schema

/// Goes into a sandbox and starts a program there: `lab sandbox PLAN PROGRAM ARGUMENT…`.
///
/// A program of its own, so that a harness that knows nothing of sandboxes can use one: it starts this in front of
/// what it would start anyway. It waits outside of the program's PID namespace, as the user who started it, and when
/// it is killed, the kernel kills the program and all that came from it.
package enum SandboxLauncher {
    /// The name by which the program is told to be the launcher.
    package static let name = "sandbox"
    /// What it ends with when the sandbox could not be made, and when the time was over.
    package static let failed: ExitStatus = 125
    package static let tookTooLong: ExitStatus = 124

    /// To be called before the process has any other thread: it changes the namespaces of the whole process.
    package static func main(_ arguments: [String]) -> Never {
        var troubles: Int32 = -1
        do {
            guard arguments.count >= 2 else { throw LabError("sandbox: needs a plan and a program") }
            let plan = try SandboxPlan(json: try JSON(parsing: Array(arguments[0].utf8)))
            if let file = plan.troubles { troubles = open(file, O_WRONLY | O_APPEND | O_CLOEXEC) }
            exit(try run(Array(arguments.dropFirst()), as: plan))
        } catch {
            for place in [2, troubles] where place >= 0 {
                try? FileDescriptor(duplicating: place).write(Array("sandbox: \(error)\n".utf8))
            }
            exit(failed)
        }
    }

    private static func run(_ command: [String], as plan: SandboxPlan) throws -> ExitStatus {
        let inherited = openDescriptors()
        let harness = try processDescriptor(getppid())
        // Before the namespaces change what paths mean.
        for file in plan.cgroups { try writeControl(file, "0") }
        let outside =
            plan.result == nil ? nil : try FileDescriptor(open: plan.scratch, O_RDONLY | O_DIRECTORY).release()
        var spawn = Spawn(command[0], command, environment: plan.environment)
        spawn.descriptors = inherited
        spawn.directory = plan.scratch
        spawn.ownSession = true
        spawn.parentDeathSignal = SIGKILL
        if plan.kind == .limits {
            try becomeSubreaper()
        } else {
            try SandboxRoot(plan: plan).enter()
            spawn.proc = "/proc"
            spawn.detach = SandboxRoot.old
            if plan.kind == .namespaces { spawn.user = SandboxRoot.nobody }
        }
        try limitResources(plan)
        spawn.filter = seccompFilter(for: [], isForStrangers: true)
        let ending = try listenForTermination()
        let process = try spawn.start()
        let status = try wait(for: process, seconds: plan.seconds, until: [harness.number, ending])
        // Without a PID namespace, at least what stayed in its session.
        if plan.kind == .limits { kill(-process, SIGKILL) }
        if status == 0, let name = plan.result, let outside, plan.kind != .limits {
            try carryOut(name, of: plan, to: outside)
        }
        return status
    }

    /// 0, 1, 2 and those that the harness has added; anything else is closed when the program starts.
    private static func openDescriptors() -> [Int32?] {
        (0..<8).prefix { fcntl($0, F_GETFD) >= 0 }.map { $0 }
    }

    /// A descriptor that is readable when the harness has asked us to end (SIGTERM). It must not simply kill us: somebody
    /// has to wait for the program, which would count among the group's processes until the machine's first process does.
    private static func listenForTermination() throws -> Int32 {
        let pipe = try FileDescriptor.pipe().release()
        try systemCall("dup2") { dup2(pipe.writing, terminationPipe) }
        signal(SIGTERM) { _ in _ = write(terminationPipe, "x", 1) }
        // A thread of the harness's runtime started us, and those have signals blocked.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        return pipe.reading
    }

    /// - Parameter ends: readable ones end the program; the harness's own end does, too, so that nothing outlives it.
    private static func wait(for process: ProcessID, seconds: Int, until ends: [Int32]) throws -> ExitStatus {
        let descriptor = try processDescriptor(process)
        var waiting = ([descriptor.number] + ends).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = try systemCall("poll") { poll(&waiting, nfds_t(waiting.count), Int32(clamping: seconds * 1000)) }
        let ended = waiting[0].revents != 0
        if !ended { try sendSignal(SIGKILL, to: process) }
        let status = try waitForChild(process)
        return ended ? status : tookTooLong
    }

    private static func limitResources(_ plan: SandboxPlan) throws {
        try limit(__rlimit_resource_t(RLIMIT_CPU.rawValue), "RLIMIT_CPU", plan.processorSeconds)
        try limit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), "RLIMIT_FSIZE", plan.fileBytes)
        try limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), "RLIMIT_NOFILE", plan.openFiles)
        try limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), "RLIMIT_CORE", 0)
        if plan.kind != .namespaces {
            try limit(__rlimit_resource_t(RLIMIT_DATA.rawValue), "RLIMIT_DATA", plan.memoryBytes)
        }
        // In a user namespace only its own processes are counted; elsewhere all that the user has.
        if plan.kind == .userNamespaces {
            try limit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), "RLIMIT_NPROC", plan.processes)
        }
        // Set-user-ID programs give nobody more rights from here on.
        try systemCall("prctl", "PR_SET_NO_NEW_PRIVS") { clinux_prctl(38, 1) }
    }

    private static func limit(_ resource: __rlimit_resource_t, _ name: String, _ value: Int) throws {
        var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        try systemCall("setrlimit", name) { setrlimit(resource, &limits) }
    }

    /// The program chose what lies there: so no links are followed, only a plain file counts, and its size is bounded.
    private static func carryOut(_ name: String, of plan: SandboxPlan, to outside: Int32) throws {
        let source = try FileDescriptor(open: "\(plan.scratch)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        var status = stat()
        try systemCall("fstat", name) { fstat(source.number, &status) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= plan.fileBytes else {
            throw LabError("\(name): not a plain file of at most \(plan.fileBytes) bytes")
        }
        let target = FileDescriptor(
            owning: try systemCall("openat", name) {
                openat(outside, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o755)
            })
        while case let part = try source.read(upTo: 1 << 20), !part.isEmpty { try target.write(part) }
    }
}

/// A number that a signal handler can know.
private let terminationPipe: Int32 = 40
