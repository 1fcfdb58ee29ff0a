package import Linux

/// Namespaces that a pod's containers share, as paths; nil is the node's own.
package struct PodNamespaces: Hashable, Sendable {
    package var network: String? = nil
    package var ipc: String? = nil
    package var hostname: String? = nil
    /// `.own` is one for each container.
    package var process: ProcessNamespace = .own

    package enum ProcessNamespace: Hashable, Sendable {
        case own, node
        case path(String)
    }

    package init() {}

    /// Those of a running process.
    package init(of process: ProcessID) {
        network = "/proc/\(process)/ns/net"
        ipc = "/proc/\(process)/ns/ipc"
        hostname = "/proc/\(process)/ns/uts"
        self.process = .path("/proc/\(process)/ns/pid")
    }

    var entering: [Step] {
        [
            ipc.map { .enter(.ipc, path: $0) }, hostname.map { .enter(.hostname, path: $0) },
            network.map { .enter(.network, path: $0) },
        ].compactMap(\.self)
    }
}

/// How the node lets containers be made.
package struct NodeAbilities: Hashable, Sendable {
    /// Overlay file systems can be mounted; else roots are copies.
    package var overlay = true
    /// Device files can be made; not in a user namespace.
    package var devices = true
    /// A process may choose its further groups; not where an ordinary user's namespace forbids it.
    package var groups = true
    /// This process's own capabilities: nobody can pass on more.
    package var capabilities: CapabilitySet = .all
    package init() {}
}

/// The steps by which a process becomes a container's.
///
/// The order: first the cgroup, so that all that follows is accounted for and limited. Then the pod's namespaces,
/// while their paths can be reached. Then a mount namespace, in which everything that the container is to see is taken
/// or mounted, and the root changed. Last, privileges are given up: the filter before the user changes (it needs
/// CAP_SYS_ADMIN), the parent-death signal after it (a change of user forgets it).
package func containerSteps(
    _ container: ContainerSpecification, in pod: PodNamespaces, cgroupFiles: [String], node: NodeAbilities
) -> [Step] {
    var steps = joining(cgroupFiles, container.oomScoreAdjustment)
    steps += pod.entering
    steps += [.leave([.mount]), .mount("none", at: "/", type: "", flags: [.recursive, .slave], options: "")]
    steps += container.mounts.enumerated().map { .take(slot: $0, path: $1.source, recursively: $1.isRecursive) }
    if !node.devices { steps += takingDevices() }
    steps += [rootMount(container, node), .changeRoot(to: container.writable + "/root")]
    steps += kernelFileSystems(container.privileges) + devices(container.privileges, node)
    steps += container.mounts.enumerated().map {
        .put(slot: $0, path: $1.target, readOnly: $1.isReadOnly, recursively: $1.isRecursive)
    }
    steps += [.leaveOldRoot]
    if !container.workingFolder.isEmpty { steps.append(.makeFolder(container.workingFolder, mode: 0)) }
    steps += container.readOnlyPaths.map { .makeReadOnly($0) } + container.maskedPaths.map { .hide($0) }
    if container.hasReadOnlyRoot { steps.append(.makeReadOnly("/")) }
    return steps + becoming(container, arguments: container.arguments, terminal: container.hasTerminal, node)
}

/// The steps by which a process becomes a command in a running container.
/// - Parameter process: the container's own.
package func commandSteps(
    _ arguments: [String], terminal: Bool, in container: ContainerSpecification, process: ProcessID,
    cgroupFiles: [String], node: NodeAbilities
) -> [Step] {
    // The mount namespace last: it hides the paths of the others.
    joining(cgroupFiles, container.oomScoreAdjustment) + PodNamespaces(of: process).entering
        + [.enter(.mount, path: "/proc/\(process)/ns/mnt")]
        + becoming(container, arguments: arguments, terminal: terminal, node)
}

/// The steps by which a process becomes the pod's pause process, which holds the namespaces.
/// - Parameter hostname: empty for the node's own namespaces.
package func pauseSteps(
    networkNamespace: String?, hostname: String, ownIPC: Bool, sysctls: [String: String]
) -> [Step] {
    // No cgroup of its own: it uses nothing, and each move of a process may cost the kernel some milliseconds.
    var steps = joining([], -998)
    var new: Namespaces = []
    if ownIPC { new.insert(.ipc) }
    if !hostname.isEmpty { new.insert(.hostname) }
    if let networkNamespace { steps.append(.enter(.network, path: networkNamespace)) }
    if !new.isEmpty { steps.append(.leave(new)) }
    if !hostname.isEmpty { steps.append(.setHostname(hostname)) }
    for (name, value) in sysctls.sorted(by: { $0.key < $1.key }) {
        steps.append(.write(value, to: "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 })))
    }
    return steps + [.dieWithShim, .holdNamespaces]
}

// MARK: - Parts

private func joining(_ cgroupFiles: [String], _ oomScoreAdjustment: Int?) -> [Step] {
    cgroupFiles.map { .write("0", to: $0) }
        + [oomScoreAdjustment.map { .tryToWrite("\($0)", to: "/proc/self/oom_score_adj") }].compactMap(\.self)
}

private func rootMount(_ container: ContainerSpecification, _ node: NodeAbilities) -> Step {
    let root = container.writable + "/root"
    guard node.overlay else { return .mount(root, at: root, type: "", flags: [.bind, .recursive], options: "") }
    let lower = container.layers.joined(separator: ":")
    let options = "lowerdir=\(lower),upperdir=\(container.writable)/upper,workdir=\(container.writable)/work"
    return .mount("overlay", at: root, type: "overlay", flags: [], options: options)
}

private func kernelFileSystems(_ privileges: Privileges) -> [Step] {
    let careful: MountFlags = [.noSetUserID, .noDevices, .noExecution]
    return [
        .makeFolder("/proc", mode: 0), .mount("proc", at: "/proc", type: "proc", flags: careful, options: ""),
        .makeFolder("/sys", mode: 0),
        .mount(
            "sysfs", at: "/sys", type: "sysfs", flags: privileges.isPrivileged ? careful : careful.union(.readOnly),
            options: ""),
        .makeFolder("/dev", mode: 0),
        .mount("tmpfs", at: "/dev", type: "tmpfs", flags: .noSetUserID, options: "mode=755,size=65536k"),
        .makeFolder("/dev/pts", mode: 0),
        .mount(
            "devpts", at: "/dev/pts", type: "devpts", flags: [.noSetUserID, .noExecution],
            options: "newinstance,ptmxmode=0666,mode=0620"),
        .makeLink("/dev/ptmx", to: "pts/ptmx"),
        .makeFolder("/dev/mqueue", mode: 0),
        .mount("mqueue", at: "/dev/mqueue", type: "mqueue", flags: careful, options: ""),
    ]
}

/// The devices that every container has, with their numbers.
private let basicDevices = [
    ("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0),
]
/// The slots of device mounts lie above those of volumes.
private let firstDeviceSlot = 500

private func takingDevices() -> [Step] {
    basicDevices.enumerated().map { .take(slot: firstDeviceSlot + $0, path: "/dev/\($1.0)", recursively: false) }
}

private func devices(_ privileges: Privileges, _ node: NodeAbilities) -> [Step] {
    let nodes: [Step] = basicDevices.enumerated().map { index, device in
        let (name, major, minor) = device
        return node.devices
            ? .makeDevice("/dev/\(name)", mode: 0o666, major: major, minor: minor)
            : .put(slot: firstDeviceSlot + index, path: "/dev/\(name)", readOnly: false, recursively: false)
    }
    return nodes + [
        .makeLink("/dev/fd", to: "/proc/self/fd"), .makeLink("/dev/stdin", to: "/proc/self/fd/0"),
        .makeLink("/dev/stdout", to: "/proc/self/fd/1"), .makeLink("/dev/stderr", to: "/proc/self/fd/2"),
    ]
}

private func becoming(
    _ container: ContainerSpecification, arguments: [String], terminal: Bool, _ node: NodeAbilities
) -> [Step] {
    let privileges = container.privileges
    let user = container.user
    let capabilities = privileges.capabilities.intersection(node.capabilities)
    var steps: [Step] = [.ownSession]
    if terminal { steps.append(.ownTerminal) }
    if privileges.noNewPrivileges { steps.append(.noNewPrivileges) }
    if privileges.isFiltered { steps.append(.filterCalls(seccompFilter(for: capabilities))) }
    steps += [
        .limitCapabilities(to: capabilities),
        .become(user: user.user, group: user.group, groups: node.groups ? user.groups : []),
        .setCapabilities(capabilities, ambient: privileges.ambient.intersection(capabilities)),
    ]
    // As the user: a folder that they may not enter is an error.
    steps.append(.changeFolder(container.workingFolder.isEmpty ? "/" : container.workingFolder))
    return steps + [.dieWithShim, .environment(container.environment), .execute(arguments)]
}
