internal import GRPC
internal import HTTP

/// A container runtime in another process, over its unix socket.
///
/// ```swift
/// let runtime = try RuntimeClient(endpoint: "unix:///run/dinghy/worker-1/runtime.sock")
/// let sandboxes = try await runtime.listPodSandbox(ListPodSandboxRequest())
/// ```
/// All methods throw `GRPCError`; `.notFound` says that what was asked for isn't there, `.unavailable` that nobody
/// listens.
package struct RuntimeClient: RuntimeService, ImageService {
    private let client: GRPCClient
    /// For all calls but those that wait for a container.
    private let timeout: Duration

    /// - Parameter endpoint: as `--container-runtime-endpoint` has it: a path, or `unix://` and a path.
    package init(endpoint: String, timeout: Duration = .seconds(120)) throws {
        guard let address = Endpoint(endpoint) else {
            throw GRPCError(.invalidArgument, "\(endpoint) is not an endpoint; unix:///path is")
        }
        client = try GRPCClient(to: address)
        self.timeout = timeout
    }

    package func close() { client.close() }

    package func version(_ request: VersionRequest) async throws -> VersionResponse {
        try await client.unary(RuntimeMethods.version, request, timeout: timeout)
    }

    package func runPodSandbox(_ request: RunPodSandboxRequest) async throws -> RunPodSandboxResponse {
        try await client.unary(RuntimeMethods.runPodSandbox, request, timeout: timeout)
    }

    package func stopPodSandbox(_ request: StopPodSandboxRequest) async throws -> StopPodSandboxResponse {
        try await client.unary(RuntimeMethods.stopPodSandbox, request, timeout: timeout)
    }

    package func removePodSandbox(_ request: RemovePodSandboxRequest) async throws -> RemovePodSandboxResponse {
        try await client.unary(RuntimeMethods.removePodSandbox, request, timeout: timeout)
    }

    package func podSandboxStatus(_ request: PodSandboxStatusRequest) async throws -> PodSandboxStatusResponse {
        try await client.unary(RuntimeMethods.podSandboxStatus, request, timeout: timeout)
    }

    package func listPodSandbox(_ request: ListPodSandboxRequest) async throws -> ListPodSandboxResponse {
        try await client.unary(RuntimeMethods.listPodSandbox, request, timeout: timeout)
    }

    package func createContainer(_ request: CreateContainerRequest) async throws -> CreateContainerResponse {
        try await client.unary(RuntimeMethods.createContainer, request, timeout: timeout)
    }

    package func startContainer(_ request: StartContainerRequest) async throws -> StartContainerResponse {
        try await client.unary(RuntimeMethods.startContainer, request, timeout: timeout)
    }

    package func stopContainer(_ request: StopContainerRequest) async throws -> StopContainerResponse {
        try await client.unary(
            RuntimeMethods.stopContainer, request, timeout: timeout + .seconds(request.timeout))
    }

    package func removeContainer(_ request: RemoveContainerRequest) async throws -> RemoveContainerResponse {
        try await client.unary(RuntimeMethods.removeContainer, request, timeout: timeout)
    }

    package func listContainers(_ request: ListContainersRequest) async throws -> ListContainersResponse {
        try await client.unary(RuntimeMethods.listContainers, request, timeout: timeout)
    }

    package func containerStatus(_ request: ContainerStatusRequest) async throws -> ContainerStatusResponse {
        try await client.unary(RuntimeMethods.containerStatus, request, timeout: timeout)
    }

    package func updateContainerResources(
        _ request: UpdateContainerResourcesRequest
    ) async throws -> UpdateContainerResourcesResponse {
        try await client.unary(RuntimeMethods.updateContainerResources, request, timeout: timeout)
    }

    package func reopenContainerLog(_ request: ReopenContainerLogRequest) async throws -> ReopenContainerLogResponse {
        try await client.unary(RuntimeMethods.reopenContainerLog, request, timeout: timeout)
    }

    package func execSync(_ request: ExecSyncRequest) async throws -> ExecSyncResponse {
        try await client.unary(
            RuntimeMethods.execSync, request,
            timeout: request.timeout > 0 ? .seconds(request.timeout) + .seconds(10) : nil)
    }

    package func exec(_ request: ExecRequest) async throws -> ExecResponse {
        try await client.unary(RuntimeMethods.exec, request, timeout: timeout)
    }

    package func attach(_ request: AttachRequest) async throws -> AttachResponse {
        try await client.unary(RuntimeMethods.attach, request, timeout: timeout)
    }

    package func portForward(_ request: PortForwardRequest) async throws -> PortForwardResponse {
        try await client.unary(RuntimeMethods.portForward, request, timeout: timeout)
    }

    package func containerStats(_ request: ContainerStatsRequest) async throws -> ContainerStatsResponse {
        try await client.unary(RuntimeMethods.containerStats, request, timeout: timeout)
    }

    package func listContainerStats(_ request: ListContainerStatsRequest) async throws -> ListContainerStatsResponse {
        try await client.unary(RuntimeMethods.listContainerStats, request, timeout: timeout)
    }

    package func updateRuntimeConfig(
        _ request: UpdateRuntimeConfigRequest
    ) async throws -> UpdateRuntimeConfigResponse {
        try await client.unary(RuntimeMethods.updateRuntimeConfig, request, timeout: timeout)
    }

    package func status(_ request: StatusRequest) async throws -> StatusResponse {
        try await client.unary(RuntimeMethods.status, request, timeout: timeout)
    }

    package func listImages(_ request: ListImagesRequest) async throws -> ListImagesResponse {
        try await client.unary(ImageMethods.listImages, request, timeout: timeout)
    }

    package func imageStatus(_ request: ImageStatusRequest) async throws -> ImageStatusResponse {
        try await client.unary(ImageMethods.imageStatus, request, timeout: timeout)
    }

    package func pullImage(_ request: PullImageRequest) async throws -> PullImageResponse {
        try await client.unary(ImageMethods.pullImage, request, timeout: timeout)
    }

    package func removeImage(_ request: RemoveImageRequest) async throws -> RemoveImageResponse {
        try await client.unary(ImageMethods.removeImage, request, timeout: timeout)
    }

    package func imageFsInfo(_ request: ImageFsInfoRequest) async throws -> ImageFsInfoResponse {
        try await client.unary(ImageMethods.imageFsInfo, request, timeout: timeout)
    }
}
