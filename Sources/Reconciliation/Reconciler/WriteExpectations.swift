package import API
package import ReconciliationContract

/// What was written and isn't seen yet in one's own cache.
///
/// The cache lags behind the API server. Who has just written and decides again from the old state decides the same again:
/// creates twice, or is refused because of a version that is over. So each write is noted *before* it is sent, with the
/// version that it is based on, and its key is left alone until the cache shows anything else:
///
/// ```
///   create        based on nothing      until the object is seen
///   update        based on version 5    until another version is seen, or its end
///   delete        based on version 5    the same: it is going, or gone
/// ```
/// Versions are compared for being the same, and no more: what follows on 5 is the write, or what somebody made of it. After
/// some minutes the cache is believed again, whatever it shows: an expectation may be wrong (the object came and went while
/// nobody watched).
///
/// Source: the idea of `ControllerExpectations` in kubernetes/pkg/controller/controller_utils.go, which counts pods, since
/// nobody knows their names beforehand; see `ReplicaSets/Expectations.swift`.
package struct WriteExpectations: Sendable {
    /// After so long the cache is believed again.
    package static let lifetime = Duration.seconds(300)

    private struct Expectation: Sendable {
        let key: String
        /// Empty when there was no object.
        let basedOn: String
        let since: Moment
    }

    /// By the key of the object that was written.
    private var expectations: [String: Expectation] = [:]

    package init() {}

    package mutating func expect(_ write: Write, for key: String, now: Moment) {
        // lab 05.4: begin
        let version = write.object.metadata.resourceVersion
        expectations[write.object.key] = Expectation(key: key, basedOn: version, since: now)
        // lab 05.4: end
    }

    /// It was refused, or not sent: nothing will come of it.
    package mutating func failed(_ write: Write) {
        // lab 05.4: begin
        expectations[write.object.key] = nil
        // lab 05.4: end
    }

    /// The watch has brought something.
    package mutating func observe(_ change: Change<ConfigMap>) {
        // lab 05.4: begin
        let object = change.object
        guard let expected = expectations[object.key] else { return }
        if case .deleted = change {} else if object.metadata.resourceVersion == expected.basedOn { return }
        expectations[object.key] = nil
        // lab 05.4: end
    }

    package func areFulfilled(_ key: String, now: Moment) -> Bool {
        // lab 05.4: begin
        !expectations.values.contains { $0.key == key && $0.since.duration(to: now) <= Self.lifetime }
        // lab 05.4: end
    }
}
