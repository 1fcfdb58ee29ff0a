internal import Conformance

extension Topic {
    /// - Parameter page: below etcd.io/docs/v3.5/, or a whole address.
    init(step: Int, name: String, page: String, invariant: String, look: String) {
        self.init(
            concept: "etcd", step: step, name: name, source: Self.address(page), invariant: invariant, look: look
        ) { text, scenario in
            var story = Story(scenario, try await StoreInWorker(scenario))
            try await story.tell(text)
        }
    }

    /// A case about the store, told as a story.
    /// - Parameter page: another than the topic's.
    func story(
        _ name: String, must: String, says: String = "", weight: Int = 1, page: String, look: String? = nil,
        _ text: String
    ) -> Case {
        story(name, must: must, weight: weight, source: Self.address(page), says: says, look: look, text)
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
