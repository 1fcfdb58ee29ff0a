internal import CRI
internal import GRPC
internal import Linux
internal import Synchronization

/// Images: one is there, names that begin with `missing` can't be had, all others can.
extension StageRuntime: ImageService {
    func listImages(_ request: ListImagesRequest) async throws -> ListImagesResponse {
        var response = ListImagesResponse()
        response.images = state.withLock(\.images).sorted().map(Self.image)
        return response
    }

    func imageStatus(_ request: ImageStatusRequest) async throws -> ImageStatusResponse {
        var response = ImageStatusResponse()
        let name = Self.short(request.image.image)
        if state.withLock({ $0.images.contains(name) }) { response.image = Self.image(name) }
        return response
    }

    func pullImage(_ request: PullImageRequest) async throws -> PullImageResponse {
        let name = Self.short(request.image.image)
        state.withLock { $0.calls.append(Call(kind: .pull, name: name)) }
        if name.hasPrefix("missing") { throw GRPCError(.notFound, "there is no image \(name)") }
        state.withLock { _ = $0.images.insert(name) }
        var response = PullImageResponse()
        response.imageRef = "sha256:\(name)"
        return response
    }

    func removeImage(_ request: RemoveImageRequest) async throws -> RemoveImageResponse {
        state.withLock { _ = $0.images.remove(Self.short(request.image.image)) }
        return RemoveImageResponse()
    }

    func imageFsInfo(_ request: ImageFsInfoRequest) async throws -> ImageFsInfoResponse {
        var usage = FilesystemUsage()
        usage.timestamp = Int(realNanoseconds())
        var place = FilesystemIdentifier()
        place.mountpoint = "/"
        usage.fsID = place
        (usage.usedBytes, usage.inodesUsed) = (Self.number(1_000_000), Self.number(100))
        var response = ImageFsInfoResponse()
        response.imageFilesystems = [usage]
        return response
    }

    private static func number(_ value: UInt64) -> UInt64Value {
        var number = UInt64Value()
        number.value = value
        return number
    }

    private static func image(_ name: String) -> Image {
        var image = Image()
        (image.id, image.repoTags, image.size) = ("sha256:\(name)", [name], 1_000_000)
        return image
    }

    /// A kubelet may ask by the whole name, or by the id.
    private static func short(_ name: String) -> String {
        for prefix in ["sha256:", "docker.io/library/"] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return name
    }
}
