internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(concept: "dns", step: step, name: name, source: source, invariant: invariant, look: look)
    }

    /// A case that is told as a story.
    /// - Parameter says: the source's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, source: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must: must, says: says, weight: weight, source: source, look: look) { scenario in
            try await Story.tell(text, scenario)
        }
        told.script = text
        return told
    }

    /// A case that is told as a story of bytes.
    func wire(
        _ name: String, must: String, says: String = "", weight: Int = 1, source: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must: must, says: says, weight: weight, source: source, look: look) { scenario in
            try await WireStory.tell(text, scenario)
        }
        told.script = text
        return told
    }

    static let specification = "https://github.com/kubernetes/dns/blob/master/docs/specification.md"
    static let pods = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/"
    static let resolverConfiguration = "https://man7.org/linux/man-pages/man5/resolv.conf.5.html"

    static func request(_ number: Int, _ section: String) -> String {
        "https://www.rfc-editor.org/rfc/rfc\(number)#section-\(section)"
    }
}
