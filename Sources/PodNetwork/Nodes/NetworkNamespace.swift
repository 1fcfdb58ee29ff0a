internal import Glibc
internal import Linux

/// True when a namespace is mounted at the path. After the machine (or the cluster's root namespace) was gone, the
/// file is still there, but empty.
package func isNetworkNamespace(_ path: String) -> Bool {
    var file = stat()
    var own = stat()
    // All namespaces are files of one file system of the kernel's.
    return stat(path, &file) == 0 && stat("/proc/self/ns/net", &own) == 0 && file.st_dev == own.st_dev
}

/// Makes a network namespace for a pod at `path`, with `lo` switched on; what an earlier one left there is removed.
package func createPodNamespace(at path: String) throws {
    try removeNetworkNamespace(at: path)
    try makeNetworkNamespace(at: path)
    try NetlinkSocket(namespace: path).setUp("lo")
}

/// The counterpart; one that isn't there is fine.
package func deletePodNamespace(at path: String) throws {
    try removeNetworkNamespace(at: path)
}
