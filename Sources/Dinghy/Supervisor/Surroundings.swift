import Glibc
import Linux

/// The cluster's own view of the file system: the host's, with other processes in `/proc` and an empty `/run` and
/// `/tmp`, so that nothing the components leave there outlives the cluster or meets another cluster's.
struct Surroundings {
    /// Paths that must stay what they are on the host, wherever they lie.
    let kept: [String]

    /// Once for a cluster: a supervisor that was started again finds it done.
    func establish() throws {
        guard !fileExists(RunFolder.processes) else { return }
        // The host's /proc shows the host's processes, and has no /proc/self for us.
        try mount("proc", at: "/proc", type: "proc", [.noSetUserID, .noDevices, .noExecution])
        try cover("/tmp", mode: "1777")
        try cover("/run", mode: "755")
        try makeFolder(RunFolder.namespaces)
        try makeFolder(RunFolder.nodes)
        try makeFolder(RunFolder.processes)
    }

    /// Mounts an empty file system in memory over a folder, and what must be kept back into it.
    private func cover(_ folder: String, mode: String) throws {
        // Opened before they are hidden; a mount from /proc/self/fd still reaches them.
        let hidden = try kept.filter { $0.hasPrefix(folder + "/") }.map { path in
            (path: path, descriptor: try FileDescriptor(open: path, O_RDONLY).release())
        }
        defer { for (_, descriptor) in hidden { close(descriptor) } }
        try mount("dinghy", at: folder, type: "tmpfs", [.noSetUserID, .noDevices], options: "mode=\(mode)")
        for (path, descriptor) in hidden {
            try makeFolder(isFolder("/proc/self/fd/\(descriptor)") ? path : parent(of: path))
            // What is there was brought back already: writing to it would be writing to the host.
            if !fileExists(path) { try writeFile(path, "") }
            try mount("/proc/self/fd/\(descriptor)", at: path, [.bind, .recursive])
        }
    }
}
