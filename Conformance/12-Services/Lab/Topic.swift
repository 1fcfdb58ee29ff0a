internal import Conformance

/// What one step of the lab is about: its cases share a page of the documentation, an invariant, and where to look.
struct Topic: Sendable {
    let step: Int
    /// The middle of the cases' identifiers: `services/affinity/…`.
    let name: String
    /// Below kubernetes.io/docs/.
    let page: String
    let invariant: String
    let look: String

    /// A case that is told as a story.
    /// - Parameter says: the documentation's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must, says, weight, page, look, isSeeded: false) { scenario in
            try await Story.tell(text, scenario)
        }
        told.script = text
        return told
    }

    /// A case with chance in it: the story makes up its cluster, and a rule written in the suite says what is right.
    func random(_ name: String, must: String, weight: Int = 2, _ story: @escaping Case.Story) -> Case {
        make(name, must, "", weight, nil, nil, isSeeded: true, story)
    }

    private func make(
        _ name: String, _ must: String, _ says: String, _ weight: Int, _ page: String?, _ look: String?, isSeeded: Bool,
        _ story: @escaping Case.Story
    ) -> Case {
        let requirement = Requirement(
            must, source: "https://kubernetes.io/docs/" + (page ?? self.page), says: says, invariant: invariant,
            look: look ?? self.look)
        return Case(
            "services/\(self.name)/\(name)", requirement, step: step, weight: weight, isSeeded: isSeeded, story)
    }

    static let virtualIPs = "reference/networking/virtual-ips/"
    static let services = "concepts/services-networking/service/"
    static let endpointSlices = "concepts/services-networking/endpoint-slices/"
}
