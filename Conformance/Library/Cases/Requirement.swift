/// What must hold, who says so, and what somebody should look at who doesn't keep it.
public struct Requirement: Sendable, Hashable {
    /// One sentence with MUST or MUST NOT.
    public var must: String
    /// A page of the documentation, a KEP, an RFC, or a paper's section.
    public var source: String
    /// The source's own sentence; a failure quotes it. Empty when there is no such sentence.
    public var says: String
    /// What holds at all times in a program that keeps the requirement; the failure names it. May be empty.
    public var invariant: String
    /// A file, a function, or a question that leads to the fault. May be empty.
    public var look: String

    public init(_ must: String, source: String, says: String = "", invariant: String = "", look: String = "") {
        self.must = must
        self.source = source
        self.says = says
        self.invariant = invariant
        self.look = look
    }
}
