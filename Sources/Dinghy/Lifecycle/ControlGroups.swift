import Glibc
import Linux

/// A group of processes by its path, `dinghy-NAME/worker-1`, in every hierarchy there is: version 1 has one for each
/// controller, version 2 has one in all.
///
/// Groups are all that the kernel leaves of a cluster whose process 1 has ended. Nothing but what lies below the path is
/// touched.
struct ControlGroups {
    let path: String

    /// The group's folders, in the hierarchies in which it exists.
    var folders: [String] {
        let mounts = ((try? readText("/proc/self/mounts")) ?? "").split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let hierarchies = mounts.filter { $0.count > 2 && $0[2].hasPrefix("cgroup") }.map { String($0[1]) }
        return Set(hierarchies).sorted().map { "\($0)/\(path)" }.filter(isFolder)
    }

    /// Everything in the group and the groups below.
    func processes() throws -> [ProcessID] {
        try Set(folders.flatMap(processes)).sorted()
    }

    private func processes(in folder: String) throws -> [ProcessID] {
        let own = try readText("\(folder)/cgroup.procs").split(separator: "\n").compactMap { ProcessID($0) }
        return try own + subgroups(of: folder).flatMap(processes)
    }

    /// Removes the groups, the inner ones first.
    /// - Throws: EBUSY when there are processes in one.
    func remove() throws {
        for folder in folders { try remove(folder) }
    }

    private func remove(_ folder: String) throws {
        for group in try subgroups(of: folder) { try remove(group) }
        try systemCall("rmdir", folder) { rmdir(folder) }
    }

    private func subgroups(of folder: String) throws -> [String] {
        try listFolder(folder).map { "\(folder)/\($0)" }.filter(isFolder)
    }
}
