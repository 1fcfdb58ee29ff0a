package import CRI
import Containers
import GRPC
import Linux

// Images, as the kubelet asks for them. There is no registry yet: what isn't in the store can't be had.

extension Runtime: ImageService {
    package func listImages(_ request: ListImagesRequest) async throws -> ListImagesResponse {
        var response = ListImagesResponse()
        let name = request.filter?.image?.image ?? ""
        let found = try name.isEmpty ? images.images() : [find(name)].compactMap(\.self)
        response.images = found.map(Image.init)
        return response
    }

    package func imageStatus(_ request: ImageStatusRequest) async throws -> ImageStatusResponse {
        var response = ImageStatusResponse()
        response.image = try find(request.image.image).map(Image.init)
        return response
    }

    package func pullImage(_ request: PullImageRequest) async throws -> PullImageResponse {
        let name = request.image.image
        guard let image = try find(name) else {
            throw GRPCError(
                .notFound,
                "failed to pull image \"\(name)\": not found in the local image store (pulling from registries is not "
                    + "supported yet; add it with `dinghy image build` or `dinghy image load`)")
        }
        var response = PullImageResponse()
        response.imageRef = image.id
        return response
    }

    package func removeImage(_ request: RemoveImageRequest) async throws -> RemoveImageResponse {
        guard try find(request.image.image) != nil else { return RemoveImageResponse() }
        try images.remove(request.image.image)
        return RemoveImageResponse()
    }

    package func imageFsInfo(_ request: ImageFsInfoRequest) async throws -> ImageFsInfoResponse {
        var usage = FilesystemUsage()
        usage.timestamp = Int(realNanoseconds())
        usage.fsID = FilesystemIdentifier()
        usage.fsID?.mountpoint = images.folder
        let (bytes, files) = try treeSize(images.folder)
        usage.usedBytes = UInt64Value(bytes)
        usage.inodesUsed = UInt64Value(files)
        var response = ImageFsInfoResponse()
        response.imageFilesystems = [usage]
        return response
    }

    private func find(_ name: String) throws -> StoredImage? {
        do { return try images.find(name) } catch let error as InvalidImageName {
            throw GRPCError(.invalidArgument, "\(error)")
        }
    }
}

extension Image {
    init(_ image: StoredImage) {
        self.init()
        id = image.id
        repoTags = image.names
        repoDigests = image.digestNames
        size = UInt64(image.size)
        // The local image must not be collected: there is nowhere to fetch it from again.
        pinned = image.localName != nil
        let user = image.configuration.config.user.split(separator: ":").first.map(String.init) ?? ""
        if let number = Int(user) {
            uid = Int64Value()
            uid?.value = number
        } else {
            username = user
        }
    }
}

extension UInt64Value {
    init(_ value: UInt64) {
        self.init()
        self.value = value
    }
}
