/// What one step of a lab is about: its cases share a source, an invariant, and where to look. How a case is told is each
/// suite's own, as an extension.
public struct Topic: Sendable {
    /// The first word of the cases' identifiers, and the middle: `raft/election/…`.
    let concept: String
    let name: String
    public let step: Int
    let source: String
    let invariant: String
    let look: String

    public init(concept: String, step: Int, name: String, source: String, invariant: String, look: String) {
        self.concept = concept
        self.step = step
        self.name = name
        self.source = source
        self.invariant = invariant
        self.look = look
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

    /// A case with chance in it: the story makes up what happens, and a rule written in the suite says what is right.
    public func random(
        _ name: String, must: String, says: String = "", weight: Int = 2, _ story: @escaping Case.Story
    ) -> Case {
        make(name, must: must, says: says, weight: weight, isSeeded: true, story)
    }
}
