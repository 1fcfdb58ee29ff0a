package import ObjectsContract

/// The rules as labs and suites see them.
package struct DefaultObjectsCore: ObjectsCore {
    private var graph = OwnerGraph()

    package init() {}

    // MARK: Selectors

    package func holds(_ requirement: LabelRequirement, for value: String?) -> Bool { requirement.holds(for: value) }

    package func labelRequirements(_ text: String) throws(SelectorError) -> [LabelRequirement] {
        try LabelRequirements(parsing: text).requirements
    }

    package func fieldRequirements(_ text: String) throws(SelectorError) -> [FieldRequirement] {
        try FieldRequirements(parsing: text).requirements
    }

    package func holds(_ requirement: FieldRequirement, for value: String) -> Bool { requirement.holds(for: value) }

    // MARK: Quantities

    package func amount(_ text: String) throws(QuantityError) -> Amount { try Amount(reading: text) }

    package func canonical(_ amount: Amount) -> String { amount.canonical }

    // MARK: Owners

    package mutating func observe(_ object: OwnedObject) -> [String] { graph.observe(object) }

    package mutating func remove(_ uid: String) -> [String] { graph.remove(uid) }

    package mutating func remember(absent uid: String) { graph.remember(absent: uid) }

    package func decide(_ uid: String) -> GarbageDecision { graph.decide(uid) }

    package func finalizers(_ present: [String], deletedBy policy: Propagation?) -> [String] {
        policy?.finalizers(present) ?? present
    }

    // MARK: Desired and observed

    package func generation(_ current: Int, from old: [String: String], to new: [String: String]) -> Int {
        Generation.next(current, from: old, to: new)
    }

    package func isObserved(_ generation: Int, by observed: Int) -> Bool {
        Generation.isObserved(generation, by: observed)
    }

    package func conditions(
        _ conditions: [ObservedCondition], reporting condition: ObservedCondition, at now: Int
    ) -> [ObservedCondition] {
        var conditions = conditions
        conditions.report(condition, at: now)
        return conditions
    }
}
