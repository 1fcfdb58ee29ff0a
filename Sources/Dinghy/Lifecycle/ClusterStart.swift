import Glibc
import Linux

/// What `dinghy up` does, one step after the other. Each finds out what is there already, so that it can be interrupted
/// and begun again.
struct ClusterStart {
    let data: DataFolder
    let machine: Machine
    let progress: Progress

    func run(_ wanted: ClusterConfiguration) throws {
        var cluster = wanted
        try removeRemains(of: cluster)
        for folder in data.folders(nodes: cluster.nodes.map(\.name)) { try makeFolder(folder, mode: 0o711) }
        let listener = try progress.step("The port of the API server is free") {
            try HostListener(for: &cluster)
        }
        try progress.step("Certificates and kubeconfigs") {
            try cluster.write(to: data)
            try Credentials(cluster: cluster, data: data).establish()
        }
        try progress.step("The cluster's namespaces and its supervisor") {
            try startFirstProcess(listening: listener.descriptor.number)
            try awaitSupervisor()
        }
    }

    private func removeRemains(of cluster: ClusterConfiguration) throws {
        let groups = ControlGroups(path: cluster.cgroup)
        let processes = try groups.processes()
        guard processes.isEmpty else {
            throw UsageError("another cluster of the name \(cluster.name) runs here: processes \(processes)")
        }
        try groups.remove()
    }

    /// Process 1 and the supervisor inherit the listening socket; with the descriptors before it they get no input, the
    /// file that the process's number is written into, and the supervisor's log.
    private func startFirstProcess(listening: Int32) throws {
        let number = try FileDescriptor(open: data.firstProcess, O_WRONLY | O_CREAT | O_TRUNC)
        let log = try LogFile(path: data.log("supervisor")).open()
        var spawn = Spawn(machine.clusterInit, ["ClusterInit", machine.dinghy, "supervise", data.path])
        spawn.environment = environment
        spawn.descriptors = [nil, number.number, log.number, listening]
        let status = try waitForChild(try spawn.start())
        guard status == 0, FirstProcess(of: data) != nil else {
            throw StartError("ClusterInit failed", log: data.log("supervisor"))
        }
    }

    /// It is tried again for ever if it fails; here that is given up after a while, and nothing of it is left.
    private func awaitSupervisor() throws {
        let deadline = monotonicNanoseconds() + Self.limit
        while true {
            do {
                _ = try data.ask(.status)
                return
            } catch {
                guard monotonicNanoseconds() < deadline else {
                    try ClusterEnd(data: data, progress: progress).endFirstProcess()
                    throw StartError("the supervisor doesn't start (\(error))", log: data.log("supervisor"))
                }
                usleep(20_000)
            }
        }
    }

    private static let limit: Int64 = 10_000_000_000

    /// Of the user's environment only what programs need to run. Fewer heaps in a process cost less memory.
    private var environment: [String] {
        let kept = ["PATH=", "LANG=", "HOME=", "LD_LIBRARY_PATH=", "DINGHY_"]
        return currentEnvironment().filter { variable in kept.contains { variable.hasPrefix($0) } }
            + ["MALLOC_ARENA_MAX=2"]
    }
}

/// A start that failed, with the last lines of the log that says why.
struct StartError: Error, CustomStringConvertible {
    var description: String

    init(_ what: String, log: String) {
        let lines = LogFile.tail(of: log, lines: 12).map { "    " + $0 }
        description = ([what + "; the end of \(log):"] + lines).joined(separator: "\n")
    }
}
