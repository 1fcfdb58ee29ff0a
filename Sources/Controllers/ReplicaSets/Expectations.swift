package import Schema

/// What a controller has written and not yet seen in its own cache.
///
/// The cache lags behind the API server. A controller that has just created three pods and looks again too early would
/// count none of them and create three more. So it notes, *before* it writes, how many creations and which deletions
/// its watch will bring, and leaves the pods alone until they came, or until so much time has passed that something
/// must have gone wrong (a missed event, a pod that somebody else removed).
///
/// Source: `ControllerExpectations` in kubernetes/pkg/controller/controller_utils.go.
package struct Expectations: Sendable {
    /// After so many seconds the cache is believed again.
    package static let lifetime = 300

    private struct Entry: Sendable {
        var creations = 0
        var deletions: Set<String> = []
        var since: Time
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    /// - Parameter controller: key of the object whose pods are meant.
    package mutating func expect(_ controller: String, creations: Int, now: Time) {
        entries[controller] = Entry(creations: creations, since: now)
    }

    /// - Parameter deletions: keys of the pods.
    package mutating func expect(_ controller: String, deletions: [String], now: Time) {
        entries[controller] = Entry(deletions: Set(deletions), since: now)
    }

    /// A creation was seen, or failed.
    package mutating func createdOne(_ controller: String) {
        entries[controller]?.creations -= 1
    }

    /// A deletion was seen (the pod is going, or gone), or failed.
    package mutating func deleted(_ pod: String, of controller: String) {
        entries[controller]?.deletions.remove(pod)
    }

    package func areFulfilled(_ controller: String, now: Time) -> Bool {
        guard let entry = entries[controller] else { return true }
        return entry.creations <= 0 && entry.deletions.isEmpty || now - entry.since > Self.lifetime
    }

    package mutating func forget(_ controller: String) { entries[controller] = nil }
}
