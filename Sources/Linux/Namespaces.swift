internal import CLinux
internal import Glibc

/// The kinds of namespaces, as clone(2), unshare(2) and setns(2) name them.
package struct Namespaces: OptionSet, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let mount = Namespaces(rawValue: Int32(CLINUX_NEWNS))
    package static let cgroup = Namespaces(rawValue: Int32(CLINUX_NEWCGROUP))
    package static let hostname = Namespaces(rawValue: Int32(CLINUX_NEWUTS))
    package static let ipc = Namespaces(rawValue: Int32(CLINUX_NEWIPC))
    package static let user = Namespaces(rawValue: Int32(CLINUX_NEWUSER))
    package static let process = Namespaces(rawValue: Int32(CLINUX_NEWPID))
    package static let network = Namespaces(rawValue: Int32(CLINUX_NEWNET))
}

// A thread has its own network namespace, and no thread of a pool must come back from another one. So whatever
// happens in another namespace happens on a thread made for it, which ends afterwards.

/// Runs `body` in the network namespace at `path` (`/var/run/netns/web`, `/proc/42/ns/net`) and waits for it.
///
/// Sockets made in there keep that namespace for good, whichever thread uses them later.
package func inNetworkNamespace<Value: Sendable>(
    of path: String, _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
    let namespace = try FileDescriptor(open: path, O_RDONLY)
    let number = namespace.number
    return try onOwnThread {
        try systemCall("setns", path) { clinux_setns(number, Namespaces.network.rawValue) }
        return try body()
    }
}

/// Makes a network namespace that stays as long as the file at `path` is mounted, as `ip netns add` does.
package func makeNetworkNamespace(at path: String) throws {
    _ = try FileDescriptor(open: path, O_RDONLY | O_CREAT, mode: 0o444)
    try onOwnThread {
        try systemCall("unshare") { clinux_unshare(Namespaces.network.rawValue) }
        try mount("/proc/thread-self/ns/net", at: path, .bind)
    }
}

/// Takes the name away; the namespace ends with its last process. One that isn't there is fine.
package func removeNetworkNamespace(at path: String) throws(SystemCallError) {
    try unmount(path)
    try removeTree(path)
}

/// Leaves namespaces of the calling process's main thread for new ones. Only before other threads are started.
package func unshare(_ namespaces: Namespaces) throws(SystemCallError) {
    try systemCall("unshare") { clinux_unshare(namespaces.rawValue) }
}

/// Leaves namespaces of the calling thread alone for new ones; with its mounts, also its root and folder. Only on a
/// thread that ends afterwards.
package func unshareThread(_ namespaces: Namespaces) throws(SystemCallError) {
    try systemCall("unshare") { clinux_unshare(namespaces.rawValue | Int32(CLINUX_FS)) }
}
