import Schema

/// A length of time as Kubernetes' documents have it: `15s`, `1m30s`, `1.5h`, `300ms`, never a plain number.
struct DurationText: FieldValue, Hashable {
    var duration = Duration.zero

    init() {}

    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]

    init(json: JSON) throws(DecodeError) {
        let text = try String(json: json)
        guard let seconds = Self.seconds(text) else {
            throw DecodeError("\"\(text)\" is no duration: expected 15s, 1m30s or 300ms")
        }
        duration = .seconds(seconds)
    }

    private static func seconds(_ text: String) -> Double? {
        var rest = text[...]
        var sum = 0.0
        repeat {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let value = Double(number), let seconds = units.first(where: { $0.name == unit })?.seconds else {
                return text == "0" ? 0 : nil
            }
            sum += value * seconds
        } while !rest.isEmpty
        return sum < 1e9 ? sum : nil
    }

    static var shape: Shape { .string }
    var isZero: Bool { duration == .zero }
    var json: JSON { .string("\(duration / .seconds(1))s") }

    mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        throw ProtobufError("a configuration file is no protobuf")
    }

    func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {}
}
