package import EtcdContract

/// Values can be moved to another place while the store is used: a value is its bytes, so nobody sees a difference.
extension MultiVersionStore {
    /// How many bytes of living values are at each place, by the identity of the ``ValuePlace``.
    package var bytesByPlace: [ObjectIdentifier: Int] {
        var bytes: [ObjectIdentifier: Int] = [:]
        for (_, history) in index.entries(in: .all) {
            for version in history.versions {
                if let place = version.value.place { bytes[ObjectIdentifier(place), default: 0] += version.value.count }
            }
        }
        return bytes
    }

    /// - Parameters:
    ///   - places: of versions; those that are gone meanwhile don't matter.
    ///   - move: gives the same bytes at another place.
    package mutating func move(_ places: some Sequence<Place>, _ move: (Value) -> Value) {
        for (revision, key) in places where index[key] != nil {
            index.update(key, default: History()) { $0.move(revision.main, move) }
        }
    }
}
