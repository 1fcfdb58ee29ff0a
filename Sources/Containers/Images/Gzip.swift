/// Unpacks gzip (RFC 1952), in which most images' layers come: a header around DEFLATE (RFC 1951).
///
/// DEFLATE has two ideas. What stood before within 32 KiB is replaced by *how far back, how long*; and the most
/// frequent of these symbols get the shortest codes (Huffman). A block brings the lengths of its codes along, and from
/// the lengths alone the codes follow: shorter before longer, equal ones in the symbols' order.
/// - Parameter limit: of the unpacked bytes; small archives can hold enormous ones.
func gunzip(_ bytes: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    var bits = BitReader(bytes: bytes)
    var output: [UInt8] = []
    repeat {
        try skipHeader(&bits)
        try inflate(&bits, into: &output, limit: limit)
        bits.skipToByte()
        // Checksum and length: the layer's digest is verified anyway.
        bits.position += 8
    } while bits.position < bytes.count
    return output
}

func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

private func skipHeader(_ bits: inout BitReader) throws(ArchiveError) {
    let start = bits.position
    guard bits.bytes.count >= start + 18, bits.bytes[start] == 0x1F, bits.bytes[start + 1] == 0x8B else {
        throw ArchiveError("this is not gzip")
    }
    let flags = bits.bytes[start + 3]
    bits.position += 10
    if flags & 4 != 0 {
        let length = try bits.take(16)
        bits.position += length
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
        while try bits.take(8) != 0 {}
    }
    if flags & 2 != 0 { bits.position += 2 }
}

private struct BitReader {
    let bytes: [UInt8]
    var position = 0
    private var buffer = 0
    private var available = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Numbers come lowest bit first.
    mutating func take(_ count: Int) throws(ArchiveError) -> Int {
        while available < count {
            guard position < bytes.count else { throw ArchiveError("the compressed data end too early") }
            buffer |= Int(bytes[position]) << available
            position += 1
            available += 8
        }
        defer {
            buffer >>= count
            available -= count
        }
        return buffer & (1 << count - 1)
    }

    mutating func skipToByte() {
        position -= available / 8
        buffer = 0
        available = 0
    }
}

/// The codes of a block: of each length, how many there are, and all symbols in the order of their codes.
private struct HuffmanCode {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int] = []

    init(lengths: some Sequence<Int>) {
        let lengths = Array(lengths)
        for length in 1...15 {
            for (symbol, other) in lengths.enumerated() where other == length { symbols.append(symbol) }
        }
        for length in lengths where length > 0 { counts[length] += 1 }
    }

    /// Codes come highest bit first: so it goes on bit by bit, until the number lies among those of that length.
    func take(_ bits: inout BitReader) throws(ArchiveError) -> Int {
        var code = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            code |= try bits.take(1)
            let count = counts[length]
            if code - count < first { return symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw ArchiveError("the compressed data are damaged")
    }
}

private func inflate(_ bits: inout BitReader, into output: inout [UInt8], limit: Int) throws(ArchiveError) {
    let start = output.count
    var isLast = false
    while !isLast {
        isLast = try bits.take(1) == 1
        switch try bits.take(2) {
        case 0: try copyStored(&bits, into: &output)
        case 1: try inflateBlock(&bits, fixedLiterals, fixedDistances, start, into: &output, limit)
        case 2:
            let (literals, distances) = try readCodes(&bits)
            try inflateBlock(&bits, literals, distances, start, into: &output, limit)
        default: throw ArchiveError("the compressed data are damaged")
        }
        if output.count > limit { throw ArchiveError("the archive unpacks to more than \(limit) bytes") }
    }
}

private func copyStored(_ bits: inout BitReader, into output: inout [UInt8]) throws(ArchiveError) {
    bits.skipToByte()
    let length = try bits.take(16)
    _ = try bits.take(16)
    guard bits.position + length <= bits.bytes.count else { throw ArchiveError("the compressed data end too early") }
    output += bits.bytes[bits.position..<bits.position + length]
    bits.position += length
}

private func inflateBlock(
    _ bits: inout BitReader, _ literals: HuffmanCode, _ distances: HuffmanCode, _ start: Int,
    into output: inout [UInt8], _ limit: Int
) throws(ArchiveError) {
    while output.count <= limit {
        let symbol = try literals.take(&bits)
        if symbol < 256 {
            output.append(UInt8(symbol))
            continue
        }
        if symbol == 256 { return }
        guard symbol < 286 else { throw ArchiveError("the compressed data are damaged") }
        let length = lengthBases[symbol - 257] + (try bits.take(lengthBits[symbol - 257]))
        let code = try distances.take(&bits)
        guard code < 30 else { throw ArchiveError("the compressed data are damaged") }
        let distance = distanceBases[code] + (try bits.take(distanceBits[code]))
        guard distance <= output.count - start else { throw ArchiveError("the compressed data are damaged") }
        for _ in 0..<length { output.append(output[output.count - distance]) }
    }
}

/// The lengths of a block's codes are themselves compressed: by a code for lengths, and for repetitions of them.
private func readCodes(_ bits: inout BitReader) throws(ArchiveError) -> (HuffmanCode, HuffmanCode) {
    let literals = try bits.take(5) + 257
    let distances = try bits.take(5) + 1
    let count = try bits.take(4) + 4
    var lengthLengths = [Int](repeating: 0, count: 19)
    for index in 0..<count { lengthLengths[lengthOrder[index]] = try bits.take(3) }
    let code = HuffmanCode(lengths: lengthLengths)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
        let symbol = try code.take(&bits)
        switch symbol {
        case 16:
            guard let last = lengths.last else { throw ArchiveError("the compressed data are damaged") }
            lengths += [Int](repeating: last, count: try bits.take(2) + 3)
        case 17: lengths += [Int](repeating: 0, count: try bits.take(3) + 3)
        case 18: lengths += [Int](repeating: 0, count: try bits.take(7) + 11)
        default: lengths.append(symbol)
        }
    }
    return (
        HuffmanCode(lengths: lengths[..<literals]), HuffmanCode(lengths: lengths[literals..<(literals + distances)])
    )
}

private let fixedLiterals = HuffmanCode(
    lengths: [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
        + [Int](repeating: 8, count: 8))
private let fixedDistances = HuffmanCode(lengths: [Int](repeating: 5, count: 30))
private let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
private let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
private let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
private let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
]
private let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
