internal import Conformance

extension Topic {
    /// - Parameter page: below kubernetes.io/docs/.
    init(step: Int, name: String, page: String, invariant: String, look: String) {
        self.init(
            concept: "services", step: step, name: name, source: Self.documentation + page, invariant: invariant,
            look: look
        ) { text, scenario in
            try await Story.tell(text, scenario)
        }
    }

    /// - Parameter page: below kubernetes.io/docs/, another than the topic's.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String, look: String? = nil,
        _ text: String
    ) -> Case {
        story(
            name, must: must, weight: weight, source: Self.documentation + page, says: says, look: look, text)
    }

    private static let documentation = "https://kubernetes.io/docs/"
    static let virtualIPs = "reference/networking/virtual-ips/"
    static let services = "concepts/services-networking/service/"
    static let endpointSlices = "concepts/services-networking/endpoint-slices/"
}
