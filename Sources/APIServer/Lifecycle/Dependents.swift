package import APIMachinery
import Objects
package import ObjectsContract

/// A deletion that says what becomes of the object's dependents: that stands in its finalizers until it is done.
extension DeletionRequest {
    /// - Parameter propagation: nil for the kind's default.
    package init(gracePeriod: Int?, propagation: Propagation?) {
        self.init(gracePeriod: gracePeriod)
        if let propagation { treatDependents(propagation) }
    }

    package mutating func treatDependents(_ propagation: Propagation) {
        holders = { propagation.finalizers($0) }
    }
}
