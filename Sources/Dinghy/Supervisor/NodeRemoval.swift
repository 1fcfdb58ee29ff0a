import Glibc
import Linux
import PodNetwork

/// Takes away what a node leaves that is no longer wanted, once its kubelet and runtime have ended: as if somebody had
/// pulled the plug of that machine and scrapped it.
struct NodeRemoval {
    let name: String
    let data: DataFolder
    /// Of the cluster.
    let cgroup: String

    /// The nodes that have a folder in `/run` and aren't among these.
    static func left(besides names: [String]) throws -> [String] {
        try listFolder(RunFolder.nodes).filter { !names.contains($0) }
    }

    func run() throws {
        let groups = ControlGroups(path: "\(cgroup)/\(name)")
        try end(groups)
        try unmountAll()
        try groups.remove()
        let number = Int(try readText(RunFolder.number(name))) ?? 0
        try inNetworkNamespace(of: RunFolder.namespace(NodeWiring.rootNamespace)) { [name] in
            try ClusterNetwork().delete(ClusterNetwork().node(number, namespace: RunFolder.namespace(name)))
        }
        try removeTree(RunFolder.node(name))
        try removeTree(data.node(name))
    }

    /// Containers are in the node's groups; their shims have the node's folder on their command line.
    private func end(_ groups: ControlGroups) throws {
        for _ in 0..<100 {
            let processes = try shims() + groups.processes()
            if processes.isEmpty { return }
            for process in processes { try sendSignal(SIGKILL, to: process) }
            usleep(20_000)
        }
        throw UsageError("node \(name): processes don't end, although killed")
    }

    private func shims() throws -> [ProcessID] {
        try listFolder("/proc").compactMap(ProcessID.init).filter { process in
            let commandLine = (try? readText("/proc/\(process)/cmdline")) ?? ""
            return commandLine.contains(RunFolder.node(name) + "/") && isRunning(process)
        }
    }

    /// The containers' file systems and the pods' volumes, the last mounted first.
    private func unmountAll() throws {
        let folders = [data.node(name) + "/", RunFolder.node(name) + "/"]
        let points = try readText("/proc/self/mounts").split(separator: "\n").compactMap { line in
            line.split(separator: " ").dropFirst().first.map(String.init)
        }
        for point in points.reversed() where folders.contains(where: point.hasPrefix) { try unmount(point) }
    }
}
