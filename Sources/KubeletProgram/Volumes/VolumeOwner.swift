import API
import Glibc
import Linux

/// Whose a volume's files are: with `fsGroup` they belong to that group, which every container of the pod is in.
///
/// So containers that don't run as root can write to an emptyDir together, and read a Secret that others can't.
/// Source: kubernetes.io/docs/tasks/configure-pod-container/security-context.
struct VolumeOwner {
    private let group: Int?

    init(_ pod: Pod) { group = pod.spec.securityContext?.fsGroup }

    /// A folder that all may write to; what is made in it is the group's, too.
    func share(_ folder: String) throws {
        try take(folder)
        try setMode(folder, group == nil ? 0o777 : 0o2777)
    }

    /// A file that the group may read, whatever its mode says of others.
    func give(_ file: String, mode: Int) throws {
        try take(file)
        try setMode(file, UInt32(group == nil ? mode : mode | 0o440))
    }

    private func take(_ path: String) throws {
        guard let group else { return }
        try systemCall("chown", path) { chown(path, uid_t.max, gid_t(clamping: group)) }
    }
}
