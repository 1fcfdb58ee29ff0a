import Glibc
import Linux

/// A running cluster as the host sees it: process 1 of its PID namespace, by its number out here.
///
/// `ClusterInit` writes the number into the data folder itself. After a reboot another process may have it, so it only
/// counts if the process's command line names this data folder.
struct FirstProcess: Hashable {
    let process: ProcessID

    /// Nil when the cluster doesn't run.
    init?(of data: DataFolder) {
        guard let text = try? readText(data.firstProcess), let process = ProcessID(text), isRunning(process),
            let commandLine = try? readText("/proc/\(process)/cmdline"),
            commandLine.split(separator: "\0").suffix(2) == ["supervise", data.path[...]]
        else { return nil }
        self.process = process
    }

    /// - Returns: false when it still runs after that time.
    func waitForEnd(seconds: Int) throws -> Bool {
        guard isRunning(process) else { return true }
        let descriptor = try processDescriptor(process)
        var wait = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return try systemCall("poll") { poll(&wait, 1, Int32(seconds * 1000)) } > 0
    }

    /// The namespaces it made, as `/proc/PID/ns` names them: `pid:[4026532281]`.
    var namespaces: [String] {
        ["pid_for_children", "mnt"].map { readLink("/proc/\(process)/ns/\($0)") }.filter { !$0.isEmpty }
    }
}

func makeLink(_ path: String, to target: String) throws {
    try systemCall("symlink", path) { symlink(target, path) }
}
