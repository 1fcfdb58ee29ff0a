internal import Conformance
internal import Linux

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "podnetwork", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            try await Story.told(scenario) { story in try story.tell(text) }
        }
    }

    /// A case that makes up what happens.
    func chance(
        _ name: String, must: String, _ body: @escaping @Sendable (inout Story, inout Randomness) throws -> Void
    ) -> Case {
        random(name, must: must) { scenario in
            try await Story.told(scenario) { story in
                var random = scenario.randomness()
                try body(&story, &random)
            }
        }
    }
}

/// Where requirements are from.
enum Page {
    static let model = "https://kubernetes.io/docs/concepts/cluster-administration/networking/"
    static let services = "https://kubernetes.io/docs/concepts/services-networking/"
    static let cni = "https://github.com/containernetworking/cni/blob/spec-v1.0.0/SPEC.md"
    static let cni04 = "https://github.com/containernetworking/cni/blob/spec-v0.4.0/SPEC.md"
    static let hostLocal = "https://www.cni.dev/plugins/current/ipam/host-local/"
    static let ptp = "https://www.cni.dev/plugins/current/main/ptp/"
    static let kernel = "https://man7.org/linux/man-pages/man7/rtnetlink.7.html"
}
