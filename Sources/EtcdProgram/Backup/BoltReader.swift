package import Etcd

/// Reads a bbolt file, as a stock etcd or ``BoltWriter`` has made it. Nothing in it is believed: what points beyond the
/// file, or around in circles, is refused.
package struct BoltReader {
    private static let deepest = 32

    private let bytes: [UInt8]
    private let pageSize: Int
    private let root: Int

    /// - Throws: ``CodingError``
    package init(_ bytes: [UInt8]) throws(CodingError) {
        self.bytes = bytes
        let metas = [0, Self.pageSize(in: bytes)].compactMap { Meta(bytes, at: $0) }
        guard let meta = metas.max(by: { $0.transaction < $1.transaction }) else {
            throw CodingError(description: "no bbolt file: neither of its first pages is whole")
        }
        pageSize = meta.pageSize
        root = meta.root
    }

    /// The page's size is wherever the machine had it that wrote the file; the first meta says it, if it is whole.
    private static func pageSize(in bytes: [UInt8]) -> Int { Meta(bytes, at: 0)?.pageSize ?? BoltPage.size }

    /// A bucket's entries in the order of their keys; nil if there is no such bucket.
    /// - Throws: ``CodingError``
    func entries(of bucket: String) throws(CodingError) -> [BoltBucket.Entry]? {
        var found: ArraySlice<UInt8>?
        try walk(page(root), 0) { flags, key, value throws(CodingError) in
            if flags & BoltPage.bucketFlag != 0, key.elementsEqual(bucket.utf8) { found = value }
        }
        guard let found else { return nil }
        var reader = ByteReader(found)
        let root = Int(truncatingIfNeeded: try reader.fixed(UInt64.self))
        // A small bucket's only page stands right behind.
        let first = root == 0 ? found.dropFirst(BoltPage.bucketLength) : try page(root)
        var entries: [BoltBucket.Entry] = []
        try walk(first, 0) { flags, key, value throws(CodingError) in
            if flags & BoltPage.bucketFlag == 0 { entries.append((Array(key), Array(value))) }
        }
        return entries
    }

    private typealias Visit = (UInt32, ArraySlice<UInt8>, ArraySlice<UInt8>) throws(CodingError) -> Void

    private func walk(_ page: ArraySlice<UInt8>, _ depth: Int, _ visit: Visit) throws(CodingError) {
        guard depth < Self.deepest else { throw CodingError(description: "a tree without end") }
        var header = ByteReader(page.dropFirst(8))
        let kind = BoltPage.Kind(rawValue: try header.fixed(UInt16.self))
        for number in 0..<Int(try header.fixed(UInt16.self)) {
            let element = page.dropFirst(BoltPage.headerLength + number * BoltPage.elementLength)
            switch kind {
            case .leaf: try visitLeaf(element, visit)
            case .branch: try walk(self.page(try child(element)), depth + 1, visit)
            default: throw CodingError(description: "a page of the wrong kind in a tree")
            }
        }
    }

    private func visitLeaf(_ element: ArraySlice<UInt8>, _ visit: Visit) throws(CodingError) {
        var reader = ByteReader(element)
        let flags = try reader.fixed(UInt32.self)
        let (position, key, value) = (
            Int(try reader.fixed(UInt32.self)), Int(try reader.fixed(UInt32.self)), Int(try reader.fixed(UInt32.self))
        )
        let data = element.dropFirst(position)
        guard data.count >= key + value else { throw CodingError(description: "an entry beyond the end") }
        try visit(flags, data.prefix(key), data.dropFirst(key).prefix(value))
    }

    private func child(_ element: ArraySlice<UInt8>) throws(CodingError) -> Int {
        var reader = ByteReader(element.dropFirst(8))
        return Int(truncatingIfNeeded: try reader.fixed(UInt64.self))
    }

    private func page(_ id: Int) throws(CodingError) -> ArraySlice<UInt8> {
        guard id > 1, id < bytes.count / pageSize else { throw CodingError(description: "no page \(id)") }
        var header = ByteReader(bytes[(id * pageSize + 12)...])
        let pages = 1 + Int(try header.fixed(UInt32.self))
        return bytes[(id * pageSize)...].prefix(pages * pageSize)
    }
}

private struct Meta {
    let pageSize: Int
    let root: Int
    let transaction: UInt64

    /// Nil for what isn't whole.
    init?(_ bytes: [UInt8], at offset: Int) {
        let meta = bytes.dropFirst(offset + BoltPage.headerLength).prefix(BoltPage.metaLength)
        var reader = ByteReader(meta)
        guard let magic = try? reader.fixed(UInt32.self), magic == BoltPage.magic,
            let version = try? reader.fixed(UInt32.self), version == BoltPage.version,
            let size = try? reader.fixed(UInt32.self), size >= 512, size <= 1 << 20,
            (try? reader.fixed(UInt32.self)) != nil, let root = try? reader.fixed(UInt64.self)
        else { return nil }
        let rest = (0..<4).compactMap { _ in try? reader.fixed(UInt64.self) }
        guard rest.count == 4, let sum = try? reader.fixed(UInt64.self), sum == BoltPage.checksum(meta.dropLast(8))
        else { return nil }
        pageSize = Int(size)
        self.root = Int(truncatingIfNeeded: root)
        transaction = rest[3]
    }
}
