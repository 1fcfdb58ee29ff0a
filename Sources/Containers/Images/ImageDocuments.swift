package import Schema

// The documents that an image consists of, as the OCI image specification has them: an index names manifests, a
// manifest names a configuration and layers, each by the digest of its bytes.

/// What is found where, and how large it is.
package struct Descriptor: Declared {
    package var mediaType = ""
    package var digest = ""
    package var size = 0
    package var annotations: [String: String] = [:]
    package init() {}

    package static let schema = Schema<Self>("What is found where.") {
        Field(nil, "mediaType", \.mediaType)
        Field(nil, "digest", \.digest)
        Field(nil, "size", \.size)
        Field(nil, "annotations", \.annotations)
    }
}

/// `index.json`: the images of a layout.
package struct ImageIndex: Declared {
    package var schemaVersion = 2
    package var mediaType = "application/vnd.oci.image.index.v1+json"
    package var manifests: [Descriptor] = []
    package init() {}

    package static let schema = Schema<Self>("The images of a layout.") {
        Field(nil, "schemaVersion", \.schemaVersion)
        Field(nil, "mediaType", \.mediaType)
        Field(nil, "manifests", \.manifests, always: true)
    }
}

package struct ImageManifest: Declared {
    package var schemaVersion = 2
    package var mediaType = "application/vnd.oci.image.manifest.v1+json"
    package var config = Descriptor()
    package var layers: [Descriptor] = []
    package init() {}

    package static let schema = Schema<Self>("What an image consists of.") {
        Field(nil, "schemaVersion", \.schemaVersion)
        Field(nil, "mediaType", \.mediaType)
        Field(nil, "config", \.config)
        Field(nil, "layers", \.layers, always: true)
    }
}

/// An image's configuration: what to run, and the digests of the unpacked layers.
package struct ImageConfiguration: Declared {
    package var architecture = ""
    package var os = "linux"
    package var config = ProcessDefaults()
    package var rootfs = RootLayers()
    package init() {}

    package static let schema = Schema<Self>("An image's configuration.") {
        Field(nil, "architecture", \.architecture)
        Field(nil, "os", \.os)
        Field(nil, "config", \.config, always: true)
        Field(nil, "rootfs", \.rootfs)
    }
}

/// What a container of the image does unless it is told otherwise.
package struct ProcessDefaults: Declared {
    package var user = ""
    package var environment: [String] = []
    package var entrypoint: [String] = []
    package var command: [String] = []
    package var workingFolder = ""
    package var labels: [String: String] = [:]
    package var stopSignal = ""
    package init() {}

    package static let schema = Schema<Self>("What a container of the image does.") {
        Field(nil, "User", \.user)
        Field(nil, "Env", \.environment)
        Field(nil, "Entrypoint", \.entrypoint)
        Field(nil, "Cmd", \.command)
        Field(nil, "WorkingDir", \.workingFolder)
        Field(nil, "Labels", \.labels)
        Field(nil, "StopSignal", \.stopSignal)
    }
}

package struct RootLayers: Declared {
    package var type = "layers"
    /// Of the layers' unpacked archives, the lowest first.
    package var digests: [String] = []
    package init() {}

    package static let schema = Schema<Self>("The digests of the unpacked layers.") {
        Field(nil, "type", \.type)
        Field(nil, "diff_ids", \.digests, always: true)
    }
}

/// The media types that are written here; read are Docker's older names, too.
enum MediaType {
    static let configuration = "application/vnd.oci.image.config.v1+json"
    static let layer = "application/vnd.oci.image.layer.v1.tar"
    static let manifest = "application/vnd.oci.image.manifest.v1+json"
}
