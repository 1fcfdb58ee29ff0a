internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "dns", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            try await Story.tell(text, scenario)
        }
    }

    /// A case that is told as a story of bytes.
    func wire(
        _ name: String, must: String, weight: Int = 1, source: String? = nil, says: String = "", look: String? = nil,
        _ text: String
    ) -> Case {
        story(
            name, must: must, weight: weight, source: source, says: says, look: look,
            by: { text, scenario in try await WireStory.tell(text, scenario) }, text)
    }

    static let specification = "https://github.com/kubernetes/dns/blob/master/docs/specification.md"
    static let pods = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/"
    static let resolverConfiguration = "https://man7.org/linux/man-pages/man5/resolv.conf.5.html"

    static func request(_ number: Int, _ section: String) -> String {
        "https://www.rfc-editor.org/rfc/rfc\(number)#section-\(section)"
    }
}
