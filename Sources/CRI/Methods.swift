internal import GRPC

// The methods of both services, by the paths that they have on the wire.

enum RuntimeMethods {
    static let version = GRPCMethod<VersionRequest, VersionResponse>("/runtime.v1.RuntimeService/Version")
    static let runPodSandbox = GRPCMethod<RunPodSandboxRequest, RunPodSandboxResponse>(
        "/runtime.v1.RuntimeService/RunPodSandbox")
    static let stopPodSandbox = GRPCMethod<StopPodSandboxRequest, StopPodSandboxResponse>(
        "/runtime.v1.RuntimeService/StopPodSandbox")
    static let removePodSandbox = GRPCMethod<RemovePodSandboxRequest, RemovePodSandboxResponse>(
        "/runtime.v1.RuntimeService/RemovePodSandbox")
    static let podSandboxStatus = GRPCMethod<PodSandboxStatusRequest, PodSandboxStatusResponse>(
        "/runtime.v1.RuntimeService/PodSandboxStatus")
    static let listPodSandbox = GRPCMethod<ListPodSandboxRequest, ListPodSandboxResponse>(
        "/runtime.v1.RuntimeService/ListPodSandbox")
    static let createContainer = GRPCMethod<CreateContainerRequest, CreateContainerResponse>(
        "/runtime.v1.RuntimeService/CreateContainer")
    static let startContainer = GRPCMethod<StartContainerRequest, StartContainerResponse>(
        "/runtime.v1.RuntimeService/StartContainer")
    static let stopContainer = GRPCMethod<StopContainerRequest, StopContainerResponse>(
        "/runtime.v1.RuntimeService/StopContainer")
    static let removeContainer = GRPCMethod<RemoveContainerRequest, RemoveContainerResponse>(
        "/runtime.v1.RuntimeService/RemoveContainer")
    static let listContainers = GRPCMethod<ListContainersRequest, ListContainersResponse>(
        "/runtime.v1.RuntimeService/ListContainers")
    static let containerStatus = GRPCMethod<ContainerStatusRequest, ContainerStatusResponse>(
        "/runtime.v1.RuntimeService/ContainerStatus")
    static let updateContainerResources = GRPCMethod<UpdateContainerResourcesRequest, UpdateContainerResourcesResponse>(
        "/runtime.v1.RuntimeService/UpdateContainerResources")
    static let reopenContainerLog = GRPCMethod<ReopenContainerLogRequest, ReopenContainerLogResponse>(
        "/runtime.v1.RuntimeService/ReopenContainerLog")
    static let execSync = GRPCMethod<ExecSyncRequest, ExecSyncResponse>("/runtime.v1.RuntimeService/ExecSync")
    static let exec = GRPCMethod<ExecRequest, ExecResponse>("/runtime.v1.RuntimeService/Exec")
    static let attach = GRPCMethod<AttachRequest, AttachResponse>("/runtime.v1.RuntimeService/Attach")
    static let portForward = GRPCMethod<PortForwardRequest, PortForwardResponse>(
        "/runtime.v1.RuntimeService/PortForward")
    static let containerStats = GRPCMethod<ContainerStatsRequest, ContainerStatsResponse>(
        "/runtime.v1.RuntimeService/ContainerStats")
    static let listContainerStats = GRPCMethod<ListContainerStatsRequest, ListContainerStatsResponse>(
        "/runtime.v1.RuntimeService/ListContainerStats")
    static let updateRuntimeConfig = GRPCMethod<UpdateRuntimeConfigRequest, UpdateRuntimeConfigResponse>(
        "/runtime.v1.RuntimeService/UpdateRuntimeConfig")
    static let status = GRPCMethod<StatusRequest, StatusResponse>("/runtime.v1.RuntimeService/Status")
}

enum ImageMethods {
    static let listImages = GRPCMethod<ListImagesRequest, ListImagesResponse>("/runtime.v1.ImageService/ListImages")
    static let imageStatus = GRPCMethod<ImageStatusRequest, ImageStatusResponse>("/runtime.v1.ImageService/ImageStatus")
    static let pullImage = GRPCMethod<PullImageRequest, PullImageResponse>("/runtime.v1.ImageService/PullImage")
    static let removeImage = GRPCMethod<RemoveImageRequest, RemoveImageResponse>("/runtime.v1.ImageService/RemoveImage")
    static let imageFsInfo = GRPCMethod<ImageFsInfoRequest, ImageFsInfoResponse>("/runtime.v1.ImageService/ImageFsInfo")
}
