package import GRPC

/// What a gRPC server answers as a container runtime.
///
/// The methods may block for milliseconds, on mounts and files: so they run on the concurrent executor's threads, and
/// not on the event loop that carries the connections.
package func runtimeServices(_ runtime: some RuntimeService, _ images: some ImageService) -> GRPCServices {
    var services = GRPCServices()
    services.offTheLoop(RuntimeMethods.version) { try await runtime.version($0) }
    services.offTheLoop(RuntimeMethods.runPodSandbox) { try await runtime.runPodSandbox($0) }
    services.offTheLoop(RuntimeMethods.stopPodSandbox) { try await runtime.stopPodSandbox($0) }
    services.offTheLoop(RuntimeMethods.removePodSandbox) { try await runtime.removePodSandbox($0) }
    services.offTheLoop(RuntimeMethods.podSandboxStatus) { try await runtime.podSandboxStatus($0) }
    services.offTheLoop(RuntimeMethods.listPodSandbox) { try await runtime.listPodSandbox($0) }
    services.offTheLoop(RuntimeMethods.createContainer) { try await runtime.createContainer($0) }
    services.offTheLoop(RuntimeMethods.startContainer) { try await runtime.startContainer($0) }
    services.offTheLoop(RuntimeMethods.stopContainer) { try await runtime.stopContainer($0) }
    services.offTheLoop(RuntimeMethods.removeContainer) { try await runtime.removeContainer($0) }
    services.offTheLoop(RuntimeMethods.listContainers) { try await runtime.listContainers($0) }
    services.offTheLoop(RuntimeMethods.containerStatus) { try await runtime.containerStatus($0) }
    services.offTheLoop(RuntimeMethods.updateContainerResources) { try await runtime.updateContainerResources($0) }
    services.offTheLoop(RuntimeMethods.reopenContainerLog) { try await runtime.reopenContainerLog($0) }
    services.offTheLoop(RuntimeMethods.execSync) { try await runtime.execSync($0) }
    services.offTheLoop(RuntimeMethods.exec) { try await runtime.exec($0) }
    services.offTheLoop(RuntimeMethods.attach) { try await runtime.attach($0) }
    services.offTheLoop(RuntimeMethods.portForward) { try await runtime.portForward($0) }
    services.offTheLoop(RuntimeMethods.containerStats) { try await runtime.containerStats($0) }
    services.offTheLoop(RuntimeMethods.listContainerStats) { try await runtime.listContainerStats($0) }
    services.offTheLoop(RuntimeMethods.updateRuntimeConfig) { try await runtime.updateRuntimeConfig($0) }
    services.offTheLoop(RuntimeMethods.status) { try await runtime.status($0) }
    services.offTheLoop(ImageMethods.listImages) { try await images.listImages($0) }
    services.offTheLoop(ImageMethods.imageStatus) { try await images.imageStatus($0) }
    services.offTheLoop(ImageMethods.pullImage) { try await images.pullImage($0) }
    services.offTheLoop(ImageMethods.removeImage) { try await images.removeImage($0) }
    services.offTheLoop(ImageMethods.imageFsInfo) { try await images.imageFsInfo($0) }
    return services
}

extension GRPCServices {
    fileprivate mutating func offTheLoop<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ handle: @escaping @Sendable (Request) async throws -> Response
    ) {
        unary(method) { request, _ in
            try await withTaskExecutorPreference(globalConcurrentExecutor) { try await handle(request) }
        }
    }
}
