package import API
package import ReconciliationContract

/// The difference and the expectations, put together as the contract wants them.
package struct DefaultReconciler: ReconcilerCore {
    private var expectations = WriteExpectations()

    package init() {}

    package func writes(desired: [ConfigMap], observed: [ConfigMap]) -> [Write] {
        StateDifference.writes(desired: desired, observed: observed)
    }

    package func isUpToDate(_ key: String, now: Moment) -> Bool { expectations.areFulfilled(key, now: now) }

    package mutating func expect(_ writes: [Write], for key: String, now: Moment) {
        for write in writes { expectations.expect(write, for: key, now: now) }
    }

    package mutating func failed(_ write: Write) { expectations.failed(write) }

    package mutating func observe(_ change: Change<ConfigMap>) { expectations.observe(change) }
}
