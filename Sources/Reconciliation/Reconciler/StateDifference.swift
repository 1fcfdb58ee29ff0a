package import API
package import ReconciliationContract

/// What lies between two states, as writes: the whole of what a level-triggered controller does.
///
/// It doesn't ask why. Whether an object was never there, was deleted or was changed by hand: it isn't as it should be, so
/// it is written. Where all is as it should be there is no write at all; a controller that writes then wakes itself by its
/// own write, and never ends.
package enum StateDifference {
    /// Creations and updates in the order of the keys, then deletions.
    ///
    /// What is on its way out is left alone: it can't be changed back. When it is gone, its key comes again.
    package static func writes(desired: [ConfigMap], observed: [ConfigMap]) -> [Write] {
        // lab 05.4: begin
        let there = Dictionary(observed.map { ($0.key, $0) }) { first, _ in first }
        let wanted = Set(desired.map(\.key))
        let wrong = desired.sorted { $0.key < $1.key }.compactMap { object -> Write? in
            guard let old = there[object.key] else { return .create(object) }
            let new = old.made(like: object)
            return new == old || old.metadata.isBeingDeleted ? nil : .update(new)
        }
        let surplus = observed.filter { !wanted.contains($0.key) && !$0.metadata.isBeingDeleted }
        return wrong + surplus.sorted { $0.key < $1.key }.map(Write.delete)
        // lab 05.4: end
    }
}

extension ConfigMap {
    /// This object with what the other one says. Labels and annotations that it doesn't name are somebody else's and stay.
    package func made(like desired: ConfigMap) -> ConfigMap {
        // lab 05.4: begin
        var object = self
        object.data = desired.data
        object.binaryData = desired.binaryData
        object.metadata.labels.merge(desired.metadata.labels) { _, new in new }
        object.metadata.annotations.merge(desired.metadata.annotations) { _, new in new }
        return object
        // lab 05.4: end
    }
}
