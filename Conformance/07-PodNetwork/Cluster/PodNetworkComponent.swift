public import Conformance

/// Network plugins under the CNI specification: any program that a container runtime can call, in any language.
///
/// What is judged is what it prints, how it ends, and what the kernel has afterwards. With root only.
public enum PodNetworkComponent {
    static let component = "cni-plugin"

    public static let suite = Suite(
        7, "PodNetwork", level: .component, component: component,
        cases: ProtocolCases.all + ConnectionCases.all + LifetimeCases.all + OwnershipCases.all)

    static let cni = "https://github.com/containernetworking/cni/blob/spec-v1.0.0/SPEC.md"
    static let hostLocal = "https://www.cni.dev/plugins/current/ipam/host-local/"
    static let services = "https://kubernetes.io/docs/concepts/services-networking/"

    /// A case of this suite: a fresh node, and nothing on it.
    static func story(
        _ identifier: String, _ must: String, source: String = cni, says: String = "", weight: Int = 1,
        feature: String? = nil, isSeeded: Bool = false,
        _ body: @escaping @Sendable (inout PluginStage) async throws -> Void
    ) -> Case {
        Case(
            "podnetwork/component/\(identifier)", Requirement(must, source: source, says: says),
            coverage: feature.map { .extended(feature: $0) } ?? .core, weight: weight, isSeeded: isSeeded,
            timeLimit: .seconds(90)
        ) { scenario in
            try await PluginStage.play(scenario, body)
        }
    }
}
