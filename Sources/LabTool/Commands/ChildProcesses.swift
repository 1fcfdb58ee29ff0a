internal import Glibc
internal import Linux

/// Everything that this process has started and not seen the end of: compilers, workers.
///
/// They have sessions of their own, so that nothing they start gets away; but a terminal's Ctrl-C doesn't reach them either.
enum ChildProcesses {
    static func endAll() {
        let all = (try? listFolder("/proc"))?.compactMap { ProcessID($0) } ?? []
        for process in all where parent(of: process) == getpid() {
            kill(-process, SIGKILL)
            kill(process, SIGKILL)
        }
    }

    /// `4711 (a name) S 1 …`: the name may have anything in it, so what counts stands behind the last parenthesis.
    private static func parent(of process: ProcessID) -> ProcessID? {
        guard let text = try? readText("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? ProcessID(fields[1]) : nil
    }
}
