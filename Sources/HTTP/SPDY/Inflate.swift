/// Decompression of a zlib stream that comes in pieces, each of whole deflate blocks, as header blocks do.
///
/// ```
/// zlib      header, dictionary's checksum, then for each piece:
/// deflate   blocks: stored, or literals and references (length, distance) back into what was decompressed before,
///           coded with Huffman codes that are fixed or stand in the block's head
/// ```
/// Sources: RFC 1950 (zlib), RFC 1951 (deflate).
struct Inflate {
    private static let window = 32 << 10
    private static let end = 256

    private let maximumOutput: Int
    /// The last 32 KiB that were decompressed; in the beginning the dictionary.
    private var history: [UInt8] = HeaderDictionary.bytes
    private var hasHeader = false

    /// - Parameter maximumOutput: of one piece; more is an error, for a few bytes can stand for many.
    init(maximumOutput: Int) { self.maximumOutput = maximumOutput }

    mutating func decompress(_ piece: some Sequence<UInt8>) throws(SPDYError) -> [UInt8] {
        var bits = BitReader(Array(piece))
        if !hasHeader { try readHeader(&bits) }
        let start = history.count
        while !bits.isAtEnd { try block(&bits, limit: start + maximumOutput) }
        let output = Array(history[start...])
        history.removeFirst(max(0, history.count - Self.window))
        return output
    }

    private mutating func readHeader(_ bits: inout BitReader) throws(SPDYError) {
        let (method, flags) = (try bits.take(8), try bits.take(8))
        guard method & 15 == 8, (method << 8 | flags) % 31 == 0, flags & 32 != 0 else {
            throw SPDYError("not zlib with a dictionary")
        }
        var checksum: UInt32 = 0
        for _ in 0..<4 { checksum = checksum << 8 | UInt32(try bits.take(8)) }
        guard checksum == HeaderDictionary.checksum else { throw SPDYError("another dictionary") }
        hasHeader = true
    }

    private mutating func block(_ bits: inout BitReader, limit: Int) throws(SPDYError) {
        _ = try bits.take(1)
        switch try bits.take(2) {
        case 0: try stored(&bits, limit: limit)
        case 1: try compressed(&bits, Self.fixedLiterals, Self.fixedDistances, limit: limit)
        case 2:
            let (literals, distances) = try dynamicCodes(&bits)
            try compressed(&bits, literals, distances, limit: limit)
        default: throw SPDYError("an unknown kind of block")
        }
    }

    private mutating func stored(_ bits: inout BitReader, limit: Int) throws(SPDYError) {
        bits.alignToByte()
        let (length, complement) = (try bits.take(16), try bits.take(16))
        guard length == ~complement & 0xFFFF, history.count + length <= limit else { throw SPDYError("stored block") }
        for _ in 0..<length { history.append(UInt8(try bits.take(8))) }
    }

    private mutating func compressed(
        _ bits: inout BitReader, _ literals: HuffmanCode, _ distances: HuffmanCode, limit: Int
    ) throws(SPDYError) {
        while true {
            let symbol = try literals.next(&bits)
            if symbol == Self.end { return }
            if symbol < Self.end {
                history.append(UInt8(symbol))
            } else {
                let length = try Self.lengths.value(symbol - 257, &bits)
                let distance = try Self.distances.value(try distances.next(&bits), &bits)
                guard distance <= history.count, history.count + length <= limit else {
                    throw SPDYError("a reference to nothing, or too much")
                }
                for _ in 0..<length { history.append(history[history.count - distance]) }
            }
            if history.count > limit { throw SPDYError("headers of more than \(maximumOutput) bytes") }
        }
    }

    /// The code lengths of both codes are themselves Huffman coded, with a code whose lengths come first.
    private func dynamicCodes(_ bits: inout BitReader) throws(SPDYError) -> (HuffmanCode, HuffmanCode) {
        let literals = try bits.take(5) + 257
        let distances = try bits.take(5) + 1
        let count = try bits.take(4) + 4
        var lengths = Array(repeating: 0, count: 19)
        for index in Self.order.prefix(count) { lengths[index] = try bits.take(3) }
        let code = HuffmanCode(lengths: lengths)
        var all: [Int] = []
        while all.count < literals + distances {
            switch try code.next(&bits) {
            case 16:
                guard let last = all.last else { throw SPDYError("a repetition of nothing") }
                all += Array(repeating: last, count: try bits.take(2) + 3)
            case 17: all += Array(repeating: 0, count: try bits.take(3) + 3)
            case 18: all += Array(repeating: 0, count: try bits.take(7) + 11)
            case let length: all.append(length)
            }
        }
        guard all.count == literals + distances else { throw SPDYError("too many code lengths") }
        return (HuffmanCode(lengths: Array(all.prefix(literals))), HuffmanCode(lengths: Array(all.dropFirst(literals))))
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = HuffmanCode(lengths: Array(repeating: 5, count: 30))
    private static let lengths = ExtraBits(
        base: [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227, 258,
        ],
        extra: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0])
    private static let distances = ExtraBits(
        base: [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
            4097, 6145, 8193, 12289, 16385, 24577,
        ],
        extra: [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13])
}

/// A symbol stands for a range; so many bits behind it say which of it is meant.
private struct ExtraBits {
    let base: [Int]
    let extra: [Int]

    func value(_ symbol: Int, _ bits: inout BitReader) throws(SPDYError) -> Int {
        guard base.indices.contains(symbol) else { throw SPDYError("an unknown length or distance") }
        return base[symbol] + (try bits.take(extra[symbol]))
    }
}

/// A canonical Huffman code: the lengths of the codes alone determine them, shorter ones first, then by symbol.
private struct HuffmanCode {
    /// How many codes have each length, and the symbols in the order of their codes.
    private var counts = Array(repeating: 0, count: 16)
    private var symbols: [Int]

    init(lengths: [Int]) {
        for length in lengths where length > 0 { counts[length] += 1 }
        symbols = (1..<16).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }

    /// Reads bit by bit until the code is one of those of that length.
    func next(_ bits: inout BitReader) throws(SPDYError) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1..<16 {
            code |= try bits.take(1)
            if code - first < counts[length] { return symbols[index + code - first] }
            index += counts[length]
            first = (first + counts[length]) << 1
            code <<= 1
        }
        throw SPDYError("no such code")
    }
}

/// Bits of a byte are read from the lowest.
private struct BitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Fewer than eight bits left are padding.
    var isAtEnd: Bool { bytes.count * 8 - position < 8 }

    mutating func take(_ count: Int) throws(SPDYError) -> Int {
        guard position + count <= bytes.count * 8 else { throw SPDYError("compressed headers end too early") }
        var value = 0
        for offset in 0..<count {
            let bit = position + offset
            value |= Int(bytes[bit >> 3] >> UInt8(bit & 7) & 1) << offset
        }
        position += count
        return value
    }

    mutating func alignToByte() { position = (position + 7) / 8 * 8 }
}

/// Writes a zlib stream without compressing anything: each piece is stored, and flushed by an empty block, without
/// which a reader would wait for more.
struct StoredDeflate {
    private var hasHeader = false

    mutating func compress(_ piece: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        if !hasHeader {
            // 32 KiB window, with dictionary; the second byte makes both a multiple of 31.
            output += [0x78, 0xBB] + bigEndian(HeaderDictionary.checksum)
            hasHeader = true
        }
        for start in stride(from: 0, to: piece.count, by: 65535) {
            output += block(piece[start..<min(start + 65535, piece.count)])
        }
        return output + block([])
    }

    private func block(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let length = UInt16(bytes.count).littleEndianBytes
        return [0] + length + length.map { ~$0 } + bytes
    }
}

extension UInt16 {
    fileprivate var littleEndianBytes: [UInt8] { [UInt8(truncatingIfNeeded: self), UInt8(self >> 8)] }
}
