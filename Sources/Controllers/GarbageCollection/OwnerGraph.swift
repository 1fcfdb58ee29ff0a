package import API
import OrderedCollections

/// Who owns whom: the memory of the garbage collector, and its judgement.
///
/// ```            Deployment ◀── owner ── ReplicaSet ◀── owner ── Pod   deleted:      ✗                      ↓ dangling
/// ↓ dangling, as soon as the ReplicaSet is gone ``` An object all of whose owners are gone is garbage. An owner that
/// is nowhere in the graph may only be unknown yet (the kinds are watched one by one), so it is looked up before
/// anything is deleted because of it.
///
/// | policy     | the owner                          | the dependents                                   |
/// |------------|------------------------------------|--------------------------------------------------|
/// | Background | goes at once                       | are found without an owner, and go               |
/// | Foreground | stays until its dependents went    | go first; those that block keep the owner        |
/// | Orphan     | stays until they are set free      | lose the reference, and stay                     |
///
/// Source: kubernetes.io/docs/concepts/architecture/garbage-collection.
package struct OwnerGraph: Sendable {
    /// So many uids of owners that don't exist are remembered.
    private static let absentCapacity = 500

    private var objects: [String: OwnedObject] = [:]
    private var dependents: [String: Set<String>] = [:]
    private var absent: OrderedSet<String> = []

    package init() {}

    package subscript(uid: String) -> OwnedObject? { objects[uid] }

    // MARK: - Events. Each returns the uids that must be looked at because of it.

    package mutating func observe(_ object: OwnedObject) -> [String] {
        let old = objects.updateValue(object, forKey: object.uid)
        absent.remove(object.uid)
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
        absent.append(uid)
        if absent.count > Self.absentCapacity { absent.removeFirst() }
    }

    private mutating func unlink(_ uid: String, from owner: String) {
        dependents[owner]?.remove(uid)
        if dependents[owner]?.isEmpty == true { dependents[owner] = nil }
    }

    func dependents(of uid: String) -> [OwnedObject] {
        (dependents[uid] ?? []).sorted().compactMap { objects[$0] }
    }

    // MARK: - Judgement

    package func decide(_ uid: String) -> GarbageDecision {
        guard let object = objects[uid] else { return .nothing }
        return object.isGoing ? finish(object) : judge(object)
    }

    /// The object is being deleted: does it wait for us?
    private func finish(_ object: OwnedObject) -> GarbageDecision {
        let dependents = dependents(of: object.uid)
        if object.orphansDependents { return .setFree(dependents) }
        guard object.waitsForDependents else { return .nothing }
        let blocking = dependents.filter { $0.blocks(object.uid) }
        if blocking.isEmpty { return .removeFinalizer(DeletionFinalizer.foreground) }
        return .lookAt(blocking.filter { !$0.isGoing }.map(\.uid))
    }

    private func judge(_ object: OwnedObject) -> GarbageDecision {
        guard !object.owners.isEmpty else { return .nothing }
        let unknown = object.owners.filter { objects[$0.uid] == nil && !absent.contains($0.uid) }
        guard unknown.isEmpty else { return .lookUp(unknown) }
        let gone = object.owners.filter { objects[$0.uid] == nil }
        let waiting = object.owners.filter { isWaiting($0.uid) }
        if gone.count + waiting.count < object.owners.count {
            let useless = (gone + waiting).map(\.uid)
            return useless.isEmpty ? .nothing : .removeReferences(useless)
        }
        if object.orphansDependents { return .delete(.orphan) }
        let hasDependents = dependents[object.uid] != nil
        return .delete(object.waitsForDependents || !waiting.isEmpty && hasDependents ? .foreground : .background)
    }

    private func isWaiting(_ uid: String) -> Bool {
        guard let owner = objects[uid] else { return false }
        return owner.isGoing && owner.waitsForDependents
    }
}

extension OwnedObject {
    /// Its owner must stay until this one is gone.
    fileprivate func blocks(_ owner: String) -> Bool {
        owners.contains { $0.uid == owner && $0.blockOwnerDeletion == true }
    }
}

/// What to do about an object.
package enum GarbageDecision: Sendable, Hashable {
    case nothing
    /// Ask the server whether these exist, and decide again.
    case lookUp([OwnerReference])
    /// The object stays, but these owners are no use to it any more.
    case removeReferences([String])
    case delete(PropagationPolicy)
    /// Take the references to the object out of these, and the finalizer `orphan` out of the object.
    case setFree([OwnedObject])
    case removeFinalizer(String)
    /// Others have to go first.
    case lookAt([String])
}
