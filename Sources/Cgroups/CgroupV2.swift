internal import Linux
internal import Pods
internal import PodsContract

/// The second version: one folder a group, with the files of all resources.
///
/// Resources are counted and limited only where `cgroup.subtree_control` of the group above says so; freezing and
/// killing always work. (<https://docs.kernel.org/admin-guide/cgroup-v2.html>)
struct CgroupV2: CgroupTree {
    private let root: String
    private let base: String
    private let controllers: [String]

    /// - Throws: when groups can't be made here.
    init(root: String, base: String) throws {
        self.root = root
        self.base = base
        let offered = try readText(root + "/cgroup.controllers").split(separator: " ").map(String.init)
        controllers = ["cpu", "memory", "pids"].filter(offered.contains)
        try make("", limits: ResourceLimits())
    }

    func path(_ group: String) -> String { group.isEmpty ? "\(root)/\(base)" : "\(root)/\(base)/\(group)" }

    var shortcomings: [String] {
        ["cpu", "memory", "pids"].filter { !controllers.contains($0) }.map { "no limit of \($0)" }
    }

    func make(_ group: String, limits: ResourceLimits) throws {
        try makeFolders(path(group))
        for value in DefaultPodsCore().cgroupValues(of: limits, version: .v2)
        where controllers.contains(value.controller) {
            try write(value, in: path(group))
        }
    }

    /// From the root downwards, each group hands the resources on to those below it.
    private func makeFolders(_ path: String) throws {
        let enable = controllers.map { "+\($0)" }.joined(separator: " ")
        var folder = root
        for name in path.dropFirst(root.count).split(separator: "/") {
            if !enable.isEmpty { try? writeControl(folder + "/cgroup.subtree_control", enable) }
            folder += "/\(name)"
            try makeFolder(folder)
        }
    }

    func joiningFiles(_ group: String) -> [String] { [path(group) + "/cgroup.procs"] }

    func usage(_ group: String) throws -> ResourceUsage {
        let path = path(group)
        let memory = readNumbers(path + "/memory.stat")
        var usage = ResourceUsage()
        usage.cpuNanoseconds = (readNumbers(path + "/cpu.stat")["usage_usec"] ?? 0) * 1000
        usage.memory = (try? readText(path + "/memory.current")).flatMap { UInt64($0) } ?? 0
        usage.workingSet = usage.memory - min(usage.memory, memory["inactive_file"] ?? 0)
        usage.anonymous = memory["anon"] ?? 0
        usage.pageFaults = memory["pgfault"] ?? 0
        usage.majorPageFaults = memory["pgmajfault"] ?? 0
        return usage
    }

    func memoryKills(_ group: String) -> Int { Int(readNumbers(path(group) + "/memory.events")["oom_kill"] ?? 0) }

    func setFrozen(_ group: String, _ isFrozen: Bool) throws {
        try writeControl(path(group) + "/cgroup.freeze", isFrozen ? "1" : "0")
    }

    func kill(_ group: String) throws {
        guard isFolder(path(group)) else { return }
        try writeControl(path(group) + "/cgroup.kill", "1")
    }

    func remove(_ group: String) throws { try removeGroup(path(group)) }
}
