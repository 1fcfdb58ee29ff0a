package import Schema

// Images on the node.

/// The name or ID of an image.
package struct ImageSpec: Declared {
    package var image = ""
    package var annotations: [String: String] = [:]
    package var userSpecifiedImage = ""
    package var runtimeHandler = ""
    package init() {}
    package static let schema = Schema<Self>("The name or ID of an image.") {
        Field(1, "image", \.image)
        Field(2, "annotations", \.annotations)
        Field(18, "userSpecifiedImage", \.userSpecifiedImage)
        Field(19, "runtimeHandler", \.runtimeHandler)
    }
}

/// Which images are meant.
package struct ImageFilter: Declared {
    package var image: ImageSpec? = nil
    package init() {}
    package static let schema = Schema<Self>("Which images are meant.") {
        Field(1, "image", \.image)
    }
}

/// Asks for images.
package struct ListImagesRequest: Declared {
    package var filter: ImageFilter? = nil
    package init() {}
    package static let schema = Schema<Self>("Asks for images.") {
        Field(1, "filter", \.filter)
    }
}

/// Images.
package struct ListImagesResponse: Declared {
    package var images: [Image] = []
    package init() {}
    package static let schema = Schema<Self>("Images.") {
        Field(1, "images", \.images)
    }
}

/// An image on the node.
package struct Image: Declared {
    package var id = ""
    package var repoTags: [String] = []
    package var repoDigests: [String] = []
    package var size: UInt64 = 0
    package var uid: Int64Value? = nil
    package var username = ""
    package var spec: ImageSpec? = nil
    package var pinned = false
    package init() {}
    package static let schema = Schema<Self>("An image on the node.") {
        Field(1, "id", \.id)
        Field(2, "repoTags", \.repoTags)
        Field(3, "repoDigests", \.repoDigests)
        Field(4, "size", \.size, "In bytes.")
        Field(5, "uid", \.uid)
        Field(6, "username", \.username)
        Field(7, "spec", \.spec)
        Field(8, "pinned", \.pinned)
    }
}

/// Asks for an image.
package struct ImageStatusRequest: Declared {
    package var image = ImageSpec()
    package var verbose = false
    package init() {}
    package static let schema = Schema<Self>("Asks for an image.") {
        Field(1, "image", \.image)
        Field(2, "verbose", \.verbose)
    }
}

/// The image, if it is there.
package struct ImageStatusResponse: Declared {
    package var image: Image? = nil
    package var info: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("The image, if it is there.") {
        Field(1, "image", \.image)
        Field(2, "info", \.info)
    }
}

/// How to log in to a registry.
package struct AuthConfig: Declared {
    package var username = ""
    package var password = ""
    package var auth = ""
    package var serverAddress = ""
    package var identityToken = ""
    package var registryToken = ""
    package init() {}
    package static let schema = Schema<Self>("How to log in to a registry.") {
        Field(1, "username", \.username)
        Field(2, "password", \.password)
        Field(3, "auth", \.auth)
        Field(4, "serverAddress", \.serverAddress)
        Field(5, "identityToken", \.identityToken)
        Field(6, "registryToken", \.registryToken)
    }
}

/// Fetches an image.
package struct PullImageRequest: Declared {
    package var image = ImageSpec()
    package var auth: AuthConfig? = nil
    package var sandboxConfig: PodSandboxConfig? = nil
    package init() {}
    package static let schema = Schema<Self>("Fetches an image.") {
        Field(1, "image", \.image)
        Field(2, "auth", \.auth)
        Field(3, "sandboxConfig", \.sandboxConfig)
    }
}

/// The fetched image's ID.
package struct PullImageResponse: Declared {
    package var imageRef = ""
    package init() {}
    package static let schema = Schema<Self>("The fetched image's ID.") {
        Field(1, "imageRef", \.imageRef)
    }
}

/// Removes an image with all its names; may be repeated.
package struct RemoveImageRequest: Declared {
    package var image = ImageSpec()
    package init() {}
    package static let schema = Schema<Self>("Removes an image with all its names; may be repeated.") {
        Field(1, "image", \.image)
    }
}

/// Nothing.
package struct RemoveImageResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Asks where images lie and how much they take.
package struct ImageFsInfoRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("Asks where images lie and how much they take.") {}
}

/// Where images lie and how much they take.
package struct ImageFsInfoResponse: Declared {
    package var imageFilesystems: [FilesystemUsage] = []
    package var containerFilesystems: [FilesystemUsage] = []
    package init() {}
    package static let schema = Schema<Self>("Where images lie and how much they take.") {
        Field(1, "imageFilesystems", \.imageFilesystems)
        Field(2, "containerFilesystems", \.containerFilesystems)
    }
}
