import API

/// Prefers nodes that have the pod's images already, by size; an image that few nodes have counts less, so that not
/// every pod of a kind ends on the same node.
struct ImageLocality: Priority {
    static let weight = 1
    private static let megabyte = 1024 * 1024
    private let images: [Cluster.ImageLocations]
    /// What gives no points, and what gives all.
    private let threshold: Int
    private let ceiling: Int

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let containers = pod.pod.spec.containers
        threshold = 23 * Self.megabyte
        ceiling = 1000 * Self.megabyte * containers.count
        images = containers.compactMap { cluster.images[Self.normalized($0.image)] }
        if images.reduce(0, { $0 + $1.size }) <= threshold { return nil }
    }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in
            let sum = images.filter { $0.slots.contains(slot) }
                .reduce(0) { $0 + $1.size * $1.slots.count / max(cluster.order.count, 1) }
            return (min(max(sum, threshold), ceiling) - threshold) * Priorities.maximum / (ceiling - threshold)
        }
    }

    /// Nodes report names with a tag.
    private static func normalized(_ image: String) -> String {
        let name = image.split(separator: "/").last ?? ""
        return name.contains(":") || name.contains("@") ? image : image + ":latest"
    }
}
