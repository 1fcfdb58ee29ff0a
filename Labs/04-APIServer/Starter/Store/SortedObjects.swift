/// Objects in the order of their keys.
package struct SortedObjects: Sendable, Sequence {
    private var sorted: [StoredObject] = []

    package init() {}
    package var count: Int { sorted.count }
    package func makeIterator() -> IndexingIterator<[StoredObject]> { sorted.makeIterator() }

    package subscript(key: String) -> StoredObject? {
        let index = position(of: key)
        return index < sorted.count && sorted[index].key == key ? sorted[index] : nil
    }

    /// The objects of one namespace: their keys stand together.
    package func inNamespace(_ namespace: String) -> ArraySlice<StoredObject> {
        namespace.isEmpty ? sorted[...] : sorted[position(of: namespace + "/")..<position(of: namespace + "0")]
    }

    /// Returns the version that was there before.
    @discardableResult
    mutating func set(_ object: StoredObject) -> StoredObject? {
        let index = position(of: object.key)
        guard index < sorted.count, sorted[index].key == object.key else {
            sorted.insert(object, at: index)
            return nil
        }
        defer { sorted[index] = object }
        return sorted[index]
    }

    mutating func remove(_ key: String) -> StoredObject? {
        let index = position(of: key)
        return index < sorted.count && sorted[index].key == key ? sorted.remove(at: index) : nil
    }

    /// The index of the first key that isn't smaller. Keys are compared as bytes, as the store orders them.
    private func position(of key: String) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
