internal import Conformance

/// What one step of the lab is about: its cases share a page of the documentation, an invariant, and where to look.
struct Topic: Sendable {
    let step: Int
    /// The middle of the cases' identifiers: `etcd/watch/…`.
    let name: String
    /// Below etcd.io/docs/v3.5/, or a whole address.
    let page: String
    let invariant: String
    let look: String

    /// A case about the store, told as a story.
    /// - Parameter says: the documentation's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must, says, weight, page, look, isSeeded: false) { scenario in
            var story = Story(scenario, try await StoreInWorker(scenario))
            try await story.tell(text)
        }
        // The same story can be told to a program.
        told.script = text
        return told
    }

    /// A case about a file of the log, told as a story.
    func file(_ name: String, must: String, says: String = "", weight: Int = 1, look: String? = nil, _ text: String)
        -> Case
    {
        make(name, must, says, weight, nil, look, isSeeded: false) { scenario in
            var story = try LogStory(scenario)
            try await story.tell(text)
        }
    }

    /// A case with chance in it; a second, naive implementation in the suite says what is right.
    func random(
        _ name: String, must: String, says: String = "", weight: Int = 2, _ story: @escaping Case.Story
    ) -> Case {
        make(name, must, says, weight, nil, nil, isSeeded: true, story)
    }

    private static func address(_ page: String) -> String {
        page.hasPrefix("https://") ? page : "https://etcd.io/docs/v3.5/" + page
    }

    private func make(
        _ name: String, _ must: String, _ says: String, _ weight: Int, _ page: String?, _ look: String?,
        isSeeded: Bool, _ story: @escaping Case.Story
    ) -> Case {
        let requirement = Requirement(
            must, source: Self.address(page ?? self.page), says: says, invariant: invariant,
            look: look ?? self.look)
        return Case(
            "etcd/\(self.name)/\(name)", requirement, step: step, weight: weight, isSeeded: isSeeded, story)
    }
}
