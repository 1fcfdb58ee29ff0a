/// Parts of root's power, as capabilities(7) names them: a bit each.
package struct CapabilitySet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter name: with or without `CAP_`, in either case; `ALL` is every one.
    package init?(named name: String) {
        let name = name.uppercased()
        if name == "ALL" {
            self = .all
            return
        }
        let short = name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name
        guard let number = Self.names.firstIndex(of: short) else { return nil }
        self.init(rawValue: 1 << number)
    }

    package static let all = CapabilitySet(rawValue: (1 << UInt64(names.count)) - 1)
    package static let sysAdmin = CapabilitySet(rawValue: 1 << 21)
    package static let mknod = CapabilitySet(rawValue: 1 << 27)

    /// What a container has when nobody says otherwise: Docker's list, which containerd has, too.
    package static let containerDefault = union([
        "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP",
        "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE",
    ])

    /// Unknown names are passed over: a newer kernel's.
    package static func union(_ names: [String]) -> CapabilitySet {
        names.compactMap { CapabilitySet(named: $0) }.reduce([]) { $0.union($1) }
    }

    /// What this process may pass on at most: its bounding set. Asking for more fails with EPERM.
    package static func permitted() throws -> CapabilitySet {
        let status = try readText("/proc/self/status").split(separator: "\n")
        let line = status.first { $0.hasPrefix("CapBnd:") }?.dropFirst("CapBnd:".count).drop { $0 == "\t" }
        return CapabilitySet(rawValue: line.flatMap { UInt64($0, radix: 16) } ?? 0)
    }

    /// In the order of their numbers.
    private static let names = [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
        "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
        "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
        "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
        "CHECKPOINT_RESTORE",
    ]
}
