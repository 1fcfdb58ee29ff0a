/// What holds for every object, of whatever kind: how it is selected, how its amounts are written, whom it belongs to, and
/// whether what was wished is what is.
///
/// ```
///   spec  ── generation ──▶ 2                    labels ◀── holds ── a selector
///   status ─ observed ────▶ 1  … not yet          owners ─▶ decide: does it go, too?
/// ```
/// The contract:
/// - Each function but the owner graph's answers by its arguments alone.
/// - The owner graph is fed with ``observe(_:)``, ``remove(_:)`` and ``remember(absent:)``, and asked with ``decide(_:)``.
/// - Nothing depends on chance, on time that isn't passed in, or on the order of a set.
public protocol ObjectsCore: Sendable {
    init()

    // MARK: Selectors

    /// - Parameter value: the label's; nil when the object hasn't got it.
    func holds(_ requirement: LabelRequirement, for value: String?) -> Bool

    /// The requirements of a label selector's text, by their keys.
    func labelRequirements(_ text: String) throws(SelectorError) -> [LabelRequirement]

    /// The requirements of a field selector's text, in their order.
    func fieldRequirements(_ text: String) throws(SelectorError) -> [FieldRequirement]

    /// - Parameter value: the field's; empty when it isn't set.
    func holds(_ requirement: FieldRequirement, for value: String) -> Bool

    // MARK: Quantities

    /// What a quantity's text stands for.
    func amount(_ text: String) throws(QuantityError) -> Amount

    /// An amount as it is written: in canonical form.
    func canonical(_ amount: Amount) -> String

    // MARK: Owners

    /// An object is there, in this state. Returns the uids that must be decided about because of it.
    mutating func observe(_ object: OwnedObject) -> [String]

    /// An object is gone. Returns the uids that must be decided about because of it.
    mutating func remove(_ uid: String) -> [String]

    /// The server was asked: there is no such object.
    mutating func remember(absent uid: String)

    /// What to do about an object.
    func decide(_ uid: String) -> GarbageDecision

    /// The finalizers of an object whose deletion is asked for.
    /// - Parameters:
    ///   - present: those that it has.
    ///   - policy: nil when the request names none.
    func finalizers(_ present: [String], deletedBy policy: Propagation?) -> [String]

    // MARK: Desired and observed

    /// The generation of an object after a write.
    /// - Parameters:
    ///   - current: before it.
    ///   - old: the object's members by their names, `spec`, `metadata`…, each as JSON text.
    func generation(_ current: Int, from old: [String: String], to new: [String: String]) -> Int

    /// Whether a status speaks of the present wish.
    /// - Parameters:
    ///   - generation: the object's.
    ///   - observed: what its status says.
    func isObserved(_ generation: Int, by observed: Int) -> Bool

    /// The conditions after one was reported.
    /// - Parameter now: seconds.
    func conditions(
        _ conditions: [ObservedCondition], reporting condition: ObservedCondition, at now: Int
    ) -> [ObservedCondition]
}
