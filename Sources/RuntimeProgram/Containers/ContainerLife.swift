package import CRI
import Cgroups
import Containers
import GRPC
import Linux
import Pods
import PodsContract

// A container's life: created, running, exited, removed.

extension Runtime {
    package func createContainer(_ request: CreateContainerRequest) async throws -> CreateContainerResponse {
        let sandbox = try records.sandbox(request.podSandboxID)
        try expect(.create, toBePossibleIn: observe(sandbox))
        let name = request.config.image.image
        guard let image = try images.find(name) else {
            throw GRPCError(.notFound, "image \"\(name)\": not found")
        }
        let id = newID()
        let record = try describe(request.config, id: id, image: image, in: sandbox)
        try records.save(record)
        do { try make(record) } catch {
            try await remove(record)
            throw GRPCError(.unknown, "failed to create container \"\(request.config.metadata.name)\": \(error)")
        }
        var response = CreateContainerResponse()
        response.containerID = id
        return response
    }

    private func make(_ record: ContainerRecord) throws {
        let specification = record.specification
        for name in ["upper", "work", "root"] { try makeFolder("\(specification.writable)/\(name)") }
        if !abilities.overlay { try copyLayers(specification.layers, to: specification.writable + "/root") }
        if let slash = specification.logPath.lastIndex(of: "/") {
            try makeFolder(String(specification.logPath[..<slash]))
        }
        try cgroups.make(specification.cgroup, limits: specification.limits)
        if !specification.privileges.isPrivileged { try cgroups.limitDevices(specification.cgroup) }
    }

    package func startContainer(_ request: StartContainerRequest) async throws -> StartContainerResponse {
        var record = try records.container(request.containerID)
        try expect(.start(record.id), toBePossibleIn: observe(try records.sandbox(record.sandbox), [record]))
        do { try start(record) } catch {
            record.startError = "\(error)"
            try records.save(record)
            throw GRPCError(.unknown, "failed to start container \"\(record.id)\": \(error)")
        }
        return StartContainerResponse()
    }

    private func start(_ record: ContainerRecord) throws {
        let specification = record.specification
        let sandbox = try records.sandbox(record.sandbox)
        guard let pause = pauseProcess(sandbox) else {
            throw GRPCError(.failedPrecondition, "the pod sandbox is not running")
        }
        let options = record.config.linux?.securityContext?.namespaceOptions
        var choice = namespaceOptions(of: sandbox)
        choice.process = NamespaceOptions(options).process
        let steps = containerSteps(
            specification, in: choice, pause: pause, cgroupFiles: cgroups.joiningFiles(specification.cgroup),
            node: abilities)
        _ = try shim(ofSandbox: record.sandbox).start(
            record.id, folder: records.folder(ofContainer: record.id), log: specification.logPath,
            processNamespace: try processNamespace(choice, pause, target: options?.targetID ?? ""),
            terminal: specification.hasTerminal, input: specification.hasInput,
            inputOnce: specification.hasInputOnce, steps: steps)
    }

    private func processNamespace(
        _ options: NamespaceOptions, _ pause: ProcessID, target: String
    ) throws -> ProcessNamespace {
        switch DefaultPodsCore().namespaces(ofContainer: options).process {
        case .pod: return .path("/proc/\(pause)/ns/pid")
        case .node: return .node
        case .target: return .path("/proc/\(try runningProcess(of: try records.container(target)))/ns/pid")
        default: return .own
        }
    }

    // MARK: - The end

    package func stopContainer(_ request: StopContainerRequest) async throws -> StopContainerResponse {
        guard let record = records.findContainer(request.containerID) else { return StopContainerResponse() }
        try await stop(record, timeout: request.timeout)
        return StopContainerResponse()
    }

    /// Asks the container to end, and kills it when it hasn't after so many seconds.
    func stop(_ record: ContainerRecord, timeout: Int) async throws {
        guard state(of: record).process != nil else { return }
        let shim = shim(ofSandbox: record.sandbox)
        if timeout > 0 {
            guard let session = try shim.wait(for: record.id) else { return }
            try shim.signal(record.id, Int32(record.stopSignal))
            let hasEnded = try await finishes(within: .seconds(min(timeout, 1 << 30))) {
                _ = try await session.exitStatus()
            }
            if hasEnded { return try cgroups.kill(record.specification.cgroup) }
        }
        guard let session = try shim.wait(for: record.id) else { return }
        try shim.signal(record.id, 9)
        try cgroups.kill(record.specification.cgroup)
        let hasEnded = try await finishes(within: .seconds(30)) { _ = try await session.exitStatus() }
        if !hasEnded { throw GRPCError(.deadlineExceeded, "container \"\(record.id)\" can't be killed") }
    }

    package func removeContainer(_ request: RemoveContainerRequest) async throws -> RemoveContainerResponse {
        if let record = records.findContainer(request.containerID) {
            try await stop(record, timeout: 0)
            try await remove(record)
        }
        return RemoveContainerResponse()
    }

    func remove(_ record: ContainerRecord) async throws {
        try await removeCgroup(record.specification.cgroup)
        try removeTree(record.specification.writable)
        try records.removeContainer(record.id)
        samples.forget(record.id)
    }

    /// Processes that were killed leave their group a little later.
    func removeCgroup(_ group: String) async throws {
        try cgroups.kill(group)
        for _ in 0..<200 {
            do { return try cgroups.remove(group) } catch let error as SystemCallError where error.isBusy {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        try cgroups.remove(group)
    }

    package func reopenContainerLog(_ request: ReopenContainerLogRequest) async throws -> ReopenContainerLogResponse {
        let record = try records.container(request.containerID)
        _ = try runningProcess(of: record)
        try shim(ofSandbox: record.sandbox).reopenLog(record.id)
        return ReopenContainerLogResponse()
    }

    package func updateContainerResources(
        _ request: UpdateContainerResourcesRequest
    ) async throws -> UpdateContainerResourcesResponse {
        var record = try records.container(request.containerID)
        let limits = ResourceLimits(request.linux)
        try cgroups.make(record.specification.cgroup, limits: limits)
        record.specification.limits = limits
        try records.save(record)
        return UpdateContainerResourcesResponse()
    }
}

/// Whether something ends in time; what doesn't is cancelled.
func finishes(within time: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            do { try await body() } catch is CancellationError { return false }
            return true
        }
        group.addTask {
            try? await Task.sleep(for: time)
            return false
        }
        defer { group.cancelAll() }
        return try await group.next() ?? false
    }
}
