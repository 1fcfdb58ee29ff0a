import Glibc
import Linux

/// A running cluster as the host sees it: process 1 of its PID namespace, by its number out here.
///
/// `ClusterInit` writes the number into the data folder itself, but that is only where to look first. After a reboot
/// another process may have the number, and the file may be gone or empty while the cluster runs (a full disk, a start
/// that was interrupted). What counts is that the process is the first of a PID namespace and that its command line
/// names this data folder; so none is overlooked.
struct FirstProcess: Hashable {
    let process: ProcessID

    /// Nil when the cluster doesn't run.
    init?(of data: DataFolder) {
        let isOurs = { (process: ProcessID) in Self.isFirst(process, of: data) }
        let noted = (try? readText(data.firstProcess)).flatMap { ProcessID($0) }
        guard let process = noted.flatMap({ isOurs($0) ? $0 : nil }) ?? Self.processes.first(where: isOurs) else {
            return nil
        }
        self.process = process
    }

    private static var processes: [ProcessID] {
        ((try? listFolder("/proc")) ?? []).compactMap { ProcessID($0) }
    }

    private static func isFirst(_ process: ProcessID, of data: DataFolder) -> Bool {
        guard isRunning(process), let commandLine = try? readText("/proc/\(process)/cmdline"),
            commandLine.split(separator: "\0").suffix(2) == ["supervise", data.path[...]],
            let status = try? readText("/proc/\(process)/status")
        else { return false }
        // Its number in each of the namespaces it is in, the innermost last: the supervisor's isn't 1.
        return status.split(separator: "\n").contains { $0.hasPrefix("NSpid:") && $0.hasSuffix("\t1") }
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
