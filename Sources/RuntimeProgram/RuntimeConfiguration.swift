/// Where the runtime keeps things, and whom it asks.
package struct RuntimeConfiguration: Sendable {
    /// Containers' writable layers.
    package var root = "/var/lib/dinghy/runtime"
    /// Records and sockets; may be lost when the machine restarts.
    package var state = "/run/dinghy/runtime"
    /// The image store, which the runtimes of several nodes may share.
    package var images = ""
    package var networkNamespaces = ""
    package var cgroupMount = "/sys/fs/cgroup"
    /// The node's part of the cgroups.
    package var cgroupRoot = "/dinghy"
    package var pluginFolders = ["/opt/cni/bin"]
    package var networkConfiguration = "/etc/cni/net.d"
    /// The program that parents containers.
    package var shim = ""
    package var busybox = "/bin/busybox"
    package init() {}
}
