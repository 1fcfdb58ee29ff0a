package import API
import Objects
package import Schema

/// What is special about one kind inside the API server; everything else follows from its declaration.
///
/// The generic path of a write is
///
/// ```
/// body ─▶ prune ─▶ declared defaults ─▶ applyDefaults ─▶ admission ─▶ prepare… ─▶ validate… ─▶ store
/// ```
/// A strategy works on documents where it changes them, so that no member it doesn't know is lost, and may read them
/// as the kind's Swift type where it only looks.
package protocol Strategy: Sendable {
    /// Defaults that depend on other members. (What is always the same stands in the kind's declaration.)
    func applyDefaults(_ document: inout JSON)
    /// Sets and clears what the server owns in a new object: allocations and status.
    func prepareForCreate(_ document: inout JSON)
    /// Takes back what an update may not change.
    func prepareForUpdate(_ document: inout JSON, from old: JSON)
    /// The errors of a document as a whole, beyond what its shape says.
    func validate(_ document: JSON) -> [StatusCause]
    /// The errors of a change: immutable members.
    func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause]
    /// How long an object is given to stop when a DELETE doesn't say; in seconds.
    func gracePeriod(of document: JSON) -> Int
    /// What else changes when an object is marked as being deleted: a namespace's phase.
    func marked(_ document: JSON) -> JSON
    /// What only one object of the cluster can have, and this one has: `clusterips/10.96.0.10`.
    func claims(of document: JSON) -> [String]
    /// Gives an object what it has asked for and doesn't name: a free cluster IP, a free node port.
    ///
    /// - Parameters:
    ///   - old: nil for a new object.
    ///   - taken: the claims of all other objects of the kind.
    ///   - random: gives a number below its argument.
    func allocate(
        _ document: inout JSON, from old: JSON?, taken: () -> Set<String>, random: (Int) -> Int
    ) throws(Status)
    /// The error when a claim turns out to belong to somebody else.
    func refusal(ofClaim claim: String, for document: JSON) -> Status
    /// True when an error comes from what was allocated here, not from what the client asked for: try once more.
    func isAllocationRace(_ error: Status, sent: JSON) -> Bool
    /// Whether POST (and a PUT with no object there) may make one.
    var allowsCreateOnUpdate: Bool { get }
    /// The name's rule: most are DNS subdomains.
    func nameErrors(_ name: String) -> [String]
    /// True when `metadata.generation` counts changes of the spec.
    var countsGenerations: Bool { get }
}

extension Strategy {
    package func applyDefaults(_ document: inout JSON) {}
    package func prepareForCreate(_ document: inout JSON) {}
    package func prepareForUpdate(_ document: inout JSON, from old: JSON) {}
    package func validate(_ document: JSON) -> [StatusCause] { [] }
    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] { [] }
    package func gracePeriod(of document: JSON) -> Int { 0 }
    package func marked(_ document: JSON) -> JSON { document }
    package func claims(of document: JSON) -> [String] { [] }
    package func allocate(
        _ document: inout JSON, from old: JSON?, taken: () -> Set<String>, random: (Int) -> Int
    ) throws(Status) {}
    package func refusal(ofClaim claim: String, for document: JSON) -> Status {
        .internalError("\(claim) is taken")
    }
    package func isAllocationRace(_ error: Status, sent: JSON) -> Bool { false }
    package var allowsCreateOnUpdate: Bool { false }
    package func nameErrors(_ name: String) -> [String] { LabelSyntax.problems(ofSubdomain: name) }
    package var countsGenerations: Bool { true }
}

/// A kind of which nothing is special.
package struct PlainStrategy: Strategy {
    package init() {}
}
