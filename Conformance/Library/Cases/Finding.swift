/// What was found wrong, so that somebody who reads it knows what to change:
/// *scenario → expected, with the sentence of the documentation → observed → which invariant → where to look*.
public struct Finding: Error, Sendable, Hashable {
    /// What had happened before, a sentence each.
    public var scenario: [String]
    public var expected: String
    /// The documentation's own sentence, and where it stands.
    public var documentation: String
    public var source: String
    public var observed: String
    public var invariant: String
    public var look: String
    public var evidence: [Evidence]

    public init(
        scenario: [String] = [], expected: String, documentation: String = "", source: String = "", observed: String,
        invariant: String = "", look: String = "", evidence: [Evidence] = []
    ) {
        self.scenario = scenario
        self.expected = expected
        self.documentation = documentation
        self.source = source
        self.observed = observed
        self.invariant = invariant
        self.look = look
        self.evidence = evidence
    }
}

/// A text that shows what happened: what the code printed, a log, a list of messages. A file in the report's folder.
public struct Evidence: Sendable, Hashable {
    /// A file name: `output.txt`.
    public var name: String
    public var text: String

    public init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
