internal import Conformance

extension Topic {
    /// - Parameter page: below kubernetes.io/docs/.
    init(step: Int, name: String, page: String, invariant: String, look: String) {
        self.init(
            concept: "services", step: step, name: name, source: Self.documentation + page, invariant: invariant,
            look: look)
    }

    /// A case that is told as a story.
    /// - Parameter says: the documentation's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(
            name, must: must, says: says, weight: weight, source: page.map { Self.documentation + $0 }, look: look
        ) { scenario in
            try await Story.tell(text, scenario)
        }
        told.script = text
        return told
    }

    private static let documentation = "https://kubernetes.io/docs/"
    static let virtualIPs = "reference/networking/virtual-ips/"
    static let services = "concepts/services-networking/service/"
    static let endpointSlices = "concepts/services-networking/endpoint-slices/"
}
