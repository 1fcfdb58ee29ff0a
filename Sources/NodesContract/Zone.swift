public import API
public import Schema

/// A failure zone: machines that are likely to fail together, because they share a building, a switch, a power line.
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Rate limits on eviction".
public struct Zone: Declared, Hashable {
    public var name = ""
    public var state = ZoneState()
    /// From so many nodes a second pods may be evicted.
    public var evictionRate = 0.0

    public init() {}

    public init(_ name: String, _ state: ZoneState, evictionRate: Double) {
        (self.name, self.state, self.evictionRate) = (name, state, evictionRate)
    }

    public static let schema = Schema<Self>("A failure zone.") {
        Field(nil, "name", \.name, always: true, "Region and zone.")
        Field(nil, "state", \.state, always: true, "Normal, PartialDisruption or FullDisruption.")
        Field(nil, "evictionRate", \.evictionRate, always: true, "In nodes a second.")
    }
}

/// How a zone is.
public struct ZoneState: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let normal: ZoneState = "Normal"
    /// Many of its nodes aren't ready.
    public static let partialDisruption: ZoneState = "PartialDisruption"
    /// None of its nodes is ready.
    public static let fullDisruption: ZoneState = "FullDisruption"
}

extension Node {
    /// Of its labels: `eu/a`, or `/` when it has none.
    public var zoneName: String {
        let labels = metadata.labels
        return "\(labels["topology.kubernetes.io/region"] ?? "")/\(labels["topology.kubernetes.io/zone"] ?? "")"
    }
}
