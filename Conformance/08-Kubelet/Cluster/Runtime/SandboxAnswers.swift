internal import CRI
internal import GRPC
internal import Linux
internal import Synchronization

/// Sandboxes, and what concerns the runtime as a whole.
extension StageRuntime: RuntimeService {
    func version(_ request: VersionRequest) async throws -> VersionResponse {
        var response = VersionResponse()
        (response.version, response.runtimeName) = ("0.1.0", "stage")
        (response.runtimeVersion, response.runtimeApiVersion) = ("1.0.0", "v1")
        return response
    }

    func status(_ request: StatusRequest) async throws -> StatusResponse {
        var response = StatusResponse()
        response.status.conditions = ["RuntimeReady", "NetworkReady"].map { type in
            var condition = RuntimeCondition()
            (condition.type, condition.status) = (type, true)
            return condition
        }
        return response
    }

    func runPodSandbox(_ request: RunPodSandboxRequest) async throws -> RunPodSandboxResponse {
        var response = RunPodSandboxResponse()
        response.podSandboxID = state.withLock { state in
            state.made += 1
            var status = PodSandboxStatus()
            status.id = "sandbox-\(state.made)"
            status.metadata = request.config.metadata
            status.createdAt = Int(realNanoseconds())
            (status.labels, status.annotations) = (request.config.labels, request.config.annotations)
            var network = PodSandboxNetworkStatus()
            network.ip = "10.88.0.\(state.made % 250 + 2)"
            status.network = network
            var linux = LinuxPodSandboxStatus()
            var namespaces = Namespace()
            namespaces.options = request.config.linux?.securityContext?.namespaceOptions ?? NamespaceOption()
            linux.namespaces = namespaces
            status.linux = linux
            state.sandboxes.append(status)
            state.calls.append(Call(kind: .runSandbox, name: request.config.metadata.name, id: status.id))
            return status.id
        }
        return response
    }

    func stopPodSandbox(_ request: StopPodSandboxRequest) async throws -> StopPodSandboxResponse {
        state.withLock { state in
            guard let index = state.sandboxes.firstIndex(where: { $0.id == request.podSandboxID }) else { return }
            for other in state.containers.indices where state.containers[other].sandbox == request.podSandboxID {
                state.containers[other].status.end(137)
            }
            // It may be repeated; only what it has changed is told.
            guard state.sandboxes[index].state == .ready else { return }
            state.sandboxes[index].state = .notReady
            let name = state.sandboxes[index].metadata.name
            state.calls.append(Call(kind: .stopSandbox, name: name, id: request.podSandboxID))
        }
        return StopPodSandboxResponse()
    }

    func removePodSandbox(_ request: RemovePodSandboxRequest) async throws -> RemovePodSandboxResponse {
        state.withLock { state in
            guard let sandbox = state.sandboxes.first(where: { $0.id == request.podSandboxID }) else { return }
            state.sandboxes.removeAll { $0.id == sandbox.id }
            state.containers.removeAll { $0.sandbox == sandbox.id }
            state.calls.append(Call(kind: .removeSandbox, name: sandbox.metadata.name, id: sandbox.id))
        }
        return RemovePodSandboxResponse()
    }

    func podSandboxStatus(_ request: PodSandboxStatusRequest) async throws -> PodSandboxStatusResponse {
        var response = PodSandboxStatusResponse()
        response.status = state.withLock { $0.sandboxes.first { $0.id == request.podSandboxID } }
        if response.status == nil { throw GRPCError(.notFound, "no sandbox \(request.podSandboxID)") }
        return response
    }

    func listPodSandbox(_ request: ListPodSandboxRequest) async throws -> ListPodSandboxResponse {
        var response = ListPodSandboxResponse()
        response.items = state.withLock(\.sandboxes).filter { request.filter?.matches($0) ?? true }.map { status in
            var item = PodSandbox()
            (item.id, item.metadata, item.state) = (status.id, status.metadata, status.state)
            (item.createdAt, item.labels, item.annotations) = (status.createdAt, status.labels, status.annotations)
            return item
        }
        return response
    }

    // MARK: - What no case asks for

    func updateRuntimeConfig(_ request: UpdateRuntimeConfigRequest) async throws -> UpdateRuntimeConfigResponse {
        UpdateRuntimeConfigResponse()
    }

    func exec(_ request: ExecRequest) async throws -> ExecResponse { throw Self.unplayed }
    func attach(_ request: AttachRequest) async throws -> AttachResponse { throw Self.unplayed }
    func portForward(_ request: PortForwardRequest) async throws -> PortForwardResponse { throw Self.unplayed }

    private static let unplayed = GRPCError(.unimplemented, "this runtime has no streams")
}

extension PodSandboxFilter {
    fileprivate func matches(_ sandbox: PodSandboxStatus) -> Bool {
        (id.isEmpty || sandbox.id == id) && (state.map { $0.state == sandbox.state } ?? true)
            && labelSelector.allSatisfy { sandbox.labels[$0.key] == $0.value }
    }
}
