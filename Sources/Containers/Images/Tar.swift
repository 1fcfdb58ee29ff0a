/// One entry of a tar archive.
struct TarEntry: Hashable {
    enum Kind: UInt8 {
        case file = 0x30, hardLink, symbolicLink, characterDevice, blockDevice, folder, fifo
    }

    var name = ""
    var kind = Kind.file
    /// The lower twelve bits of a file's mode.
    var mode = 0o644
    var user = 0
    var group = 0
    /// In seconds since 1970.
    var modified = 0
    /// Of a link.
    var target = ""
    var major = 0
    var minor = 0
    /// A file's contents.
    var contents: ArraySlice<UInt8> = []
}

/// Why an archive can't be read or must not be unpacked.
package struct ArchiveError: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

/// Reads an archive from its beginning: POSIX's ustar, with pax headers and GNU's long names.
///
/// ```
/// header of 512 bytes │ contents, filled up to 512 │ header │ … │ two blocks of zeros
/// ```
/// A long name, and what else a header has no room for, stands in an entry of its own before the one that it is about.
/// Left out: sparse files, extended attributes.
struct TarReader: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var error: ArchiveError?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All entries.
    static func entries(of bytes: [UInt8]) throws(ArchiveError) -> [TarEntry] {
        var reader = TarReader(bytes)
        var entries: [TarEntry] = []
        while let entry = reader.next() { entries.append(entry) }
        if let error = reader.error { throw error }
        return entries
    }

    mutating func next() -> TarEntry? {
        do { return try readEntry() } catch {
            self.error = error
            return nil
        }
    }

    private mutating func readEntry() throws(ArchiveError) -> TarEntry? {
        var overrides: [String: String] = [:]
        while position + 512 <= bytes.count {
            let header = TarHeader(block: bytes[position..<position + 512])
            if header.isEnd { return nil }
            try header.verify()
            let size = overrides["size"].flatMap { Int($0) } ?? header.size
            let start = position + 512
            guard size >= 0, size <= bytes.count - start else { throw ArchiveError("the archive ends too early") }
            let contents = bytes[start..<start + size]
            position = start + (size + 511) / 512 * 512
            switch header.type {
            case UInt8(ascii: "x"): overrides.merge(try Self.records(contents)) { $1 }
            case UInt8(ascii: "L"): overrides["path"] = text(contents)
            case UInt8(ascii: "K"): overrides["linkpath"] = text(contents)
            case UInt8(ascii: "g"): break
            default: return header.entry(contents, overrides)
            }
        }
        if position < bytes.count { throw ArchiveError("the archive ends too early") }
        return nil
    }

    /// Records of a pax header: `27 path=some/long/name\n`, the number counting the whole record.
    private static func records(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) -> [String: String] {
        var records: [String: String] = [:]
        var rest = bytes
        while let space = rest.firstIndex(of: UInt8(ascii: " ")) {
            guard let length = Int(text(rest[..<space])), length > space - rest.startIndex + 1, length <= rest.count
            else { throw ArchiveError("a pax header is malformed") }
            let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
            if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
                records[text(record[..<equals])] = text(record[(equals + 1)...])
            }
            rest = rest.dropFirst(length)
        }
        return records
    }
}

/// A header block, whose fields are text: names end at a zero, numbers are octal.
private struct TarHeader {
    let block: ArraySlice<UInt8>

    var isEnd: Bool { block.allSatisfy { $0 == 0 } }
    var type: UInt8 { field(156, 1).first ?? 0 }
    var size: Int { number(124, 12) }

    private func field(_ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
        block[(block.startIndex + offset)..<(block.startIndex + offset + length)]
    }

    private func number(_ offset: Int, _ length: Int) -> Int {
        let bytes = field(offset, length)
        // Large numbers are binary, marked by the first bit.
        if let first = bytes.first, first & 0x80 != 0 {
            return bytes.suffix(8).reduce(0) { $0 &<< 8 | Int($1) }
        }
        return bytes.reduce(0) { 48...55 ~= $1 ? $0 &* 8 &+ Int($1 - 48) : $0 }
    }

    /// The sum of all bytes, those of the sum itself taken as blanks.
    func verify() throws(ArchiveError) {
        let sum = block.reduce(0) { $0 + Int($1) } - field(148, 8).reduce(0) { $0 + Int($1) } + 8 * 32
        if sum != number(148, 8) { throw ArchiveError("this is not a tar archive, or it is damaged") }
    }

    func entry(_ contents: ArraySlice<UInt8>, _ overrides: [String: String]) -> TarEntry {
        var entry = TarEntry()
        let isPOSIX = text(field(257, 5)) == "ustar"
        let prefix = isPOSIX ? text(field(345, 155)) : ""
        let name = text(field(0, 100))
        entry.name = overrides["path"] ?? (prefix.isEmpty ? name : "\(prefix)/\(name)")
        // A zero is the old mark of a file, and an unknown one is taken for a file (POSIX).
        entry.kind = TarEntry.Kind(rawValue: type) ?? .file
        if entry.kind == .file && entry.name.hasSuffix("/") { entry.kind = .folder }
        entry.mode = number(100, 8) & 0o7777
        entry.user = overrides["uid"].flatMap { Int($0) } ?? number(108, 8)
        entry.group = overrides["gid"].flatMap { Int($0) } ?? number(116, 8)
        entry.modified = number(136, 12)
        entry.target = overrides["linkpath"] ?? text(field(157, 100))
        entry.major = number(329, 8)
        entry.minor = number(337, 8)
        if entry.kind == .file { entry.contents = contents }
        return entry
    }
}

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

// MARK: - Writing

/// Writes an archive; a name that doesn't fit into a header goes before it in a pax header.
struct TarWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ entry: TarEntry) {
        var records = ""
        if entry.name.utf8.count > 100 { records += Self.record("path", entry.name) }
        if entry.target.utf8.count > 100 { records += Self.record("linkpath", entry.target) }
        if !records.isEmpty {
            appendHeader(TarEntry(name: "pax", contents: ArraySlice(records.utf8)), type: UInt8(ascii: "x"))
            appendContents(ArraySlice(records.utf8))
        }
        appendHeader(entry, type: entry.kind.rawValue)
        appendContents(entry.contents)
    }

    mutating func finish() -> [UInt8] {
        bytes += [UInt8](repeating: 0, count: 1024)
        return bytes
    }

    private static func record(_ name: String, _ value: String) -> String {
        let rest = " \(name)=\(value)\n"
        var length = rest.utf8.count + 1
        while "\(length)".utf8.count + rest.utf8.count != length { length += 1 }
        return "\(length)\(rest)"
    }

    private mutating func appendContents(_ contents: ArraySlice<UInt8>) {
        bytes += contents
        bytes += [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    private mutating func appendHeader(_ entry: TarEntry, type: UInt8) {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: some Sequence<UInt8>, at offset: Int, _ length: Int) {
            for (index, byte) in text.prefix(length).enumerated() { block[offset + index] = byte }
        }
        func put(_ number: Int, at offset: Int, _ length: Int) {
            let digits = String(number, radix: 8)
            put(
                (String(repeating: "0", count: max(0, length - 1 - digits.count)) + digits).utf8, at: offset, length - 1
            )
        }
        put(entry.name.utf8, at: 0, 100)
        put(entry.mode, at: 100, 8)
        put(entry.user, at: 108, 8)
        put(entry.group, at: 116, 8)
        put(entry.contents.count, at: 124, 12)
        put(entry.modified, at: 136, 12)
        put("        ".utf8, at: 148, 8)
        block[156] = type
        put(entry.target.utf8, at: 157, 100)
        put("ustar\u{0}00".utf8, at: 257, 8)
        put(entry.major, at: 329, 8)
        put(entry.minor, at: 337, 8)
        put(block.reduce(0) { $0 + Int($1) }, at: 148, 7)
        bytes += block
    }
}
