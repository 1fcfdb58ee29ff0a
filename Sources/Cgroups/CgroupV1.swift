internal import Linux
internal import Pods
internal import PodsContract

/// The first version: a hierarchy for each resource, and a group is a folder in every one of them.
///
/// Where the second version's core is there, too, it freezes and kills; else the processes are signalled one by one.
/// (<https://docs.kernel.org/admin-guide/cgroup-v1/index.html>)
struct CgroupV1: CgroupTree {
    /// Of each resource, the folder of the node's own part.
    private let folders: [String: String]
    private let core: CgroupV2?
    /// In this order groups are made, joined and removed.
    private static let names = ["memory", "cpu", "cpuacct", "pids", "devices", "freezer"]
    private static let required = ["memory", "cpu", "cpuacct", "pids"]

    init(mount: String, base: String, core: CgroupV2?) throws {
        self.core = core
        // What the core does needs no hierarchy of its own.
        let names = core == nil ? Self.names : Self.names.filter { $0 != "freezer" }
        folders = Dictionary(
            uniqueKeysWithValues: names.filter { fileExists("\(mount)/\($0)/cgroup.procs") }
                .map { ($0, "\(mount)/\($0)/\(base)") })
        try make("", limits: ResourceLimits())
    }

    var shortcomings: [String] { Self.required.filter { folders[$0] == nil }.map { "no limit of \($0)" } }

    private func paths(_ group: String) -> [(name: String, path: String)] {
        Self.names.compactMap { name in folders[name].map { (name, group.isEmpty ? $0 : "\($0)/\(group)") } }
    }

    private func path(_ name: String, _ group: String) -> String? {
        folders[name].map { group.isEmpty ? $0 : "\($0)/\(group)" }
    }

    func make(_ group: String, limits: ResourceLimits) throws {
        for (_, path) in paths(group) { try makeFolder(path) }
        try core?.make(group, limits: ResourceLimits())
        let values = DefaultPodsCore().cgroupValues(of: limits, version: .v1)
        // Memory with swap may never be less than memory alone: a limit that grows is written there first, one that shrinks
        // last.
        for value in values.filter(\.isOptional) + values {
            if let path = path(value.controller, group) { try write(value, in: path) }
        }
    }

    func joiningFiles(_ group: String) -> [String] {
        paths(group).map { $0.path + "/cgroup.procs" } + (core?.joiningFiles(group) ?? [])
    }

    func usage(_ group: String) throws -> ResourceUsage {
        var usage = ResourceUsage()
        if let path = path("cpuacct", group) {
            usage.cpuNanoseconds = UInt64(try readText(path + "/cpuacct.usage")) ?? 0
        }
        guard let path = path("memory", group) else { return usage }
        let memory = readNumbers(path + "/memory.stat")
        usage.memory = UInt64(try readText(path + "/memory.usage_in_bytes")) ?? 0
        usage.workingSet = usage.memory - min(usage.memory, memory["total_inactive_file"] ?? 0)
        usage.anonymous = memory["total_rss"] ?? 0
        usage.pageFaults = memory["total_pgfault"] ?? 0
        usage.majorPageFaults = memory["total_pgmajfault"] ?? 0
        return usage
    }

    func memoryKills(_ group: String) -> Int {
        guard let path = path("memory", group) else { return 0 }
        return Int(readNumbers(path + "/memory.oom_control")["oom_kill"] ?? 0)
    }

    func setFrozen(_ group: String, _ isFrozen: Bool) throws {
        if let core { return try core.setFrozen(group, isFrozen) }
        guard let path = path("freezer", group) else { return }
        try writeControl(path + "/freezer.state", isFrozen ? "FROZEN" : "THAWED")
    }

    func kill(_ group: String) throws {
        if let core { return try core.kill(group) }
        guard let path = path("pids", group) ?? path("memory", group) else { return }
        // Again and again, as a process may fork between being listed and being killed.
        for _ in 0..<100 {
            let left = processes(in: path)
            if left.isEmpty { return }
            for process in left { try sendSignal(9, to: process) }
        }
    }

    func remove(_ group: String) throws {
        for (_, path) in paths(group) { try removeGroup(path) }
        try core?.remove(group)
    }
}

extension CgroupV1 {
    /// The second version has a BPF program for this instead; there containers go without CAP_MKNOD.
    func limitDevices(_ group: String) throws {
        guard let path = path("devices", group) else { return }
        try writeControl(path + "/devices.deny", "a")
        for rule in Self.allowedDevices { try writeControl(path + "/devices.allow", rule) }
    }

    var canLimitDevices: Bool { folders["devices"] != nil }

    /// null, zero, full, random, urandom, tty, console, ptmx, terminals.
    private static let allowedDevices = [
        "c *:* m", "b *:* m", "c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm", "c 1:8 rwm", "c 1:9 rwm", "c 5:0 rwm", "c 5:1 rwm",
        "c 5:2 rwm", "c 136:* rwm",
    ]
}
