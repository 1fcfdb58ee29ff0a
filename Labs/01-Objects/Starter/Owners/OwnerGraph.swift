package import ObjectsContract

/// Who owns whom: the memory of the garbage collector.
///
/// ```
///        Deployment ◀── owner ── ReplicaSet ◀── owner ── Pod
///        deleted ✗                   │                    │
///                                    └ dangling: goes     └ dangling as soon as the ReplicaSet is gone
/// ```
/// It is filled by watches of every kind, one by one, so an owner that is nowhere in it may only be unknown yet; when the
/// server says that there is none, that is remembered, too. What follows from all this is said in `Garbage.swift` and
/// `OwnersEnd.swift`.
///
/// Source: kubernetes.io/docs/concepts/architecture/garbage-collection.
package struct OwnerGraph: Sendable {
    /// So many uids of owners that don't exist are remembered.
    private static let absentCapacity = 500

    private var objects: [String: OwnedObject] = [:]
    private var dependents: [String: Set<String>] = [:]
    /// The one known longest first.
    private var absent: [String] = []

    package init() {}

    /// - Returns: nil for what isn't in the graph.
    package subscript(uid: String) -> OwnedObject? { objects[uid] }

    /// Those that name it as an owner, by their uids.
    func dependents(of uid: String) -> [OwnedObject] {
        (dependents[uid] ?? []).sorted().compactMap { objects[$0] }
    }

    /// The server was asked, and there is no such object.
    func isAbsent(_ uid: String) -> Bool { absent.contains(uid) }

    // MARK: - Events. Each returns the uids that must be looked at because of it.

    package mutating func observe(_ object: OwnedObject) -> [String] {
        let old = objects.updateValue(object, forKey: object.uid)
        absent.removeAll { $0 == object.uid }
        let before = Set(old?.owners.map(\.uid) ?? [])
        let after = Set(object.owners.map(\.uid))
        for owner in before.subtracting(after) { unlink(object.uid, from: owner) }
        for owner in after { dependents[owner, default: []].insert(object.uid) }
        var affected = before.symmetricDifference(after).filter { objects[$0]?.waitsForDependents == true }.sorted()
        if old == nil || before != after || object.isGoing { affected.append(object.uid) }
        if object.isGoing, object.waitsForDependents { affected += self.dependents(of: object.uid).map(\.uid) }
        return affected
    }

    package mutating func remove(_ uid: String) -> [String] {
        guard let object = objects.removeValue(forKey: uid) else { return [] }
        remember(absent: uid)
        for owner in object.owners { unlink(uid, from: owner.uid) }
        let waitingOwners = object.owners.map(\.uid).filter { objects[$0]?.isGoing == true }
        return dependents(of: uid).map(\.uid) + waitingOwners
    }

    /// The server says that there is no such object.
    package mutating func remember(absent uid: String) {
        guard !absent.contains(uid) else { return }
        absent.append(uid)
        if absent.count > Self.absentCapacity { absent.removeFirst() }
    }

    private mutating func unlink(_ uid: String, from owner: String) {
        dependents[owner]?.remove(uid)
        if dependents[owner]?.isEmpty == true { dependents[owner] = nil }
    }
}
