internal import CRI
internal import GRPC
internal import Linux
internal import Synchronization

/// Containers.
extension StageRuntime {
    func createContainer(_ request: CreateContainerRequest) async throws -> CreateContainerResponse {
        var response = CreateContainerResponse()
        let id = state.withLock { state -> String? in
            guard state.sandboxes.contains(where: { $0.id == request.podSandboxID && $0.state == .ready }) else {
                return nil
            }
            state.made += 1
            var status = ContainerStatus()
            (status.id, status.metadata) = ("container-\(state.made)", request.config.metadata)
            status.createdAt = Int(realNanoseconds())
            (status.image, status.imageRef) = (request.config.image, request.config.image.image)
            (status.labels, status.annotations) = (request.config.labels, request.config.annotations)
            (status.mounts, status.logPath) = (request.config.mounts, request.config.logPath)
            state.containers.append(
                Container(sandbox: request.podSandboxID, config: request.config, status: status))
            state.calls.append(Call(kind: .create, name: request.config.metadata.name, id: status.id))
            return status.id
        }
        guard let id else { throw GRPCError(.notFound, "no sandbox \(request.podSandboxID) that is ready") }
        response.containerID = id
        return response
    }

    func startContainer(_ request: StartContainerRequest) async throws -> StartContainerResponse {
        try change(request.containerID, .start) { state, index in
            let name = state.containers[index].config.metadata.name
            state.containers[index].status.state = .running
            state.containers[index].status.startedAt = Int(realNanoseconds())
            guard let ending = state.endings[name], ending.times > 0 else { return }
            state.endings[name]?.times -= 1
            state.containers[index].status.end(ending.code)
        }
        return StartContainerResponse()
    }

    func stopContainer(_ request: StopContainerRequest) async throws -> StopContainerResponse {
        try change(request.containerID, .stop, seconds: request.timeout) { state, index in
            state.containers[index].status.end(143)
        }
        return StopContainerResponse()
    }

    func removeContainer(_ request: RemoveContainerRequest) async throws -> RemoveContainerResponse {
        // It may be repeated.
        try? change(request.containerID, .remove) { state, index in state.containers.remove(at: index) }
        return RemoveContainerResponse()
    }

    func execSync(_ request: ExecSyncRequest) async throws -> ExecSyncResponse {
        var response = ExecSyncResponse()
        var code = 0
        try change(request.containerID, .exec, command: request.cmd) { state, _ in
            code = state.answers[request.cmd.joined(separator: " ")] ?? 0
        }
        response.exitCode = code
        return response
    }

    /// Notes the call, and does what it is for.
    private func change(
        _ id: String, _ kind: Call.Kind, seconds: Int = 0, command: [String] = [],
        _ body: (inout State, Int) -> Void
    ) throws {
        try state.withLock { state in
            guard let index = state.containers.firstIndex(where: { $0.status.id == id }) else {
                throw GRPCError(.notFound, "no container \(id)")
            }
            let name = state.containers[index].config.metadata.name
            state.calls.append(Call(kind: kind, name: name, id: id, seconds: seconds, command: command))
            body(&state, index)
        }
    }

    // MARK: - Looking

    func listContainers(_ request: ListContainersRequest) async throws -> ListContainersResponse {
        var response = ListContainersResponse()
        response.containers = state.withLock(\.containers).filter { request.filter?.matches($0) ?? true }.map { one in
            var item = CRI.Container()
            (item.id, item.podSandboxID, item.metadata) = (one.status.id, one.sandbox, one.status.metadata)
            (item.image, item.imageRef, item.state) = (one.status.image, one.status.imageRef, one.status.state)
            item.createdAt = one.status.createdAt
            (item.labels, item.annotations) = (one.status.labels, one.status.annotations)
            return item
        }
        return response
    }

    func containerStatus(_ request: ContainerStatusRequest) async throws -> ContainerStatusResponse {
        var response = ContainerStatusResponse()
        response.status = state.withLock { $0.containers.first { $0.status.id == request.containerID }?.status }
        if response.status == nil { throw GRPCError(.notFound, "no container \(request.containerID)") }
        return response
    }

    func containerStats(_ request: ContainerStatsRequest) async throws -> ContainerStatsResponse {
        ContainerStatsResponse()
    }

    func listContainerStats(_ request: ListContainerStatsRequest) async throws -> ListContainerStatsResponse {
        ListContainerStatsResponse()
    }

    func updateContainerResources(
        _ request: UpdateContainerResourcesRequest
    ) async throws -> UpdateContainerResourcesResponse {
        UpdateContainerResourcesResponse()
    }

    func reopenContainerLog(_ request: ReopenContainerLogRequest) async throws -> ReopenContainerLogResponse {
        ReopenContainerLogResponse()
    }
}

extension ContainerFilter {
    fileprivate func matches(_ container: StageRuntime.Container) -> Bool {
        (id.isEmpty || container.status.id == id) && (podSandboxID.isEmpty || container.sandbox == podSandboxID)
            && (state.map { $0.state == container.status.state } ?? true)
            && labelSelector.allSatisfy { container.status.labels[$0.key] == $0.value }
    }
}
