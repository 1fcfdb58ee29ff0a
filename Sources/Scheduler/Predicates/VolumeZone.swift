import API
import SchedulerContract

/// A volume that says by its labels in which zone or region it is, is reached from there only.
///
/// The labels are the old way to say so; today volumes have a node affinity (see ``VolumeBinding``). A node without any of
/// the labels is taken to be in a cluster that knows no zones.
/// Source: kubernetes.io, Running in multiple zones → Storage access for zones.
struct VolumeZone: Predicate {
    static let name = PluginName.volumeZone
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels, .storage]
    static let isLocal = false

    private static let keys = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"]
    /// Each label with the values that a node may have there.
    private let places: [(key: String, values: [String])]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let volumes = pod.claims.compactMap { cluster.volumes.claim($0, of: pod) }
            .compactMap { cluster.volumes.volumes[$0.spec.volumeName] }
        places = volumes.flatMap { volume in
            Self.keys.compactMap { key in volume.metadata.labels[key].map { (key, Self.values($0)) } }
        }
        if places.isEmpty { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let labels = cluster.nodes[slot].labels
        guard Self.keys.contains(where: { labels[$0] != nil }) else { return [] }
        return places.allSatisfy { labels[$0.key].map($0.values.contains) ?? false } ? [] : [.volumeZone]
    }

    /// `a__b`: a volume that is in both zones.
    private static func values(_ label: String) -> [String] {
        var values: [String] = []
        var rest = Substring(label)
        while let separator = rest.firstRange(of: "__") {
            values.append(String(rest[..<separator.lowerBound]))
            rest = rest[separator.upperBound...]
        }
        return values + [String(rest)]
    }
}
