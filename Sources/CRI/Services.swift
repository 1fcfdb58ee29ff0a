// The two services of the Container Runtime Interface: what a kubelet asks of a runtime.
//
// A runtime conforms to them, a client does (``RuntimeClient``), and a stand-in in a test may. All calls that stop or
// remove something may be repeated. What isn't there is answered with the gRPC status NOT_FOUND.

/// `runtime.v1.RuntimeService`: sandboxes and containers.
package protocol RuntimeService: Sendable {
    func version(_ request: VersionRequest) async throws -> VersionResponse
    func runPodSandbox(_ request: RunPodSandboxRequest) async throws -> RunPodSandboxResponse
    func stopPodSandbox(_ request: StopPodSandboxRequest) async throws -> StopPodSandboxResponse
    func removePodSandbox(_ request: RemovePodSandboxRequest) async throws -> RemovePodSandboxResponse
    func podSandboxStatus(_ request: PodSandboxStatusRequest) async throws -> PodSandboxStatusResponse
    func listPodSandbox(_ request: ListPodSandboxRequest) async throws -> ListPodSandboxResponse
    func createContainer(_ request: CreateContainerRequest) async throws -> CreateContainerResponse
    func startContainer(_ request: StartContainerRequest) async throws -> StartContainerResponse
    func stopContainer(_ request: StopContainerRequest) async throws -> StopContainerResponse
    func removeContainer(_ request: RemoveContainerRequest) async throws -> RemoveContainerResponse
    func listContainers(_ request: ListContainersRequest) async throws -> ListContainersResponse
    func containerStatus(_ request: ContainerStatusRequest) async throws -> ContainerStatusResponse
    func updateContainerResources(
        _ request: UpdateContainerResourcesRequest
    ) async throws -> UpdateContainerResourcesResponse
    func reopenContainerLog(_ request: ReopenContainerLogRequest) async throws -> ReopenContainerLogResponse
    func execSync(_ request: ExecSyncRequest) async throws -> ExecSyncResponse
    func exec(_ request: ExecRequest) async throws -> ExecResponse
    func attach(_ request: AttachRequest) async throws -> AttachResponse
    func portForward(_ request: PortForwardRequest) async throws -> PortForwardResponse
    func containerStats(_ request: ContainerStatsRequest) async throws -> ContainerStatsResponse
    func listContainerStats(_ request: ListContainerStatsRequest) async throws -> ListContainerStatsResponse
    func updateRuntimeConfig(_ request: UpdateRuntimeConfigRequest) async throws -> UpdateRuntimeConfigResponse
    func status(_ request: StatusRequest) async throws -> StatusResponse
}

/// `runtime.v1.ImageService`: images.
package protocol ImageService: Sendable {
    func listImages(_ request: ListImagesRequest) async throws -> ListImagesResponse
    func imageStatus(_ request: ImageStatusRequest) async throws -> ImageStatusResponse
    func pullImage(_ request: PullImageRequest) async throws -> PullImageResponse
    func removeImage(_ request: RemoveImageRequest) async throws -> RemoveImageResponse
    func imageFsInfo(_ request: ImageFsInfoRequest) async throws -> ImageFsInfoResponse
}
