import API

/// For each image, where it is and how large.
struct ImageTable: Sendable {
    struct Image: Sendable {
        /// Bytes.
        var size = 0
        var slots: Set<Int> = []
    }

    private var images: [String: Image] = [:]

    subscript(name: String) -> Image? { images[name] }

    mutating func add(_ list: [ContainerImage], of slot: Int) {
        for image in list {
            for name in image.names {
                images[name, default: Image()].size = min(image.sizeBytes, 1 << 52)
                images[name]?.slots.insert(slot)
            }
        }
    }

    mutating func remove(_ names: [String], of slot: Int) {
        for name in names {
            images[name]?.slots.remove(slot)
            if images[name]?.slots.isEmpty == true { images[name] = nil }
        }
    }
}
