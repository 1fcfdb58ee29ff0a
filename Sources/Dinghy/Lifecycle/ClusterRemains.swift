import Glibc
import Linux

/// What the kernel leaves when a cluster's process 1 has ended: control groups, empty.
///
/// They lie below one name in every hierarchy, `dinghy-NAME`; nothing else is touched.
struct ClusterRemains {
    let name: String

    init(of cluster: ClusterConfiguration) { name = cluster.cgroup }

    /// Removes the groups, the inner ones first.
    /// - Throws: EBUSY when processes are in one.
    func remove() throws {
        for folder in folders { try removeGroup(folder) }
    }

    /// The groups that exist.
    var folders: [String] {
        let hierarchies = (try? readText("/proc/self/mounts"))?.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            return fields.count > 2 && fields[2].hasPrefix("cgroup") ? String(fields[1]) : nil
        }
        return Set(hierarchies ?? []).sorted().map { "\($0)/\(name)" }.filter(isFolder)
    }

    private func removeGroup(_ path: String) throws {
        for name in try listFolder(path) where isFolder("\(path)/\(name)") { try removeGroup("\(path)/\(name)") }
        try systemCall("rmdir", path) { rmdir(path) }
    }
}
