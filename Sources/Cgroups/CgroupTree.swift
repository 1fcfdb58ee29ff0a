internal import Linux
package import PodsContract

/// Groups of processes that are limited, counted, frozen and killed together.
///
/// The kernel has two versions of this. In the first every resource is a hierarchy of its own (`/sys/fs/cgroup/memory`,
/// `/sys/fs/cgroup/cpu`, …), and a group is a folder in each. In the second there is one hierarchy, and a group is one
/// folder with all the files. Many machines have both: the first for resources, the second for freezing and killing.
///
/// A group's name is a path (`pod42/web`) below the node's own part of the tree; nothing else is touched.
package protocol CgroupTree: Sendable {
    /// Makes the group, and those above it, with its limits. One that is there gets the new limits.
    func make(_ group: String, limits: ResourceLimits) throws

    /// Files by which a process joins, writing `0`.
    func joiningFiles(_ group: String) -> [String]

    func usage(_ group: String) throws -> ResourceUsage

    /// How often the kernel has killed a process of the group because its memory was used up.
    func memoryKills(_ group: String) -> Int

    /// Stops the group's processes where they are, or lets them go on.
    func setFrozen(_ group: String, _ isFrozen: Bool) throws

    /// Kills what is in the group and the groups below it.
    func kill(_ group: String) throws

    /// Removes the group and those below it, which must be empty of processes. One that isn't there is fine.
    func remove(_ group: String) throws

    /// Lets the group's processes make any device file, and use only the basic ones.
    func limitDevices(_ group: String) throws

    /// Without this, containers must not make device files: nothing would keep them from the node's disks.
    var canLimitDevices: Bool { get }

    /// What it can't do here, for people; empty when everything works.
    var shortcomings: [String] { get }
}

extension CgroupTree {
    package func limitDevices(_ group: String) throws {}
    package var canLimitDevices: Bool { false }
}

/// What a group's processes use.
package struct ResourceUsage: Hashable, Sendable {
    /// CPU time since the group was made.
    package var cpuNanoseconds: UInt64 = 0
    /// In bytes, file contents included.
    package var memory: UInt64 = 0
    /// Without file contents that haven't been used for a while: what the kubelet judges by.
    package var workingSet: UInt64 = 0
    /// Memory that no file stands behind.
    package var anonymous: UInt64 = 0
    package var pageFaults: UInt64 = 0
    package var majorPageFaults: UInt64 = 0
    package init() {}
}

/// The tree that this machine offers.
/// - Parameters:
///   - mount: `/sys/fs/cgroup`.
///   - base: the node's own part, as `dinghy/lab/worker-1`.
package func findCgroups(mount: String, base: String) -> any CgroupTree {
    if fileExists(mount + "/cgroup.controllers") {
        return (try? CgroupV2(root: mount, base: base)) ?? NoCgroups("\(mount): not permitted")
    }
    let core = fileExists(mount + "/unified/cgroup.procs") ? try? CgroupV2(root: mount + "/unified", base: base) : nil
    return (try? CgroupV1(mount: mount, base: base, core: core)) ?? NoCgroups("\(mount): not permitted")
}

/// Where cgroups may not be made, as without root: nothing is limited or counted.
package struct NoCgroups: CgroupTree {
    private let reason: String
    package init(_ reason: String) { self.reason = reason }

    package var shortcomings: [String] { ["no limits of memory, CPU and processes (\(reason))"] }
    package func make(_ group: String, limits: ResourceLimits) {}
    package func joiningFiles(_ group: String) -> [String] { [] }
    package func usage(_ group: String) -> ResourceUsage { ResourceUsage() }
    package func memoryKills(_ group: String) -> Int { 0 }
    package func setFrozen(_ group: String, _ isFrozen: Bool) {}
    package func kill(_ group: String) {}
    package func remove(_ group: String) {}
}

// MARK: - What both versions share

func write(_ value: CgroupValue, in folder: String) throws {
    let path = "\(folder)/\(value.file)"
    // A kernel that doesn't count swap has no such file, or refuses it.
    if value.isOptional { try? writeControl(path, value.value) } else { try writeControl(path, value.value) }
}

/// The members of a file of lines `name number`.
func readNumbers(_ path: String) -> [Substring: UInt64] {
    guard let text = try? readText(path) else { return [:] }
    var numbers: [Substring: UInt64] = [:]
    for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.count == 2 { numbers[words[0]] = UInt64(words[1]) }
    }
    return numbers
}

/// Removes a group's folder and those below it, deepest first. The files in them are the kernel's and go with them.
func removeGroup(_ path: String) throws {
    guard isFolder(path) else { return }
    for name in try listFolder(path) where isFolder("\(path)/\(name)") { try removeGroup("\(path)/\(name)") }
    try removeFolder(path)
}

/// Every process in a group's folder and those below it.
func processes(in path: String) -> [ProcessID] {
    let own = (try? readText(path + "/cgroup.procs"))?.split(separator: "\n").compactMap { ProcessID($0) } ?? []
    let names = (try? listFolder(path)) ?? []
    return own + names.filter { isFolder("\(path)/\($0)") }.flatMap { processes(in: "\(path)/\($0)") }
}
