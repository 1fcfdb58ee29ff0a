internal import Glibc

/// What may be asked of mount(2).
package struct MountFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt
    package init(rawValue: UInt) { self.rawValue = rawValue }

    package static let readOnly = MountFlags(rawValue: 1)
    package static let noSetUserID = MountFlags(rawValue: 2)
    package static let noDevices = MountFlags(rawValue: 4)
    package static let noExecution = MountFlags(rawValue: 8)
    package static let remount = MountFlags(rawValue: 32)
    package static let bind = MountFlags(rawValue: 4096)
    package static let recursive = MountFlags(rawValue: 16384)
    package static let `private` = MountFlags(rawValue: 1 << 18)
    package static let slave = MountFlags(rawValue: 1 << 19)
    package static let shared = MountFlags(rawValue: 1 << 20)
}

/// - Parameter type: of the file system; empty for a bind mount or a change of an existing mount.
package func mount(
    _ source: String, at target: String, type: String = "", _ flags: MountFlags = [], options: String = ""
) throws(SystemCallError) {
    try systemCall("mount", target) { Glibc.mount(source, target, type, flags.rawValue, options) }
}

/// Takes the uppermost mount away from a path; a path where nothing is mounted (or nothing is) is fine.
/// - Parameter lazily: at once from the tree, and for good when nobody uses it any more.
package func unmount(_ target: String, lazily: Bool = true) throws(SystemCallError) {
    do {
        try systemCall("umount", target) { umount2(target, Int32(lazily ? 2 : 0)) }
    } catch  where error.errno == EINVAL || error.errno == ENOENT {}
}
