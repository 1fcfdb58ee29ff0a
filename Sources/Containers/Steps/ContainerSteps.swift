package import Linux
import Pods
package import PodsContract

/// Which process namespace a new process is cloned into.
package enum ProcessNamespace: Hashable, Sendable {
    case own, node
    case path(String)
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
/// - Parameter pause: the pod's pause process.
package func containerSteps(
    _ container: ContainerSpecification, in options: NamespaceOptions, pause: ProcessID, cgroupFiles: [String],
    node: NodeAbilities
) -> [Step] {
    let rules = DefaultPodsCore()
    let seen =
        rules.joiningSteps(to: Int(pause), options: options) + rules.rootSteps(of: ContainerRoot(container, node))
    return joining(cgroupFiles, container.oomScoreAdjustment) + seen.map(Step.pod)
        + becoming(container, arguments: container.arguments, terminal: container.hasTerminal, node)
}

/// The steps by which a process becomes a command in a running container.
/// - Parameter process: the container's own.
package func commandSteps(
    _ arguments: [String], terminal: Bool, in container: ContainerSpecification, process: ProcessID,
    cgroupFiles: [String], node: NodeAbilities
) -> [Step] {
    // The mount namespace last: it hides the paths of the others.
    let kinds: [NamespaceKind] = [.ipc, .hostname, .network, .mount]
    return joining(cgroupFiles, container.oomScoreAdjustment)
        + kinds.map { .pod(.enter($0, path: "/proc/\(process)/ns/\($0.rawValue)")) }
        + becoming(container, arguments: arguments, terminal: terminal, node)
}

/// The steps by which a process becomes the pod's pause process, which holds the namespaces. It has no cgroup of its own:
/// it uses nothing, and each move of a process may cost the kernel some milliseconds.
package func pauseSteps(_ pause: PauseProcess) -> [Step] { DefaultPodsCore().pauseSteps(of: pause).map(Step.pod) }

// MARK: - Parts

extension ContainerRoot {
    fileprivate init(_ container: ContainerSpecification, _ node: NodeAbilities) {
        self.init()
        layers = container.layers.reversed()
        folder = container.writable
        isReadOnly = container.hasReadOnlyRoot
        isPrivileged = container.privileges.isPrivileged
        mounts = container.mounts
        maskedPaths = container.maskedPaths
        readOnlyPaths = container.readOnlyPaths
        workingFolder = container.workingFolder
        hasOverlay = node.overlay
        hasDevices = node.devices
    }
}

private func joining(_ cgroupFiles: [String], _ oomScoreAdjustment: Int?) -> [Step] {
    cgroupFiles.map { .pod(.write("0", to: $0)) }
        + [oomScoreAdjustment.map { .pod(.tryToWrite("\($0)", to: "/proc/self/oom_score_adj")) }].compactMap(\.self)
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
    return steps + [.pod(.dieWithShim), .environment(container.environment), .execute(arguments)]
}
