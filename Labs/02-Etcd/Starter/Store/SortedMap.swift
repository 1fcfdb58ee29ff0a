import EtcdContract

/// A map in the order of its keys: a list of short sorted chunks.
///
/// ```
/// chunks   [ a b c d ] [ f g k ] [ m n p q ]      find "k": the last chunk that begins at or before it, then inside
/// ```
/// A chunk that grows beyond its capacity is cut in two, one that becomes empty is taken out; so finding costs two
/// binary searches, and inserting moves at most one chunk's entries.
///
/// It is a value: a copy costs nothing, and after it a write copies the list of chunks and one chunk. That is how a
/// long read, or a snapshot of the whole store, goes on while writes come in.
struct SortedMap<Value: Sendable>: Sendable {
    typealias Entry = (key: Key, value: Value)

    private static var capacity: Int { 256 }
    private static var room: Int { 32 }

    private var chunks: [Chunk] = []
    /// No key of a chunk is before its border, all keys of earlier chunks are. The first one's doesn't count.
    private var borders: [Key] = []
    private(set) var count = 0

    /// The keys stand beside each other, because a search looks at nothing else.
    fileprivate struct Chunk: Sendable {
        var keys: [Key] = []
        var values: [Value] = []
    }

    subscript(key: Key) -> Value? {
        guard let (chunk, offset, isThere) = place(of: key), isThere else { return nil }
        return chunks[chunk].values[offset]
    }

    /// Changes the key's value in its place; `change` begins with `initial` if the key is new.
    /// - Returns: the key as it stands here: who keeps this one keeps no second copy of its bytes.
    @discardableResult
    mutating func update(
        _ key: Key, default initial: @autoclosure () -> Value, _ change: (inout Value) -> Void
    ) -> Key {
        let (chunk, offset, isThere) = place(of: key) ?? (0, 0, false)
        guard isThere else { return insert(key, initial(), change, chunk: chunk, offset: offset) }
        change(&chunks[chunk].values[offset])
        return chunks[chunk].keys[offset]
    }

    /// Puts a key behind all that are there, without looking for its place.
    ///
    /// - Returns: false if it doesn't belong there; then nothing has changed.
    mutating func append(_ key: Key, _ value: Value) -> Bool {
        if let last = chunks.last?.keys.last, last >= key { return false }
        if chunks.last.map({ $0.keys.count == Self.capacity }) ?? true {
            chunks.append(Chunk())
            borders.append(key)
        }
        chunks[chunks.count - 1].insert(key, value, at: chunks[chunks.count - 1].keys.count, room: Self.capacity)
        count += 1
        return true
    }

    mutating func remove(_ key: Key) {
        guard let (chunk, offset, isThere) = place(of: key), isThere else { return }
        chunks[chunk].keys.remove(at: offset)
        chunks[chunk].values.remove(at: offset)
        count -= 1
        guard chunks[chunk].keys.isEmpty else { return }
        chunks.remove(at: chunk)
        borders.remove(at: chunk)
    }

    private mutating func insert(
        _ key: Key, _ initial: Value, _ change: (inout Value) -> Void, chunk: Int, offset: Int
    ) -> Key {
        var value = initial
        change(&value)
        if chunks.isEmpty {
            chunks.append(Chunk())
            borders.append(key)
        }
        chunks[chunk].insert(key, value, at: offset, room: Self.room)
        count += 1
        if chunks[chunk].keys.count > Self.capacity { split(chunk, insertedAt: offset) }
        return key
    }

    /// Both parts have no more room than they need. What grows at its end is left full: it won't grow again.
    private mutating func split(_ chunk: Int, insertedAt offset: Int) {
        let full = chunks[chunk]
        let middle = offset == full.keys.count - 1 ? offset : full.keys.count / 2
        chunks[chunk] = full.part(0..<middle)
        chunks.insert(full.part(middle..<full.keys.count), at: chunk + 1)
        borders.insert(full.keys[middle], at: chunk + 1)
    }

    /// Where the key is, or would be; nil if there are no chunks.
    private func place(of key: Key) -> (chunk: Int, offset: Int, isThere: Bool)? {
        if chunks.isEmpty { return nil }
        let chunk = max(0, borders.partition { $0 > key } - 1)
        let keys = chunks[chunk].keys
        let offset = keys.partition { $0 >= key }
        return (chunk, offset, offset < keys.count && keys[offset] == key)
    }
}

extension SortedMap.Chunk {
    /// - Parameter room: a full array gets room for so many more, instead of twice as much.
    fileprivate mutating func insert(_ key: Key, _ value: Value, at offset: Int, room: Int) {
        if keys.count == keys.capacity { keys.reserveCapacity(keys.count + room) }
        if values.count == values.capacity { values.reserveCapacity(values.count + room) }
        keys.insert(key, at: offset)
        values.insert(value, at: offset)
    }

    fileprivate func part(_ range: Range<Int>) -> Self {
        Self(keys: Array(keys[range]), values: Array(values[range]))
    }
}

// MARK: - Reading in order

extension SortedMap {
    /// The entries of the keys that are meant, in order.
    func entries(in span: KeySpan) -> Entries {
        let (chunk, offset, _) = place(of: span.start) ?? (0, 0, false)
        return Entries(map: self, span: span, chunk: chunk, offset: offset)
    }

    struct Entries: Sequence, IteratorProtocol {
        let map: SortedMap
        let span: KeySpan
        var chunk: Int
        var offset: Int

        mutating func next() -> Entry? {
            if chunk < map.chunks.count, offset == map.chunks[chunk].keys.count {
                chunk += 1
                offset = 0
            }
            guard chunk < map.chunks.count else { return nil }
            let key = map.chunks[chunk].keys[offset]
            if span.isPast(key) { return nil }
            defer { offset += 1 }
            return (key, map.chunks[chunk].values[offset])
        }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on `isBehind` holds, given that it holds for all after the first.
    func partition(by isBehind: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
