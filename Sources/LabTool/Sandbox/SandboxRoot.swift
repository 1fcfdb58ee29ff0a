internal import CLinux
internal import Glibc
internal import Linux

/// The file system that a program in a sandbox sees: an empty one in memory, with a few of the machine's folders bound
/// into it, read-only.
///
/// ```
///   /usr  /lib …    of the machine, read-only          /dev    null, zero, random, urandom
///   toolchain, …    of the machine, read-only          /proc   of its own processes (mounted by the program's start)
///   scratch         in memory, limited: can be written
/// ```
struct SandboxRoot {
    /// Where the machine's own root lies until the program starts.
    static let old = "/old"
    /// Debian's `nobody`: owns nothing.
    static let nobody: UInt32 = 65534

    let plan: SandboxPlan

    /// Leaves the machine's namespaces and file system. The old root stays at ``old``, to be detached when /proc is
    /// there, because a user namespace may mount that only while it can see another.
    func enter() throws {
        try leaveNamespaces()
        // The machine must not see our mounts.
        try mount("none", at: "/", [.recursive, .private])
        try changeRoot()
        for folder in plan.folders { try show(folder) }
        for path in plan.hidden where fileExists(path) { try hide(path) }
        try makeScratch()
        try makeDevices()
        for folder in ["/proc", "/tmp"] where !fileExists(folder) { try makeFolder(folder) }
        try mount("none", at: "/", [.remount, .bind, .readOnly, .noSetUserID, .noDevices])
    }

    private func leaveNamespaces() throws {
        var namespaces: Namespaces = [.mount, .process, .network, .ipc, .hostname]
        let (user, group) = (geteuid(), getegid())
        if plan.kind == .userNamespaces { namespaces.insert(.user) }
        try unshare(namespaces)
        guard plan.kind == .userNamespaces else { return }
        // Nobody inside, so that the privileges end when the program starts; outside still the same user.
        try writeControl("/proc/self/setgroups", "deny")
        try writeControl("/proc/self/uid_map", "\(Self.nobody) \(user) 1")
        try writeControl("/proc/self/gid_map", "\(Self.nobody) \(group) 1")
    }

    /// An empty file system takes the place of the root. It is made on /tmp, because every machine has that; what was
    /// below /tmp is seen again under ``old``, as the mount moves away.
    private func changeRoot() throws {
        try mount("root", at: "/tmp", type: "tmpfs", [.noSetUserID, .noDevices], options: "mode=755,size=1m")
        try makeFolder("/tmp" + Self.old)
        try systemCall("pivot_root", "/tmp") { clinux_pivot_root("/tmp", "/tmp" + Self.old) }
        try systemCall("chdir", "/") { chdir("/") }
    }

    private func show(_ path: String) throws {
        let source = Self.old + path
        let target = readLink(source)
        // Debian's /lib is a link to usr/lib.
        if !target.isEmpty { return try makeLink(path, to: target) }
        guard isFolder(source) else { return }
        try makeFolder(path)
        try mount(source, at: path, flags(.bind))
        try mount("none", at: path, [.remount, .bind, .readOnly, .noSetUserID, .noDevices])
    }

    /// In a user namespace a folder can only be bound together with what is mounted below it.
    private func flags(_ flags: MountFlags) -> MountFlags {
        plan.kind == .userNamespaces ? flags.union(.recursive) : flags
    }

    private func hide(_ path: String) throws {
        if isFolder(path) {
            try mount("hidden", at: path, type: "tmpfs", [.readOnly], options: "mode=0,size=4k")
        } else {
            try mount(Self.old + "/dev/null", at: path, .bind)
        }
    }

    private func makeScratch() throws {
        try makeFolder(plan.scratch)
        let owner = plan.kind == .namespaces ? ",uid=\(Self.nobody),gid=\(Self.nobody)" : ""
        try mount(
            "scratch", at: plan.scratch, type: "tmpfs", [.noSetUserID, .noDevices],
            options: "mode=755,size=\(plan.scratchBytes),nr_inodes=20000\(owner)")
    }

    private func makeDevices() throws {
        try makeFolder("/dev")
        for name in ["null", "zero", "random", "urandom"] {
            try writeFile("/dev/\(name)", "")
            try mount("\(Self.old)/dev/\(name)", at: "/dev/\(name)", .bind)
        }
    }
}
