import Glibc
import Linux

/// What `dinghy down` does: asks, waits, insists, and then looks whether really nothing is left.
struct ClusterEnd {
    let data: DataFolder
    let progress: Progress

    func run() throws {
        if let first = FirstProcess(of: data) {
            let namespaces = first.namespaces
            let held = first.holdNamespaces()
            defer { for descriptor in held { close(descriptor) } }
            try progress.step("Components end") { try end(first) }
            try progress.step("No process, namespace or mount is left") { try check(namespaces) }
        } else {
            print("The cluster in \(data.path) doesn't run.")
        }
        for path in [data.controlSocket, data.firstProcess] { try removeTree(path) }
        guard data.hasCluster else { return }
        let groups = ControlGroups(path: try ClusterConfiguration(at: data).cgroup)
        try progress.step("No control group is left") { try groups.remove() }
    }

    /// With process 1 the kernel ends whatever hasn't ended by itself, and process 1 is the last to go.
    private func end(_ first: FirstProcess) throws {
        do {
            _ = try data.ask(.end)
            if try first.waitForEnd(seconds: 10) { return }
        } catch {
            print("  the supervisor doesn't answer (\(error)): ending everything at once")
        }
        try kill(first)
    }

    /// At once, whatever runs; nothing to do when nothing runs.
    func endFirstProcess() throws {
        if let first = FirstProcess(of: data) { try kill(first) }
    }

    private func kill(_ first: FirstProcess) throws {
        try sendSignal(SIGKILL, to: first.process)
        guard try first.waitForEnd(seconds: 10) else {
            throw UsageError("process \(first.process) doesn't end, although killed: see /proc/\(first.process)/stack")
        }
    }

    private func check(_ namespaces: [String]) throws {
        let inside = try listFolder("/proc").compactMap(ProcessID.init).filter(isRunning).filter { process in
            ["pid", "mnt"].contains { kind in namespaces.contains(readLink("/proc/\(process)/ns/\(kind)")) }
        }
        guard inside.isEmpty else { throw UsageError("still in the cluster's namespaces: processes \(inside)") }
        let mounts = try readText("/proc/self/mountinfo").split(separator: "\n").filter {
            $0.contains(" \(data.path)/")
        }
        guard mounts.isEmpty else { throw UsageError("still mounted:\n\(mounts.joined(separator: "\n"))") }
    }
}
