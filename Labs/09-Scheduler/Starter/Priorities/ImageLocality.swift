import API
import SchedulerContract

/// Prefers nodes that have the pod's images already, by size; an image that few nodes have counts less, so that not
/// every pod of a kind ends on the same node.
struct ImageLocality: Priority {
    static let name = PluginName.imageLocality
    private static let megabyte = 1024 * 1024
    private let images: [ImageTable.Image]
    /// What gives no points, and what gives all.
    private let threshold = 23 * megabyte
    private let ceiling: Int

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) {
        let containers = pod.pod.spec.initContainers + pod.pod.spec.containers
        ceiling = 1000 * Self.megabyte * containers.count
        images = containers.compactMap { cluster.images[Self.normalized($0.image)] }
        if images.isEmpty { return nil }
    }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] {
        let nodeCount = Double(max(cluster.order.count, 1))
        return slots.map { slot in
            let sum = images.reduce(0) { sum, image in
                guard image.slots.contains(slot) else { return sum }
                return sum + Int(Double(image.size) * (Double(image.slots.count) / nodeCount))
            }
            return (min(max(sum, threshold), ceiling) - threshold) * Priorities.maximum / (ceiling - threshold)
        }
    }

    /// Nodes report names with a tag.
    private static func normalized(_ image: String) -> String {
        let name = image.split(separator: "/").last ?? ""
        return name.contains(":") || name.contains("@") ? image : image + ":latest"
    }
}
