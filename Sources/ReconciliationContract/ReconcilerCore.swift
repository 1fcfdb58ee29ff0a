public import API

/// Brings what is to what should be, and knows when it may believe what it sees.
///
/// ```
///   isUpToDate? ──no──▶ leave it: the watch will bring what was written
///        │ yes
///        ▼
///   writes(desired, observed) ──▶ expect ──▶ send ──refused──▶ failed
///                                                └──▶ observe, when the watch brings it
/// ```
/// The contract:
/// - `writes` depends on the two states and on nothing else: not on what has happened, nor on what was written before.
/// - A key is whatever the writes are for; the objects that are written have keys of their own.
public protocol ReconcilerCore: Sendable {
    init()

    /// What is to be written so that there is what should be. Nothing, when that is so.
    /// - Parameters:
    ///   - desired: what should be. Fields that it doesn't set (labels and annotations of others, the uid) are anybody's.
    ///   - observed: what there is of it, and what there is too much.
    func writes(desired: [ConfigMap], observed: [ConfigMap]) -> [Write]

    /// Whether the cache shows all that was written for this key.
    func isUpToDate(_ key: String, now: Moment) -> Bool

    /// These are about to be sent.
    mutating func expect(_ writes: [Write], for key: String, now: Moment)

    /// This one was refused, or wasn't sent.
    mutating func failed(_ write: Write)

    /// The watch has brought this.
    mutating func observe(_ change: Change<ConfigMap>)
}
