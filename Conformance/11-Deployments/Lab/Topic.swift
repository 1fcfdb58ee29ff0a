internal import Conformance

/// What one step of the lab is about: its cases share a source, an invariant, and where to look.
struct Topic: Sendable {
    let step: Int
    /// The middle of the cases' identifiers: `deployments/ownership/…`.
    let name: String
    let source: String
    let invariant: String
    let look: String

    /// A case that is told as a story.
    /// - Parameter says: the source's own sentence.
    func story(
        _ name: String, must: String, weight: Int = 1, source: String? = nil, says: String = "", look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must, says, weight, source, look, isSeeded: false) { scenario in
            var story = try Story(scenario)
            try await story.tell(text)
        }
        told.script = text
        return told
    }

    /// A case with chance in it: the story makes up its pods, and a rule written in the suite says what is right.
    func random(
        _ name: String, must: String, says: String = "", weight: Int = 2, _ story: @escaping Case.Story
    ) -> Case {
        make(name, must, says, weight, nil, nil, isSeeded: true, story)
    }

    private func make(
        _ name: String, _ must: String, _ says: String, _ weight: Int, _ source: String?, _ look: String?,
        isSeeded: Bool, _ story: @escaping Case.Story
    ) -> Case {
        let requirement = Requirement(
            must, source: source ?? self.source, says: says, invariant: invariant, look: look ?? self.look)
        return Case(
            "deployments/\(self.name)/\(name)", requirement, step: step, weight: weight, isSeeded: isSeeded, story)
    }
}

/// Where requirements are from.
enum Page {
    static let deployment = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"
    static let code = "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/"
}
