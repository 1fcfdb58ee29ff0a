public import API
public import Schema

/// What decides for a ReplicaSet, without a cluster around it: objects and the present time go in, decisions come out.
///
/// ```
///   a key from the queue ──▶ isUpToDate? ──no──▶ leave it: its watch will bring what was done
///                                │ yes
///                                ▼
///                    claim: which pods are mine? ──▶ difference: how many too few, too many?
///                                                       │                    │
///                             nextBatch, again and again: create         deletionOrder: delete the first
///                             (expectCreations before)                   (expectDeletions before)
/// ```
/// The contract:
/// - Each function answers for itself: whoever asks puts the answers together, writes to the API server and reads from a
///   cache that its watch fills, late.
/// - Nothing depends on chance, on time that isn't passed in, or on the order of a dictionary.
/// - A set is known by its key, `namespace/name`, and so is a pod.
public protocol ReplicaSetCore: Sendable {
    init()

    /// How many pods to create or delete.
    /// - Parameter pods: the set's own, whatever their state.
    func difference(_ set: ReplicaSet, pods: [Pod]) -> ReplicaDifference

    /// How many pods to ask the API server for now, all at the same time; 0 when it's enough for this time.
    /// - Parameters:
    ///   - count: of pods that are missing.
    ///   - created: of these, so many were created already, in the batches before.
    ///   - failed: so many the API server has refused.
    func nextBatch(of count: Int, created: Int, failed: Int) -> Int

    /// Which pods belong to the set, and which are to change hands.
    /// - Parameter pods: whatever the cache has, of all namespaces and owners.
    func claim(_ set: ReplicaSet, pods: [Pod]) -> PodClaim

    /// All of these pods, those first that are to be deleted first.
    /// - Parameters:
    ///   - pods: a set's, all of them active.
    ///   - related: the pods of all sets of the same owner, these among them.
    func deletionOrder(_ pods: [Pod], related: [Pod]) -> [Pod]

    /// Whether the cache shows all that was done for the set, so that it can be acted on.
    func isUpToDate(_ set: String, now: Time) -> Bool

    /// Before creating: the watch will bring so many new pods.
    mutating func expectCreations(_ count: Int, by set: String, now: Time)

    /// Before deleting: the watch will bring the ends of these pods.
    mutating func expectDeletions(_ pods: [String], by set: String, now: Time)

    /// One pod less will come than was expected: its creation has failed, or wasn't tried.
    mutating func creationFailed(by set: String)

    /// The watch has brought something about one of the set's pods.
    mutating func observe(_ event: PodEvent, of set: String)

    /// The set is gone.
    mutating func forget(_ set: String)
}
