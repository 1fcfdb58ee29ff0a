internal import Conformance

extension Topic {
    /// - Parameter page: below etcd.io/docs/v3.5/, or a whole address.
    init(step: Int, name: String, page: String, invariant: String, look: String) {
        self.init(
            concept: "etcd", step: step, name: name, source: Self.address(page), invariant: invariant, look: look)
    }

    /// A case about the store, told as a story.
    /// - Parameter says: the documentation's own sentence.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String? = nil, look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(
            name, must: must, says: says, weight: weight, source: page.map(Self.address), look: look
        ) { scenario in
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
        make(name, must: must, says: says, weight: weight, look: look) { scenario in
            var story = try LogStory(scenario)
            try await story.tell(text)
        }
    }

    private static func address(_ page: String) -> String {
        page.hasPrefix("https://") ? page : "https://etcd.io/docs/v3.5/" + page
    }
}
