internal import Etcd

/// What is to be a bucket: so many entries, each by its number, in ascending order of their keys.
struct BoltBucket: Sendable {
    typealias Entry = (key: [UInt8], value: [UInt8])

    var name: String
    var count: Int
    var entry: @Sendable (Int) -> Entry

    init(_ name: String, _ entries: [Entry]) {
        self.init(name, count: entries.count) { entries[$0] }
    }

    init(_ name: String, count: Int, entry: @escaping @Sendable (Int) -> Entry) {
        self.name = name
        self.count = count
        self.entry = entry
    }
}

/// Writes a bbolt file from front to back. The metas at the front must say where the root is, at the back; so the pages
/// are laid out first, and then made one after the other: however large the file, one page is in memory.
package struct BoltWriter: Sendable {
    private enum Page: Sendable {
        case leaf(bucket: Int, Range<Int>, pages: Int)
        case branch(children: Range<Int>)
        case root
    }

    /// What a branch has to know of a page.
    private struct Place: Sendable {
        var page: Page
        var id: Int
        var firstKey: [UInt8]
    }

    private static let firstID = 3

    private let buckets: [BoltBucket]
    private var places: [Place] = []
    /// Of each bucket's tree.
    private var roots: [Int] = []
    private var nextID = firstID
    private var written = 0
    private var wroteMetas = false

    /// - Parameter buckets: in ascending order of their names. Looks at every entry, to see how long it is.
    init(_ buckets: [BoltBucket]) {
        self.buckets = buckets
        for bucket in buckets.indices { layOut(bucket) }
        add(.root, firstKey: [], pages: 1)
    }

    /// The file's length, in bytes.
    package var length: Int { nextID * BoltPage.size }

    /// The next bytes, a page or what belongs together; nil at the end.
    package mutating func next() -> [UInt8]? {
        if !wroteMetas {
            wroteMetas = true
            return meta(0) + meta(1) + padded(header(2, .freeList, count: 0, pages: 1))
        }
        guard written < places.count else { return nil }
        defer { written += 1 }
        return padded(bytes(of: places[written]))
    }

    /// As ``next()``, but many pages at once.
    mutating func next(upTo length: Int) -> [UInt8]? {
        guard var bytes = next() else { return nil }
        while bytes.count < length, let page = next() { bytes += page }
        return bytes
    }

    // MARK: Laying out

    private mutating func add(_ page: Page, firstKey: [UInt8], pages: Int) {
        places.append(Place(page: page, id: nextID, firstKey: firstKey))
        nextID += pages
    }

    private mutating func layOut(_ bucket: Int) {
        var level = places.count
        layOutLeaves(bucket)
        while places.count - level > 1 {
            let above = places.count
            layOutBranches(over: level..<above)
            level = above
        }
        roots.append(places[level].id)
    }

    private mutating func layOutLeaves(_ bucket: Int) {
        var first = 0
        var (firstKey, length): ([UInt8], Int) = ([], BoltPage.headerLength)
        for number in 0..<buckets[bucket].count {
            let (key, value) = buckets[bucket].entry(number)
            let size = BoltPage.elementLength + key.count + value.count
            if number > first, length + size > BoltPage.size {
                add(.leaf(bucket: bucket, first..<number, pages: 1), firstKey: firstKey, pages: 1)
                (first, length) = (number, BoltPage.headerLength)
            }
            if number == first { firstKey = key }
            length += size
            // Longer than a page: it gets pages of its own.
            if length > BoltPage.size {
                let pages = BoltPage.count(for: length)
                add(.leaf(bucket: bucket, first..<number + 1, pages: pages), firstKey: firstKey, pages: pages)
                (first, length) = (number + 1, BoltPage.headerLength)
            }
        }
        if first < buckets[bucket].count || buckets[bucket].count == 0 {
            add(.leaf(bucket: bucket, first..<buckets[bucket].count, pages: 1), firstKey: firstKey, pages: 1)
        }
    }

    private mutating func layOutBranches(over level: Range<Int>) {
        var first = level.lowerBound
        var length = BoltPage.headerLength
        for child in level {
            let size = BoltPage.elementLength + places[child].firstKey.count
            // Two children at least: otherwise the tree would grow for ever.
            if child - first >= 2, length + size > BoltPage.size {
                addBranch(first..<child, length)
                (first, length) = (child, BoltPage.headerLength)
            }
            length += size
        }
        addBranch(first..<level.upperBound, length)
    }

    private mutating func addBranch(_ children: Range<Int>, _ length: Int) {
        let firstKey = places[children.lowerBound].firstKey
        add(.branch(children: children), firstKey: firstKey, pages: BoltPage.count(for: length))
    }
}

// MARK: - Bytes

extension BoltWriter {
    private func bytes(of place: Place) -> [UInt8] {
        switch place.page {
        case .leaf(let bucket, let range, let pages):
            header(place.id, .leaf, count: range.count, pages: pages)
                + elements(range.map { (0, buckets[bucket].entry($0)) })
        case .branch(let children): branch(place.id, children)
        case .root:
            header(place.id, .leaf, count: buckets.count, pages: 1)
                + elements(
                    zip(buckets, roots).map { bucket, root in
                        (BoltPage.bucketFlag, (Array(bucket.name.utf8), numbers(UInt64(root), UInt64(0))))
                    })
        }
    }

    private func elements(_ entries: [(flags: UInt32, entry: BoltBucket.Entry)]) -> [UInt8] {
        var (writer, data) = (ByteWriter(), [UInt8]())
        for (number, (flags, entry)) in entries.enumerated() {
            writer.fixed(flags)
            writer.fixed(UInt32((entries.count - number) * BoltPage.elementLength + data.count))
            writer.fixed(UInt32(entry.key.count))
            writer.fixed(UInt32(entry.value.count))
            data += entry.key + entry.value
        }
        return writer.bytes + data
    }

    private func branch(_ id: Int, _ children: Range<Int>) -> [UInt8] {
        var (writer, data) = (ByteWriter(), [UInt8]())
        for (number, child) in places[children].enumerated() {
            writer.fixed(UInt32((children.count - number) * BoltPage.elementLength + data.count))
            writer.fixed(UInt32(child.firstKey.count))
            writer.fixed(UInt64(child.id))
            data += child.firstKey
        }
        let length = BoltPage.headerLength + writer.bytes.count + data.count
        return header(id, .branch, count: children.count, pages: BoltPage.count(for: length)) + writer.bytes + data
    }

    private func header(_ id: Int, _ kind: BoltPage.Kind, count: Int, pages: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(UInt64(id))
        writer.fixed(kind.rawValue)
        writer.fixed(UInt16(count))
        writer.fixed(UInt32(pages - 1))
        return writer.bytes
    }

    /// Both metas say the same; the one of the later transaction counts.
    private func meta(_ id: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(BoltPage.magic)
        writer.fixed(BoltPage.version)
        writer.fixed(UInt32(BoltPage.size))
        writer.fixed(UInt32(0))
        for number in [places[places.count - 1].id, 0, 2, nextID, id] { writer.fixed(UInt64(number)) }
        writer.fixed(BoltPage.checksum(writer.bytes))
        return padded(header(id, .meta, count: 0, pages: 1) + writer.bytes)
    }

    private func numbers(_ numbers: UInt64...) -> [UInt8] {
        var writer = ByteWriter()
        for number in numbers { writer.fixed(number) }
        return writer.bytes
    }

    private func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: BoltPage.count(for: bytes.count) * BoltPage.size - bytes.count)
    }
}
