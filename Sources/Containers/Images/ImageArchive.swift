internal import Linux
internal import Schema

extension ImageStore {
    /// Takes the images of an archive over, as `docker save` and `skopeo copy … oci-archive:` write it.
    /// - Returns: the names under which they are known now.
    package func load(_ archive: [UInt8]) throws -> [String] {
        let bytes = isGzip(archive) ? try gunzip(archive, limit: 4 << 30) : archive
        var files: [String: ArraySlice<UInt8>] = [:]
        for entry in try TarReader.entries(of: bytes) where entry.kind == .file {
            files[entry.name.hasPrefix("./") ? String(entry.name.dropFirst(2)) : entry.name] = entry.contents
        }
        if let manifest = files["manifest.json"] { return try loadDocker(Array(manifest), files) }
        if let index = files["index.json"] { return try loadLayout(Array(index), files) }
        throw ArchiveError("the archive has neither index.json nor manifest.json: it isn't an image")
    }

    /// `manifest.json` names the files of configuration and layers, which have no digests of their own.
    private func loadDocker(_ manifest: [UInt8], _ files: [String: ArraySlice<UInt8>]) throws -> [String] {
        var names: [String] = []
        for image in try JSON(parsing: manifest).array ?? [] {
            let configuration = try file(image["Config"]?.string ?? "", files)
            let layers = try (image["Layers"]?.array ?? []).map { try file($0.string ?? "", files) }
            for name in image["RepoTags"]?.array?.compactMap(\.string) ?? [] {
                try add(configuration, layers, name: name)
                names.append(name)
            }
        }
        return names
    }

    /// The bytes are kept as they are, and with them the image's ID.
    private func add(_ configuration: [UInt8], _ layers: [[UInt8]], name: String) throws {
        var manifest = ImageManifest()
        manifest.config = try descriptor(of: configuration, MediaType.configuration)
        manifest.layers = try layers.map {
            try descriptor(of: $0, MediaType.layer + (isGzip($0) ? "+gzip" : ""))
        }
        _ = try self.layers(of: try add(manifest, name: name))
    }

    /// An OCI layout: the blobs are checked against their digests.
    private func loadLayout(_ index: [UInt8], _ files: [String: ArraySlice<UInt8>]) throws -> [String] {
        var names: [String] = []
        for descriptor in try ImageIndex(json: JSON(parsing: index)).manifests {
            guard
                let name = descriptor.annotations["io.containerd.image.name"]
                    ?? descriptor.annotations["org.opencontainers.image.ref.name"]
            else { continue }
            let manifest = try ImageManifest(json: JSON(parsing: addBlob(descriptor.digest, files)))
            for part in [manifest.config] + manifest.layers { _ = try addBlob(part.digest, files) }
            _ = try layers(of: try add(manifest, name: name))
            names.append(name)
        }
        return names
    }

    private func addBlob(_ digest: String, _ files: [String: ArraySlice<UInt8>]) throws -> [UInt8] {
        let bytes = try file("blobs/sha256/\(digest.dropFirst(7))", files)
        guard try add(bytes) == digest else { throw DigestMismatch(digest: digest) }
        return bytes
    }

    private func file(_ name: String, _ files: [String: ArraySlice<UInt8>]) throws -> [UInt8] {
        guard let bytes = files[name] else { throw ArchiveError("the archive lacks \(name)") }
        return Array(bytes)
    }
}
