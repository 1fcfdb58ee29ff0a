import NIOCore
import NIOHPACK

/// Headers as HTTP/2 writes them (HPACK, RFC 7541): a field is a reference to a table, or written out, and then perhaps
/// put into the table by both sides.
///
/// Reading is the library's. What we write is few fields and mostly the same, so we write them out, without table and
/// without Huffman's code: then a block is the same bytes each time.
struct HeaderBlock {
    // Numbers in the fixed table: of names, or of whole fields. Source: RFC 7541, appendix A.
    static let authority = 1
    static let methodPost: UInt8 = 3
    static let path = 4
    static let schemeHTTP: UInt8 = 6
    static let schemeHTTPS: UInt8 = 7
    static let status = 8
    static let status200: UInt8 = 8
    static let contentType = 31

    private(set) var bytes: [UInt8] = []

    init() {}

    /// Fields of the fixed table, by their numbers there.
    init(indexed fields: UInt8...) { bytes = fields.map { 0x80 | $0 } }

    mutating func add(_ name: String, _ value: String) {
        bytes.append(0x00)
        add(name)
        add(value)
    }

    /// - Parameter name: a number in the fixed table.
    mutating func add(nameAt name: Int, _ value: String) {
        add(name, prefix: 4)
        add(value)
    }

    private mutating func add(_ text: String) {
        add(text.utf8.count, prefix: 7)
        bytes += Array(text.utf8)
    }

    /// Source: RFC 7541, section 5.1.
    private mutating func add(_ number: Int, prefix bits: UInt8) {
        let limit = 1 << Int(bits) - 1
        if number < limit { return bytes.append(UInt8(number)) }
        bytes.append(UInt8(limit))
        var rest = number - limit
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// That we use no table is said before the first block after the other side has said how large one may be.
    static let noTable: UInt8 = 0x20
}

/// Headers that were received. A client sends the same with nearly every call, so what is made of them is kept, too.
final class ReceivedHeaders {
    let fields: HPACKHeaders
    private(set) lazy var request = RequestHead(fields)
    private(set) lazy var response = ResponseHead(fields)

    init(_ fields: HPACKHeaders) { self.fields = fields }
}

/// Reads blocks of headers, each whole one in its turn, for each may change the table.
///
/// A block that leaves the table as it is means the same when the same bytes come again, until another block has changed
/// the table: those need not be read twice.
struct HeaderReader {
    private static let maximumRemembered = 8

    private var decoder: HPACKDecoder
    private var remembered: [(block: ByteBuffer, headers: ReceivedHeaders)] = []

    /// - Parameter maximumSize: of a list of headers, in bytes.
    init(maximumSize: Int) {
        decoder = HPACKDecoder(allocator: ByteBufferAllocator())
        decoder.maxHeaderListSize = maximumSize
    }

    mutating func read(_ block: ByteBuffer) throws(HTTP2Failure) -> ReceivedHeaders {
        if let known = remembered.first(where: { $0.block == block }) { return known.headers }
        var rest = block
        do {
            let headers = ReceivedHeaders(try decoder.decodeHeaders(from: &rest))
            if changesTable(block) { remembered = [] } else { remember(headers, of: block) }
            return headers
        } catch { throw HTTP2Failure(.compressionError, "\(error)") }
    }

    private mutating func remember(_ headers: ReceivedHeaders, of block: ByteBuffer) {
        if remembered.count == Self.maximumRemembered { remembered.removeFirst() }
        // A copy: the block is a slice of what the socket gave.
        remembered.append((ByteBuffer(bytes: block.readableBytesView), headers))
    }

    /// Whether a field is put into the table, or the table's size changed. The block was read already, so it is whole.
    /// Source: RFC 7541, section 6.
    private func changesTable(_ block: ByteBuffer) -> Bool {
        var rest = block.readableBytesView[...]
        while let first = rest.first {
            if first & 0x80 != 0 {
                skipNumber(&rest, prefix: 7)
            } else if first & 0xe0 != 0 {
                return true
            } else {
                // A field that is written out: its name, unless that is a number in the table, and its value.
                if skipNumber(&rest, prefix: 4) == 0 { skipText(&rest) }
                skipText(&rest)
            }
        }
        return false
    }

    private func skipText(_ rest: inout ByteBufferView) {
        let length = skipNumber(&rest, prefix: 7)
        rest = rest.dropFirst(length)
    }

    @discardableResult
    private func skipNumber(_ rest: inout ByteBufferView, prefix bits: UInt8) -> Int {
        let limit = 1 << Int(bits) - 1
        var number = Int(rest.popFirst() ?? 0) & limit
        guard number == limit else { return number }
        var shift = 0
        while let byte = rest.popFirst(), shift < 32 {
            number += Int(byte & 0x7f) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return number
    }
}
