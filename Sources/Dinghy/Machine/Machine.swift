import Glibc
import Linux

/// The machine a cluster is to run on, once it was found to have what that takes.
struct Machine: Sendable {
    let dinghy: String
    /// Beside `dinghy`.
    let clusterInit: String

    /// - Throws: ``UsageError`` with everything that is missing, and how to get it.
    static func check() throws -> Machine {
        let dinghy = try ownPath()
        let machine = Machine(dinghy: dinghy, clusterInit: parent(of: dinghy) + "/ClusterInit")
        let missing = machine.missing
        guard missing.isEmpty else { throw UsageError(missing.map { "- \($0)" }.joined(separator: "\n")) }
        return machine
    }

    private var missing: [String] {
        [helpers, namespaces, overlay, controlGroups, nft, busybox].compactMap(\.self)
    }

    private var helpers: String? {
        access(clusterInit, X_OK) == 0 ? nil : "\(clusterInit) is not there: `make build` puts it beside dinghy"
    }

    private var namespaces: String? {
        if geteuid() == 0 { return nil }
        let allowed = (try? readText("/proc/sys/user/max_user_namespaces")).flatMap { Int($0) } ?? 0
        let debian = (try? readText("/proc/sys/kernel/unprivileged_userns_clone")) ?? "1"
        return allowed > 0 && debian == "1"
            ? nil : "ordinary users may not make user namespaces on this machine: run as root"
    }

    private var overlay: String? {
        let types = (try? readText("/proc/filesystems")) ?? ""
        return types.contains("\toverlay") || fileExists("/sys/module/overlay")
            ? nil : "the kernel has no overlay file system: `modprobe overlay`"
    }

    private var controlGroups: String? {
        let mounts = (try? readText("/proc/self/mounts")) ?? ""
        return mounts.contains(" cgroup") ? nil : "no control groups are mounted below /sys/fs/cgroup"
    }

    private var nft: String? {
        findProgram("nft") != nil ? nil : "nft is not installed: `apt-get install nftables`"
    }

    /// Images are made from it, so it must not need libraries.
    private var busybox: String? {
        guard let path = findProgram("busybox") else {
            return "busybox is not installed: `apt-get install busybox-static`"
        }
        return isStatic(path) ? nil : "\(path) needs shared libraries: `apt-get install busybox-static`"
    }
}

/// Also where ordinary users' PATH doesn't lead.
func findProgram(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]
    return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
}

/// A 64-bit ELF program that asks for no dynamic linker: none of its program headers is of type PT_INTERP (3).
private func isStatic(_ path: String) -> Bool {
    guard let file = try? FileDescriptor(open: path, O_RDONLY), let head = try? file.read(upTo: 4096),
        head.count > 64, head.starts(with: [0x7F, 0x45, 0x4C, 0x46])
    else { return false }
    let count = Int(head[56]) | Int(head[57]) << 8
    return !(0..<count).contains { index in
        let at = 64 + index * 56
        return at < head.count && head[at] == 3
    }
}
