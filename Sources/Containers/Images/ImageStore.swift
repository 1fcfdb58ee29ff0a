internal import Crypto
internal import Glibc
internal import Linux
internal import Pods
internal import PodsContract
internal import Schema

/// The node's images: an OCI layout on disk, and beside it the layers, unpacked.
///
/// ```
/// index.json             which names mean which manifest
/// blobs/sha256/…         manifests, configurations, layers, each named by the digest of its bytes
/// layers/…/              unpacked layers, named by the digest of the unpacked archive
/// ```
/// Several processes may use one store: whoever changes it holds a lock, and what is in place never changes.
/// Whatever is read from `blobs` is verified against its name.
///
/// Left out compared with a real runtime: registries (a later issue), images for several architectures.
package struct ImageStore: Sendable {
    package let folder: String

    package init(folder: String) throws {
        self.folder = folder
        try makeFolder(folder + "/blobs/sha256")
        try makeFolder(folder + "/layers")
        if !fileExists(folder + "/oci-layout") {
            try replaceFile(folder + "/oci-layout", with: Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
        }
    }

    // MARK: - Finding

    /// All images, in the order in which they came.
    package func images() throws -> [StoredImage] {
        var images: [StoredImage] = []
        for descriptor in try index().manifests {
            let name = descriptor.annotations[Self.nameKey]
            if let known = images.firstIndex(where: { $0.manifestDigest == descriptor.digest }) {
                images[known].names += [name].compactMap(\.self)
            } else {
                images.append(try image(descriptor))
            }
        }
        return images
    }

    /// - Parameter name: as people write it, or an image's ID.
    /// - Throws: ``InvalidImageName``
    package func find(_ name: String) throws -> StoredImage? {
        let images = try images()
        if let image = images.first(where: { $0.id == name || $0.id == "sha256:\(name)" }) { return image }
        let reference = try ImageReference(parsing: name)
        if !reference.digest.isEmpty {
            return images.first { image in
                image.manifestDigest == reference.digest && image.isNamed(reference)
            }
        }
        return images.first { $0.names.contains(reference.description) }
            ?? images.first { $0.localName == reference.shortName }
    }

    private func image(_ descriptor: Descriptor) throws -> StoredImage {
        let manifest = try ImageManifest(json: try JSON(parsing: blob(descriptor.digest)))
        let configuration = try ImageConfiguration(json: try JSON(parsing: blob(manifest.config.digest)))
        return StoredImage(
            manifestDigest: descriptor.digest, names: [descriptor.annotations[Self.nameKey]].compactMap(\.self),
            localName: descriptor.annotations[Self.localKey], manifest: manifest, configuration: configuration)
    }

    // MARK: - Adding and removing

    /// Adds a blob under its digest, which is returned.
    package func add(_ bytes: [UInt8]) throws -> String {
        let digest = sha256(bytes)
        let path = blobPath(digest)
        if !fileExists(path) { try replaceFile(path, with: bytes) }
        return digest
    }

    /// Adds an image whose layers are archives, the lowest first. A name that another image has goes over to this one.
    /// - Parameter localName: a repository; the image answers to it with any tag and registry.
    package func add(
        _ configuration: ImageConfiguration, layers: [[UInt8]], name: String, localName: String? = nil
    ) throws -> StoredImage {
        var configuration = configuration
        var manifest = ImageManifest()
        configuration.rootfs.digests = []
        for layer in layers {
            manifest.layers.append(try descriptor(of: layer, MediaType.layer + (isGzip(layer) ? "+gzip" : "")))
            configuration.rootfs.digests.append(sha256(try unpacked(layer)))
        }
        manifest.config = try descriptor(of: configuration.json.bytes, MediaType.configuration)
        return try add(manifest, name: name, localName: localName)
    }

    /// Adds an image whose blobs are here already.
    package func add(_ manifest: ImageManifest, name: String, localName: String? = nil) throws -> StoredImage {
        let reference = try ImageReference(parsing: name)
        var descriptor = try descriptor(of: manifest.json.bytes, MediaType.manifest)
        descriptor.annotations[Self.nameKey] = reference.description
        descriptor.annotations[Self.localKey] = localName
        let image = try image(descriptor)
        try changeIndex { index in
            index.manifests.removeAll { $0.annotations[Self.nameKey] == reference.description }
            index.manifests.append(descriptor)
        }
        return image
    }

    /// Removes an image with all its names, and the blobs that no other image has. Its unpacked layers may be in use:
    /// they stay until ``removeLayers(except:)``. One that isn't there is fine.
    package func remove(_ name: String) throws {
        guard let image = try find(name) else { return }
        try changeIndex { index in index.manifests.removeAll { $0.digest == image.manifestDigest } }
        let kept = Set(try images().flatMap { $0.blobs })
        for digest in image.blobs where !kept.contains(digest) { try removeTree(blobPath(digest)) }
    }

    func descriptor(of bytes: [UInt8], _ mediaType: String) throws -> Descriptor {
        var descriptor = Descriptor()
        descriptor.mediaType = mediaType
        descriptor.digest = try add(bytes)
        descriptor.size = bytes.count
        return descriptor
    }

    // MARK: - Layers

    /// The image's layers as folders, the uppermost first; unpacked when they aren't yet.
    package func layers(of image: StoredImage) throws -> [String] {
        let blobs = image.manifest.layers.map { LayerDescriptor(digest: $0.digest, size: $0.size) }
        let claims = try DefaultPodsCore().layerClaims(blobs, diffIDs: image.configuration.rootfs.digests)
        return try claims.map(layerFolder).reversed()
    }

    /// Removes unpacked layers that no image and none of these folders stands for.
    package func removeLayers(except used: Set<String>) throws {
        try withLock {
            let kept = Set(try images().flatMap(\.configuration.rootfs.digests).map(layerPath)).union(used)
            for name in try listFolder(folder + "/layers") {
                let path = "\(folder)/layers/\(name)"
                if !kept.contains(path) { try removeTree(path) }
            }
        }
    }

    private func layerFolder(_ claim: LayerClaim) throws -> String {
        let path = layerPath(claim.diffID)
        if fileExists(path) { return path }
        return try withLock {
            if fileExists(path) { return path }
            let bytes = try readFile(blobPath(claim.blob.digest))
            let archive = try unpacked(bytes)
            let found = LayerDescriptor(digest: sha256(bytes), size: bytes.count)
            try DefaultPodsCore().check(LayerClaim(found, diffID: sha256(archive)), against: claim)
            // Beside its place first: a layer is whole or not there.
            let beside = path + ".new"
            try removeTree(beside)
            try makeFolder(beside)
            try LayerUnpacker(folder: beside).unpack(try TarReader.entries(of: archive))
            try systemCall("rename", path) { rename(beside, path) }
            return path
        }
    }

    /// Short, as many of them must fit into the options of one mount.
    private func layerPath(_ digest: String) -> String { "\(folder)/layers/\(digest.dropFirst(7).prefix(24))" }

    private func unpacked(_ layer: [UInt8]) throws -> [UInt8] {
        isGzip(layer) ? try gunzip(layer, limit: 4 << 30) : layer
    }

    // MARK: - Files

    /// - Throws: ``DigestMismatch`` when the bytes aren't what the name says.
    func blob(_ digest: String) throws -> [UInt8] {
        guard ImageReference.isDigest(digest) else { throw DigestMismatch(digest: digest) }
        let bytes = try readFile(blobPath(digest))
        guard sha256(bytes) == digest else { throw DigestMismatch(digest: digest) }
        return bytes
    }

    private func blobPath(_ digest: String) -> String { "\(folder)/blobs/sha256/\(digest.dropFirst(7))" }

    private func index() throws -> ImageIndex {
        guard fileExists(folder + "/index.json") else { return ImageIndex() }
        return try ImageIndex(json: try JSON(parsing: readFile(folder + "/index.json")))
    }

    private func changeIndex(_ change: (inout ImageIndex) -> Void) throws {
        try withLock {
            var index = try index()
            change(&index)
            try replaceFile(folder + "/index.json", with: index.json.bytes, durable: true)
        }
    }

    private func withLock<Value>(_ body: () throws -> Value) throws -> Value {
        try withFileLock(folder + "/lock", body)
    }

    private static let nameKey = "org.opencontainers.image.ref.name"
    private static let localKey = "dinghy.image.local"
}

/// An image of the store.
package struct StoredImage: Hashable, Sendable {
    package let manifestDigest: String
    /// In full: `docker.io/library/busybox:latest`.
    package var names: [String]
    /// Answers to this repository with any tag and registry.
    package let localName: String?
    package let manifest: ImageManifest
    package let configuration: ImageConfiguration

    /// The configuration's digest.
    package var id: String { manifest.config.digest }
    /// In bytes, as it is stored.
    package var size: Int { manifest.layers.reduce(manifest.config.size) { $0 + $1.size } }

    /// As `name@digest`.
    package var digestNames: [String] {
        let names = names.compactMap { try? ImageReference(parsing: $0).name }
        return Set(names).sorted().map { "\($0)@\(manifestDigest)" }
    }

    fileprivate func isNamed(_ reference: ImageReference) -> Bool {
        localName == reference.shortName || names.contains { (try? ImageReference(parsing: $0).name) == reference.name }
    }

    fileprivate var blobs: [String] { [manifestDigest, manifest.config.digest] + manifest.layers.map(\.digest) }
}

/// Bytes that aren't what their name says: damaged, or tampered with.
package struct DigestMismatch: Error, Hashable, CustomStringConvertible {
    package let digest: String
    package var description: String { "the contents of \(digest) don't have that digest" }
}

func sha256(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    let digits = Array("0123456789abcdef".utf8)
    let hex = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "sha256:" + String(decoding: hex, as: UTF8.self)
}
