/// Raw bytes: base64 in JSON, as they are in protobuf. A Secret's values, an etcd key.
public struct Bytes: FieldValue, Hashable {
    public var bytes: [UInt8]

    public init() { bytes = [] }
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    public init(_ text: String) { bytes = Array(text.utf8) }

    public static var shape: Shape { .bytes }
    public var isZero: Bool { bytes.isEmpty }
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public init(json: JSON) throws(DecodeError) {
        guard case .string(let text) = json else { throw .expected("base64 string", got: json) }
        guard let decoded = Base64.decode(text) else { throw DecodeError("illegal base64 data") }
        bytes = decoded
    }

    public var json: JSON { .string(Base64.encode(bytes)) }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.lengthDelimited, wire)
        bytes = Array(try reader.lengthDelimited())
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) { writer.bytes(number, bytes) }
}

/// Base64 as RFC 4648 has it, with padding; the URL alphabet for tokens is without.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [Int8] = {
        var values = [Int8](repeating: -1, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = Int8(value) }
        return values
    }()

    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what isn't base64. Line breaks are passed over, as Go's decoder does.
    public static func decode(_ text: String) -> [UInt8]? {
        let letters = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard letters.count % 4 == 0 else { return nil }
        let padding = letters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        return decode(letters: letters.dropLast(padding))
    }

    private static func decode(letters: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits = 0
        for letter in letters {
            let value = values[Int(letter)]
            guard value >= 0 else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        return bytes
    }
}

extension Base64 {
    /// Without padding and with the alphabet that may stand in a URL: the parts of a JSON Web Token.
    public static func encodeURL(_ bytes: some Sequence<UInt8>) -> String {
        String(
            encode(bytes).compactMap { letter in
                switch letter {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: letter
                }
            })
    }

    public static func decodeURL(_ text: String) -> [UInt8]? {
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return decode(String(standard) + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
