import CRI
import Cgroups
import Containers
import GRPC
import Linux
import PodsContract

// From what the kubelet asks for to what the container is made of: here everything that was left open is decided, by
// the image, by the sandbox, or by default.

extension Runtime {
    func describe(
        _ config: ContainerConfig, id: String, image: StoredImage, in sandbox: SandboxRecord
    ) throws -> ContainerRecord {
        var record = ContainerRecord()
        record.id = id
        record.sandbox = sandbox.id
        record.config = config
        record.createdAt = Int(realNanoseconds())
        record.imageID = image.id
        record.imageReference = image.digestNames.first ?? image.id
        record.stopSignal = stopSignal(config, image)
        var specification = ContainerSpecification()
        specification.id = id
        specification.layers = try images.layers(of: image)
        specification.writable = "\(configuration.root)/containers/\(id)"
        specification.cgroup = "\(sandbox.cgroup)/\(id)"
        specification.logPath = logPath(config, sandbox)
        specification.hasTerminal = config.tty
        specification.hasInput = config.stdin
        specification.hasInputOnce = config.stdinOnce
        try describeProcess(config, image, sandbox, in: &specification)
        describePrivileges(config.linux?.securityContext, in: &specification)
        specification.limits = ResourceLimits(config.linux?.resources)
        specification.oomScoreAdjustment = config.linux?.resources?.oomScoreAdj
        specification.mounts = mounts(config, sandbox)
        record.specification = specification
        return record
    }

    private func stopSignal(_ config: ContainerConfig, _ image: StoredImage) -> Int {
        let name = config.stopSignal.name ?? image.configuration.config.stopSignal
        return signalNumber(named: name).map(Int.init) ?? Int(name) ?? 15
    }

    private func logPath(_ config: ContainerConfig, _ sandbox: SandboxRecord) -> String {
        let folder = sandbox.config.logDirectory
        // Without a place for a log, the output must still be read by somebody.
        return folder.isEmpty || config.logPath.isEmpty ? "/dev/null" : "\(folder)/\(config.logPath)"
    }

    // MARK: - The process

    private func describeProcess(
        _ config: ContainerConfig, _ image: StoredImage, _ sandbox: SandboxRecord,
        in specification: inout ContainerSpecification
    ) throws {
        let defaults = image.configuration.config
        // A command of the pod's replaces the image's arguments, too.
        let arguments = config.args.isEmpty && config.command.isEmpty ? defaults.command : config.args
        specification.arguments = (config.command.isEmpty ? defaults.entrypoint : config.command) + arguments
        guard specification.arguments.first?.isEmpty == false else {
            throw GRPCError(.invalidArgument, "no command specified")
        }
        specification.workingFolder = config.workingDir.isEmpty ? defaults.workingFolder : config.workingDir
        let users = UserDatabase(layers: specification.layers)
        let (user, home) = try users.find(config.linux?.securityContext, imageUser: defaults.user)
        specification.user = user
        specification.environment = environment(config, defaults, home: home, hostname: sandbox.config.hostname)
    }

    private func environment(
        _ config: ContainerConfig, _ defaults: ProcessDefaults, home: String, hostname: String
    ) -> [String] {
        var variables = [("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), ("HOME", home)]
        if !hostname.isEmpty { variables.append(("HOSTNAME", hostname)) }
        if config.tty { variables.append(("TERM", "xterm")) }
        for text in defaults.environment {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            variables.append((parts[0], parts.count > 1 ? parts[1] : ""))
        }
        variables += config.envs.map { ($0.key, $0.value) }
        // A later one of the same name takes the earlier one's place.
        var places: [String: Int] = [:]
        var texts: [String] = []
        for (name, value) in variables {
            if let place = places[name] {
                texts[place] = "\(name)=\(value)"
            } else {
                places[name] = texts.count
                texts.append("\(name)=\(value)")
            }
        }
        return texts
    }

    // MARK: - What it may do

    private func describePrivileges(
        _ context: LinuxContainerSecurityContext?, in specification: inout ContainerSpecification
    ) {
        var privileges = Privileges()
        specification.hasReadOnlyRoot = context?.readonlyRootfs ?? false
        if context?.privileged ?? false {
            privileges.isPrivileged = true
            privileges.capabilities = .all
            privileges.isFiltered = false
            specification.privileges = privileges
            return
        }
        let added = CapabilitySet.union(context?.capabilities?.addCapabilities ?? [])
        let dropped = CapabilitySet.union(context?.capabilities?.dropCapabilities ?? [])
        privileges.ambient = CapabilitySet.union(context?.capabilities?.addAmbientCapabilities ?? [])
        let start: CapabilitySet = dropped == .all ? [] : .containerDefault.subtracting(dropped)
        privileges.capabilities = start.union(added.subtracting(dropped == .all ? [] : dropped)).union(
            privileges.ambient)
        // Without a rule for devices, a container that makes the disk's device file has the node's disk.
        if !cgroups.canLimitDevices { privileges.capabilities.subtract(.mknod) }
        privileges.noNewPrivileges = context?.noNewPrivs ?? false
        privileges.isFiltered = context?.seccomp?.profileType != .unconfined
        specification.privileges = privileges
        let (masked, readOnly) = (context?.maskedPaths ?? [], context?.readonlyPaths ?? [])
        specification.maskedPaths = masked.isEmpty ? defaultMaskedPaths : masked
        specification.readOnlyPaths = readOnly.isEmpty ? defaultReadOnlyPaths : readOnly
    }

    // MARK: - What it sees

    private func mounts(_ config: ContainerConfig, _ sandbox: SandboxRecord) -> [BindMount] {
        var mounts = config.mounts.map { mount in
            BindMount(mount.hostPath, at: mount.containerPath, isReadOnly: mount.readonly)
        }
        let folder = records.folder(ofSandbox: sandbox.id)
        let own = [
            ("shm", "/dev/shm"), ("resolv.conf", "/etc/resolv.conf"), ("hostname", "/etc/hostname"),
            ("hosts", "/etc/hosts"),
        ]
        for (name, target) in own where !mounts.contains(where: { $0.target == target }) {
            if fileExists("\(folder)/\(name)") { mounts.append(BindMount("\(folder)/\(name)", at: target)) }
        }
        // What lies above comes before what lies in it.
        return mounts.enumerated().sorted { one, other in
            let depths = (one.element.target.depth, other.element.target.depth)
            return depths.0 == depths.1 ? one.offset < other.offset : depths.0 < depths.1
        }.map(\.element)
    }
}

extension String {
    fileprivate var depth: Int { split(separator: "/").count }
}

/// Docker's lists.
private let defaultMaskedPaths = [
    "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
    "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
    "/sys/devices/virtual/powercap",
]
private let defaultReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]

extension ResourceLimits {
    /// CRI says 0 for what isn't limited.
    init(_ resources: LinuxContainerResources?) {
        self.init()
        guard let resources else { return }
        func given(_ value: Int) -> Int? { value == 0 ? nil : value }
        memory = given(resources.memoryLimitInBytes)
        cpuShares = given(resources.cpuShares)
        cpuQuota = given(resources.cpuQuota)
        cpuPeriod = given(resources.cpuPeriod)
    }
}
