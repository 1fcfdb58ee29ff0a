/// What one step of a lab is about: its cases share a source, an invariant, where to look, and the language in which they
/// are told.
public struct Topic: Sendable {
    /// The first word of the cases' identifiers, and the middle: `raft/election/…`.
    let concept: String
    let name: String
    public let step: Int
    let source: String
    let invariant: String
    let look: String
    private let tell: Telling

    /// Tells a story in a suite's own language.
    public typealias Telling = @Sendable (_ text: String, _ scenario: Scenario) async throws -> Void

    public init(
        concept: String, step: Int, name: String, source: String, invariant: String, look: String,
        tell: @escaping Telling
    ) {
        self.concept = concept
        self.step = step
        self.name = name
        self.source = source
        self.invariant = invariant
        self.look = look
        self.tell = tell
    }

    /// - Parameters:
    ///   - says: the source's own sentence.
    ///   - source: another than the topic's.
    ///   - look: another place than the topic's.
    public func make(
        _ name: String, must: String, says: String = "", weight: Int = 1, source: String? = nil, look: String? = nil,
        isSeeded: Bool = false, _ story: @escaping Case.Story
    ) -> Case {
        let requirement = Requirement(
            must, source: source ?? self.source, says: says, invariant: invariant, look: look ?? self.look)
        return Case(
            "\(concept)/\(self.name)/\(name)", requirement, step: step, weight: weight, isSeeded: isSeeded, story)
    }

    /// A case that is told as a story. The same story can be told to a program.
    /// - Parameters:
    ///   - says: the source's own sentence.
    ///   - source: another than the topic's.
    ///   - look: another place than the topic's.
    ///   - feature: that only some offer.
    ///   - tell: another language than the topic's.
    public func story(
        _ name: String, must: String, weight: Int = 1, source: String? = nil, says: String = "", look: String? = nil,
        feature: String? = nil, by tell: Telling? = nil, _ text: String
    ) -> Case {
        let tell = tell ?? self.tell
        var told = make(name, must: must, says: says, weight: weight, source: source, look: look) { scenario in
            try await tell(text, scenario)
        }
        told.script = text
        if let feature { told.coverage = .extended(feature: feature) }
        return told
    }

    /// A case with chance in it: the story makes up what happens, and a rule written in the suite says what is right.
    public func random(
        _ name: String, must: String, says: String = "", weight: Int = 2, _ story: @escaping Case.Story
    ) -> Case {
        make(name, must: must, says: says, weight: weight, isSeeded: true, story)
    }
}
