internal import Conformance

/// What one step of the lab is about: its cases share a page of the documentation, an invariant, and where to look.
struct Topic: Sendable {
    /// The rules of the steps up to this one are on.
    let step: Int
    /// The middle of the cases' identifiers: `scheduler/taints/…`.
    let name: String
    /// Below kubernetes.io/docs/.
    let page: String
    let invariant: String
    let look: String
    /// A case that only who offers this feature must pass.
    var feature: String?
    /// No student has to write it.
    var isBeyondTheLab = false

    /// A case that is told as a story.
    /// - Parameter says: the documentation's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, visibility: Visibility = .visible,
        page: String? = nil, look: String? = nil, extended: String? = nil, _ text: String
    ) -> Case {
        let step = step
        var told = make(name, must, says, weight, visibility, page, look, extended, isSeeded: false) { scenario in
            try await Story.tell(text, step: step, scenario)
        }
        // The same story can be told to a program, and to a cluster.
        told.script = text
        return told
    }

    /// A case with chance in it: the story makes up its cluster, and a rule written in the suite says what is right.
    func random(
        _ name: String, must: String, says: String = "", weight: Int = 2, _ story: @escaping Case.Story
    ) -> Case {
        make(name, must, says, weight, .visible, nil, nil, nil, isSeeded: true, story)
    }

    private func make(
        _ name: String, _ must: String, _ says: String, _ weight: Int, _ visibility: Visibility, _ page: String?,
        _ look: String?, _ extended: String?, isSeeded: Bool, _ story: @escaping Case.Story
    ) -> Case {
        let requirement = Requirement(
            must, source: "https://kubernetes.io/docs/" + (page ?? self.page), says: says,
            invariant: invariant, look: look ?? self.look)
        return Case(
            "scheduler/\(self.name)/\(name)", requirement,
            coverage: (extended ?? feature).map { .extended(feature: $0) } ?? .core, step: isBeyondTheLab ? nil : step,
            weight: weight,
            visibility: visibility, isSeeded: isSeeded, story)
    }
}
