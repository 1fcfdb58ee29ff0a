package import CRI
import Cgroups
import Containers
import GRPC
import Linux
import Logging
import PodNetwork
import PodNetworkContract
import Pods
import PodsContract

// The life of a pod sandbox. What is done in which order is decided elsewhere (`SandboxActions` in Pods), and done here.

extension Runtime {
    package func runPodSandbox(_ request: RunPodSandboxRequest) async throws -> RunPodSandboxResponse {
        guard request.runtimeHandler.isEmpty else {
            throw GRPCError(.invalidArgument, "no runtime for \"\(request.runtimeHandler)\" is configured")
        }
        let record = newRecord(request.config)
        try records.save(record)
        do {
            var made = try await turns.take(record.id) { try await self.make(record) }
            made.isMade = true
            try records.save(made)
        } catch {
            log.warning("sandbox not made", metadata: ["pod": "\(request.config.metadata.name)", "reason": "\(error)"])
            try await discard(record)
            throw GRPCError(.unknown, "failed to create sandbox \"\(record.id)\": \(error)")
        }
        var response = RunPodSandboxResponse()
        response.podSandboxID = record.id
        return response
    }

    private func newRecord(_ config: PodSandboxConfig) -> SandboxRecord {
        var record = SandboxRecord()
        record.id = newID()
        record.config = config
        record.createdAt = Int(realNanoseconds())
        record.cgroup = cgroupName(of: config)
        let mode = config.linux?.securityContext?.namespaceOptions?.network ?? .pod
        if mode != .node { record.networkNamespace = "\(configuration.networkNamespaces)/\(record.id)" }
        return record
    }

    /// The kubelet names a group by its whole path or by that below the node's; both are taken.
    private func cgroupName(of config: PodSandboxConfig) -> String {
        let parent = config.linux?.cgroupParent ?? ""
        let root = configuration.cgroupRoot.hasSuffix("/") ? configuration.cgroupRoot : configuration.cgroupRoot + "/"
        let own = (parent + "/").hasPrefix(root) ? parent.dropFirst(root.count) : parent[...]
        let name = own.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
        return name.isEmpty ? "pods/pod\(config.metadata.uid)" : name
    }

    private func make(_ record: SandboxRecord) async throws -> SandboxRecord {
        let actions = try DefaultPodsCore().sandboxActions(for: .run, in: observe(record))
        let connection = actions.firstIndex(of: .connect) ?? actions.endIndex
        for action in actions[..<connection] { try await perform(action, on: record) }
        // The plugin takes longest, and what comes after it doesn't wait for an address.
        async let addresses = connection < actions.endIndex ? connect(record) : []
        for action in actions[connection...].dropFirst() { try await perform(action, on: record) }
        var made = record
        made.addresses = try await addresses
        try writeFiles(made)
        return made
    }

    private func connect(_ record: SandboxRecord) async throws -> [String] {
        let result = try await network.add(
            containerID: record.id, networkNamespace: record.networkNamespace, arguments: networkArguments(record))
        return result.podAddresses
    }

    /// By which plugins know whose network it is.
    private func networkArguments(_ record: SandboxRecord) -> [(String, String)] {
        let metadata = record.config.metadata
        return [
            ("IgnoreUnknown", "1"), ("K8S_POD_NAMESPACE", metadata.namespace), ("K8S_POD_NAME", metadata.name),
            ("K8S_POD_INFRA_CONTAINER_ID", record.id), ("K8S_POD_UID", metadata.uid),
        ]
    }

    private func startPause(_ record: SandboxRecord) throws {
        let linux = record.config.linux
        try cgroups.make(record.cgroup, limits: ResourceLimits(linux?.resources))
        let folder = records.folder(ofSandbox: record.id)
        try makeFolder(folder + "/pause")
        var pause = PauseProcess()
        pause.options = namespaceOptions(of: record)
        pause.networkNamespace = record.networkNamespace
        pause.hostname = record.config.hostname
        pause.sysctls = linux?.sysctls ?? [:]
        let process = DefaultPodsCore().namespaces(ofPause: pause.options).process
        let shim = try Shim.start(program: configuration.shim, folder: folder)
        _ = try shim.start(
            "pause", folder: folder + "/pause", log: "", processNamespace: process == .own ? .own : .node,
            steps: pauseSteps(pause))
    }

    /// What the containers find in /etc, unless the kubelet has its own for them.
    private func writeFiles(_ record: SandboxRecord) throws {
        let folder = records.folder(ofSandbox: record.id)
        let hostname = record.config.hostname
        try makeFolder(folder + "/shm", mode: 0o1777)
        try setMode(folder + "/shm", 0o1777)
        if let dns = record.config.dnsConfig { try writeFile(folder + "/resolv.conf", resolverConfiguration(dns)) }
        guard !hostname.isEmpty else { return }
        try writeFile(folder + "/hostname", hostname + "\n")
        let hosts = ["127.0.0.1\tlocalhost"] + record.addresses.map { "\($0)\t\(hostname)" }
        try writeFile(folder + "/hosts", hosts.map { $0 + "\n" }.joined())
    }

    // MARK: - The end

    package func stopPodSandbox(_ request: StopPodSandboxRequest) async throws -> StopPodSandboxResponse {
        guard let record = records.findSandbox(request.podSandboxID) else { return StopPodSandboxResponse() }
        try await turns.take(record.id) { try await self.stop(record) }
        return StopPodSandboxResponse()
    }

    package func removePodSandbox(_ request: RemovePodSandboxRequest) async throws -> RemovePodSandboxResponse {
        guard let record = records.findSandbox(request.podSandboxID) else { return RemovePodSandboxResponse() }
        try await turns.take(record.id) {
            try await self.stop(record)
            try await self.end(record)
        }
        return RemovePodSandboxResponse()
    }

    private func stop(_ record: SandboxRecord) async throws {
        guard var record = records.findSandbox(record.id), !record.isStopped else { return }
        try await carryOut(.stop, on: record)
        record.isStopped = true
        try records.save(record)
    }

    /// Removes what is half made. What can't be removed now is left to the kubelet: it sees a sandbox that isn't ready.
    func discard(_ record: SandboxRecord) async throws {
        do { try await end(record) } catch {
            log.warning("sandbox not removed", metadata: ["sandbox": "\(record.id)", "reason": "\(error)"])
            var record = record
            record.isMade = true
            try records.save(record)
        }
    }

    private func end(_ record: SandboxRecord) async throws {
        try await carryOut(.remove, on: records.findSandbox(record.id) ?? record)
        try records.removeSandbox(record.id)
    }

    private func carryOut(_ request: SandboxRequest, on record: SandboxRecord) async throws {
        let containers = records.containers(ofSandbox: record.id)
        for action in try DefaultPodsCore().sandboxActions(for: request, in: observe(record, containers)) {
            try await perform(action, on: record)
        }
    }

    /// All of these may be repeated.
    private func perform(_ action: SandboxAction, on record: SandboxRecord) async throws {
        switch action {
        case .makeNetwork: try createPodNamespace(at: record.networkNamespace)
        case .startPause: try startPause(record)
        case .kill(let id): try await stop(try records.container(id), timeout: 0)
        case .endPause: try shim(ofSandbox: record.id).quit()
        case .disconnect:
            try await network.delete(
                containerID: record.id, networkNamespace: record.networkNamespace, arguments: networkArguments(record))
        case .removeNetwork: try deletePodNamespace(at: record.networkNamespace)
        case .remove(let id): try await remove(try records.container(id))
        case .removeCgroup:
            // A pod that has lost its sandbox has another in the same group.
            let isShared = records.sandboxes.contains { $0.id != record.id && $0.cgroup == record.cgroup }
            if !isShared { try await removeCgroup(record.cgroup) }
        case .connect, .start: preconditionFailure("these aren't done as a part of something else")
        }
    }
}

private func resolverConfiguration(_ dns: DNSConfig) -> String {
    var lines = dns.searches.isEmpty ? [] : ["search " + dns.searches.joined(separator: " ")]
    lines += dns.servers.map { "nameserver \($0)" }
    if !dns.options.isEmpty { lines.append("options " + dns.options.joined(separator: " ")) }
    return lines.map { $0 + "\n" }.joined()
}
