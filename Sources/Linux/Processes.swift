internal import CLinux
internal import Glibc

// Processes by number, and by descriptor (a pidfd): a number may be given to another process once its owner has been
// waited for, a descriptor never means anybody else.

/// As the kernel numbers them, in the PID namespace of whoever asks.
package typealias ProcessID = Int32

/// How a process ended: its exit code, or 128 and the number of the signal that killed it, as shells show it.
package typealias ExitStatus = Int32

/// Refers to a running process; readable when it has ended.
package func processDescriptor(_ process: ProcessID) throws(SystemCallError) -> FileDescriptor {
    FileDescriptor(owning: try systemCall("pidfd_open", "\(process)") { clinux_pidfd_open(process) })
}

/// A process that has ended is fine.
package func sendSignal(_ signal: Int32, to process: ProcessID) throws(SystemCallError) {
    do { try systemCall("kill", "\(process)") { kill(process, signal) } } catch  where error.errno == ESRCH {}
}

/// True while the process is there, and not merely waiting to be waited for.
package func isRunning(_ process: ProcessID) -> Bool {
    guard kill(process, 0) == 0 || errno == EPERM, let status = try? readText("/proc/\(process)/stat") else {
        return false
    }
    guard let name = status.lastIndex(of: ")") else { return false }
    return !status[name...].dropFirst(2).hasPrefix("Z")
}

/// Waits for a child; blocks.
package func waitForChild(_ process: ProcessID) throws(SystemCallError) -> ExitStatus {
    var status: Int32 = 0
    try systemCall("waitpid", "\(process)") { waitpid(process, &status, 0) }
    return clinux_exit_status(status)
}

/// The next child that has ended, if one has: for a process that others' orphans come to.
package func reapChild() throws(SystemCallError) -> (process: ProcessID, status: ExitStatus)? {
    var status: Int32 = 0
    do {
        let process = try systemCall("waitpid") { waitpid(-1, &status, WNOHANG) }
        return process > 0 ? (process, clinux_exit_status(status)) : nil
    } catch  where error.errno == ECHILD {
        return nil
    }
}

/// Waits for a child without holding a thread.
package func childExit(_ process: ProcessID) async throws -> ExitStatus {
    let descriptor = try processDescriptor(process)
    try await Poller.shared.ready(descriptor.number, for: .reading)
    return try waitForChild(process)
}

/// Kills a child, if it hasn't ended by itself, and waits for it; nothing if that was done before. Until then its number is
/// nobody else's.
package func endChild(_ process: ProcessID) async throws {
    var status = siginfo_t()
    let isChild = waitid(P_PID, id_t(process), &status, WEXITED | WNOHANG | WNOWAIT) == 0
    guard isChild else { return }
    try sendSignal(SIGKILL, to: process)
    _ = try await childExit(process)
}

/// Runs `body`, and ends the child then, however that went.
package func withChild<Value>(_ process: ProcessID, _ body: () async throws -> Value) async throws -> Value {
    let value: Value
    do { value = try await body() } catch {
        try await endChild(process)
        throw error
    }
    try await endChild(process)
    return value
}

// MARK: - Properties of the calling process

/// Orphans of this process's descendants become its children.
package func becomeSubreaper() throws(SystemCallError) {
    try systemCall("prctl", "PR_SET_CHILD_SUBREAPER") { clinux_prctl(36, 1) }
}

/// The signal this process gets when the thread that started it ends.
package func setParentDeathSignal(_ signal: Int32) throws(SystemCallError) {
    try systemCall("prctl", "PR_SET_PDEATHSIG") { clinux_prctl(1, UInt(signal)) }
}

/// What `ps` shows of the calling thread; 15 bytes count.
package func setThreadName(_ name: String) throws(SystemCallError) {
    try systemCall("prctl", "PR_SET_NAME") {
        name.withCString { clinux_prctl(15, UInt(bitPattern: $0)) }
    }
}

/// Tells a terminal its size, in characters; the process in front gets SIGWINCH.
package func setTerminalSize(of terminal: Int32, rows: UInt16, columns: UInt16) throws(SystemCallError) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try systemCall("ioctl", "TIOCSWINSZ") { ioctl(terminal, UInt(TIOCSWINSZ), &size) }
}

/// The number of a signal by its name, with or without `SIG`.
package func signalNumber(named name: String) -> Int32? {
    let name = name.uppercased()
    return signalNumbers[name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name]
}

private let signalNumbers: [String: Int32] = [
    "ABRT": SIGABRT, "ALRM": SIGALRM, "BUS": SIGBUS, "CHLD": SIGCHLD, "CONT": SIGCONT, "FPE": SIGFPE, "HUP": SIGHUP,
    "ILL": SIGILL, "INT": SIGINT, "IO": SIGIO, "KILL": SIGKILL, "PIPE": SIGPIPE, "PROF": SIGPROF, "PWR": SIGPWR,
    "QUIT": SIGQUIT, "SEGV": SIGSEGV, "STOP": SIGSTOP, "SYS": SIGSYS, "TERM": SIGTERM, "TRAP": SIGTRAP,
    "TSTP": SIGTSTP, "TTIN": SIGTTIN, "TTOU": SIGTTOU, "URG": SIGURG, "USR1": SIGUSR1, "USR2": SIGUSR2,
    "VTALRM": SIGVTALRM, "WINCH": SIGWINCH, "XCPU": SIGXCPU, "XFSZ": SIGXFSZ,
]

/// In KiB, from the kernel's summary of a process's mappings; nil when it has ended.
package func proportionalSetSize(of process: ProcessID) -> Int? {
    guard let summary = try? readText("/proc/\(process)/smaps_rollup") else { return nil }
    let line = summary.split(separator: "\n").first { $0.hasPrefix("Pss:") }
    return line.flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
}
