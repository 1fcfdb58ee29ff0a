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
    /// A full array gets room for so many more, instead of twice as much.
    private static var room: Int { 32 }

    private var chunks: [[Entry]] = []
    private(set) var count = 0

    subscript(key: Key) -> Value? {
        guard let chunk = chunk(for: key) else { return nil }
        let offset = offset(of: key, in: chunk)
        let entries = chunks[chunk]
        return offset < entries.count && entries[offset].key == key ? entries[offset].value : nil
    }

    /// Changes the key's value in its place; `change` begins with `initial` if the key is new.
    /// - Returns: the key as it stands here: who keeps this one keeps no second copy of its bytes.
    @discardableResult
    mutating func update(_ key: Key, default initial: @autoclosure () -> Value, _ change: (inout Value) -> Void) -> Key {
        guard let chunk = chunk(for: key) else { return insert(key, initial(), change, chunk: 0, offset: 0) }
        let offset = offset(of: key, in: chunk)
        guard offset < chunks[chunk].count, chunks[chunk][offset].key == key else {
            return insert(key, initial(), change, chunk: chunk, offset: offset)
        }
        change(&chunks[chunk][offset].value)
        return chunks[chunk][offset].key
    }

    /// Puts a key behind all that are there, without looking for its place.
    ///
    /// - Returns: false if it doesn't belong there; then nothing has changed.
    mutating func append(_ key: Key, _ value: Value) -> Bool {
        if let last = chunks.last?.last, last.key >= key { return false }
        if chunks.last.map({ $0.count == Self.capacity }) ?? true {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.capacity)
        }
        chunks[chunks.count - 1].append((key, value))
        count += 1
        return true
    }

    mutating func remove(_ key: Key) {
        guard let chunk = chunk(for: key) else { return }
        let offset = offset(of: key, in: chunk)
        guard offset < chunks[chunk].count, chunks[chunk][offset].key == key else { return }
        chunks[chunk].remove(at: offset)
        count -= 1
        if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    }

    private mutating func insert(
        _ key: Key, _ initial: Value, _ change: (inout Value) -> Void, chunk: Int, offset: Int
    ) -> Key {
        var value = initial
        change(&value)
        if chunks.isEmpty { chunks.append([]) }
        if chunks[chunk].count == chunks[chunk].capacity {
            chunks[chunk].reserveCapacity(chunks[chunk].count + Self.room)
        }
        chunks[chunk].insert((key, value), at: offset)
        count += 1
        if chunks[chunk].count > Self.capacity { split(chunk, insertedAt: offset) }
        return key
    }

    /// Both parts have no more room than they need. What grows at its end is left full: it won't grow again.
    private mutating func split(_ chunk: Int, insertedAt offset: Int) {
        let isLast = offset == chunks[chunk].count - 1
        let middle = isLast ? offset : chunks[chunk].count / 2
        let upper = Array(chunks[chunk][middle...])
        chunks[chunk] = Array(chunks[chunk][..<middle])
        chunks.insert(upper, at: chunk + 1)
    }

    /// The chunk in which the key is, or would be; nil if there are no chunks.
    private func chunk(for key: Key) -> Int? {
        if chunks.isEmpty { return nil }
        return max(0, chunks.partition { $0[0].key > key } - 1)
    }

    private func offset(of key: Key, in chunk: Int) -> Int { chunks[chunk].partition { $0.key >= key } }
}

// MARK: - Reading in order

extension SortedMap {
    /// The entries of the keys that are meant, in order.
    func entries(in span: KeySpan) -> Entries {
        guard let chunk = chunk(for: span.start) else { return Entries(map: self, span: span, chunk: 0, offset: 0) }
        return Entries(map: self, span: span, chunk: chunk, offset: offset(of: span.start, in: chunk))
    }

    struct Entries: Sequence, IteratorProtocol {
        let map: SortedMap
        let span: KeySpan
        var chunk: Int
        var offset: Int

        mutating func next() -> Entry? {
            if chunk < map.chunks.count, offset == map.chunks[chunk].count {
                chunk += 1
                offset = 0
            }
            guard chunk < map.chunks.count else { return nil }
            let entry = map.chunks[chunk][offset]
            if span.isPast(entry.key) { return nil }
            offset += 1
            return entry
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
