/// What came of a case.
///
/// | the story… | verdict |
/// |---|---|
/// | returns | pass |
/// | throws a ``Finding`` or a ``CodeUnderTestError`` | fail |
/// | throws ``Skipped`` | skip |
/// | throws anything else, or doesn't end in time without the subject being to blame | unknown |
///
/// *Unknown* is the harness's own failure; it is never held against the code under test, and never counts as a pass.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case pass, fail, skip, unknown
}

/// Thrown by a story that can't be told here: the subject lacks an optional feature, the machine lacks something.
public struct Skipped: Error, Sendable, Hashable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}

/// Thrown by a story that can't tell: what it relies on, not what it examines, doesn't work.
public struct Undecided: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }

    public var description: String { reason }
}
