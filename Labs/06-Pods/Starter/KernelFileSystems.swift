import PodsContract

/// The file systems that the kernel itself fills: of processes, of itself, of devices.
///
/// A fresh /proc shows the processes of the namespace of whoever mounts it. /sys is the node's, and can be read only.
enum KernelFileSystems {
    static func steps(_ root: ContainerRoot) -> [PodStep] {
        let careful: MountFlagSet = [.noSetUserID, .noDevices, .noExecution]
        let system = root.isPrivileged ? careful : careful.union(.readOnly)
        return mounted("proc", at: "/proc", careful) + mounted("sysfs", at: "/sys", system)
            + mounted("tmpfs", at: "/dev", .noSetUserID, "mode=755,size=65536k")
            + mounted(
                "devpts", at: "/dev/pts", [.noSetUserID, .noExecution], "newinstance,ptmxmode=0666,mode=0620")
            + [.makeLink("/dev/ptmx", to: "pts/ptmx")] + mounted("mqueue", at: "/dev/mqueue", careful)
    }

    private static func mounted(
        _ type: String, at path: String, _ flags: MountFlagSet, _ options: String = ""
    ) -> [PodStep] {
        [.makeFolder(path, mode: 0), .mount(type, at: path, type: type, flags: flags, options: options)]
    }
}

/// The devices that every container has, with their numbers. Where device files can't be made, the node's are mounted.
enum BasicDevices {
    private static let devices = [
        ("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0),
    ]
    /// The slots of device mounts lie above those of volumes.
    private static let firstSlot = 500

    /// From the old root.
    static var taking: [PodStep] {
        devices.enumerated().map { .take(slot: firstSlot + $0, path: "/dev/\($1.0)", recursively: false) }
    }

    static func steps(_ root: ContainerRoot) -> [PodStep] {
        let nodes: [PodStep] = devices.enumerated().map { index, device in
            let (name, major, minor) = device
            return root.hasDevices
                ? .makeDevice("/dev/\(name)", mode: 0o666, major: major, minor: minor)
                : .put(slot: firstSlot + index, path: "/dev/\(name)", readOnly: false, recursively: false)
        }
        return nodes + [
            .makeLink("/dev/fd", to: "/proc/self/fd"), .makeLink("/dev/stdin", to: "/proc/self/fd/0"),
            .makeLink("/dev/stdout", to: "/proc/self/fd/1"), .makeLink("/dev/stderr", to: "/proc/self/fd/2"),
        ]
    }
}
