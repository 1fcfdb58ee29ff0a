package import CRI
import Cgroups
import Containers
import GRPC
import Linux
import Logging
import PodNetwork
import PodNetworkContract

// The life of a pod sandbox. Network first, as it takes longest; meanwhile the shim starts, and with it the pause
// process that holds the namespaces.

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
        if !record.networkNamespace.isEmpty { try createPodNamespace(at: record.networkNamespace) }
        async let addresses = connect(record)
        try startPause(record)
        var made = record
        made.addresses = try await addresses
        try writeFiles(made)
        return made
    }

    private func connect(_ record: SandboxRecord) async throws -> [String] {
        if record.networkNamespace.isEmpty { return [] }
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
        let options = linux?.securityContext?.namespaceOptions
        let steps = pauseSteps(
            networkNamespace: record.networkNamespace.isEmpty ? nil : record.networkNamespace,
            hostname: record.config.hostname, ownIPC: options?.ipc != .node, sysctls: linux?.sysctls ?? [:])
        let shim = try Shim.start(program: configuration.shim, folder: folder)
        _ = try shim.start(
            "pause", folder: folder + "/pause", log: "", processNamespace: options?.pid == .pod ? .own : .node,
            steps: steps)
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
            for container in self.records.containers(ofSandbox: record.id) { try await self.remove(container) }
            try await self.destroy(record)
            try self.records.removeSandbox(record.id)
        }
        return RemovePodSandboxResponse()
    }

    private func stop(_ record: SandboxRecord) async throws {
        guard var record = records.findSandbox(record.id), !record.isStopped else { return }
        for container in records.containers(ofSandbox: record.id) { try await stop(container, timeout: 0) }
        try await destroy(record, withCgroup: false)
        record.isStopped = true
        try records.save(record)
    }

    /// Removes what is half made. What can't be removed now is left to the kubelet: it sees a sandbox that isn't ready.
    func discard(_ record: SandboxRecord) async throws {
        do {
            try await destroy(record)
            try records.removeSandbox(record.id)
        } catch {
            log.warning("sandbox not removed", metadata: ["sandbox": "\(record.id)", "reason": "\(error)"])
            var record = record
            record.isMade = true
            try records.save(record)
        }
    }

    /// Ends whatever of a sandbox is there.
    func destroy(_ record: SandboxRecord, withCgroup: Bool = true) async throws {
        try shim(ofSandbox: record.id).quit()
        if !record.networkNamespace.isEmpty {
            if !record.isStopped {
                try await network.delete(
                    containerID: record.id, networkNamespace: record.networkNamespace,
                    arguments: networkArguments(record))
            }
            try deletePodNamespace(at: record.networkNamespace)
        }
        // A pod that has lost its sandbox has another in the same group.
        let isShared = records.sandboxes.contains { $0.id != record.id && $0.cgroup == record.cgroup }
        if withCgroup, !isShared { try await removeCgroup(record.cgroup) }
    }
}

private func resolverConfiguration(_ dns: DNSConfig) -> String {
    var lines = dns.searches.isEmpty ? [] : ["search " + dns.searches.joined(separator: " ")]
    lines += dns.servers.map { "nameserver \($0)" }
    if !dns.options.isEmpty { lines.append("options " + dns.options.joined(separator: " ")) }
    return lines.map { $0 + "\n" }.joined()
}
