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
        Self.namespaceLinks.map { readLink("/proc/\(process)/ns/\($0)") }.filter { !$0.isEmpty }
    }

    /// Descriptors of the same, for the caller to close. While they are open the kernel gives the numbers in the names
    /// to nobody else: a namespace that is made meanwhile, by whomever, can't be taken for one of these.
    ///
    /// What can't be opened, because the process is just ending, isn't held; the check is then stricter than need be.
    func holdNamespaces() -> [Int32] {
        Self.namespaceLinks.compactMap { try? FileDescriptor(open: "/proc/\(process)/ns/\($0)", O_RDONLY).release() }
    }

    private static let namespaceLinks = ["pid_for_children", "mnt"]
}

func makeLink(_ path: String, to target: String) throws {
    try systemCall("symlink", path) { symlink(target, path) }
}
