package import ClusterDNSContract
internal import Schema

/// The form of messages once more, as plainly as can be: what a suite reads and writes with.
///
/// It is stricter than a server may be: a pointer leads backwards, the host of an SRV record isn't compressed, nothing
/// follows the last record. It writes names in full.
package enum Wire {
    package static func read(_ bytes: [UInt8]) throws(DNSFormatError) -> DNSMessage {
        var reader = WireReader(bytes: bytes)
        var message = DNSMessage()
        message.identifier = try reader.number()
        let flags = try reader.number()
        (message.isResponse, message.isAuthoritative) = (flags & 0x8000 > 0, flags & 0x0400 > 0)
        (message.isTruncated, message.recursionDesired) = (flags & 0x0200 > 0, flags & 0x0100 > 0)
        (message.recursionAvailable, message.operation) = (flags & 0x0080 > 0, Int(flags >> 11) & 15)
        guard let code = ResponseCode(rawValue: Int(flags) & 15) else { throw DNSFormatError("an unknown code") }
        message.code = code
        let counts = [try reader.number(), try reader.number(), try reader.number(), try reader.number()]
        guard counts[0] < 2 else { throw DNSFormatError("several questions") }
        if counts[0] == 1 {
            let (name, type) = (try reader.name(), RecordType(rawValue: try reader.number()))
            message.question = DNSMessage.Question(name, type, recordClass: try reader.number())
        }
        message.answers = try reader.records(counts[1], &message.payloadSize)
        message.authority = try reader.records(counts[2], &message.payloadSize)
        message.additional = try reader.records(counts[3], &message.payloadSize)
        guard reader.isAtEnd else { throw DNSFormatError("something follows the last record") }
        return message
    }

    /// Of a question or of A, AAAA, CNAME, PTR and SRV records.
    package static func bytes(of message: DNSMessage) -> [UInt8] {
        var flags = UInt16(message.operation) << 11 | UInt16(message.code.rawValue)
        for (isSet, bit) in [
            (message.isResponse, 0x8000), (message.isAuthoritative, 0x400), (message.isTruncated, 0x200),
            (message.recursionDesired, 0x100), (message.recursionAvailable, 0x80),
        ] as [(Bool, UInt16)] where isSet { flags |= bit }
        let extra = message.payloadSize == nil ? 0 : 1
        var bytes = two(message.identifier) + two(flags) + two(message.question == nil ? 0 : 1)
        bytes += two(message.answers.count) + two(message.authority.count) + two(message.additional.count + extra)
        if let question = message.question {
            bytes += name(question.name) + two(question.type.rawValue) + two(question.recordClass)
        }
        for record in message.answers + message.authority + message.additional {
            let data = self.data(record.data)
            bytes += name(record.name) + two(record.data.type.rawValue) + two(1)
            bytes += two(record.timeToLive >> 16) + two(record.timeToLive & 0xffff) + two(data.count) + data
        }
        if let size = message.payloadSize { bytes += [0] + two(41) + two(size) + [0, 0, 0, 0, 0, 0] }
        return bytes
    }

    private static func two(_ number: some BinaryInteger) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    private static func name(_ name: DomainName) -> [UInt8] {
        name.labels.flatMap { label in
            [UInt8(label.unicodeScalars.count)] + label.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        } + [0]
    }

    private static func data(_ data: RecordData) -> [UInt8] {
        switch data {
        case .address(let address): address.bytes
        case .canonicalName(let target), .pointer(let target), .nameServer(let target): name(target)
        case .service(let priority, let weight, let port, let target):
            two(priority) + two(weight) + two(port) + name(target)
        case .other(_, let bytes): bytes
        case .authority, .text: []
        }
    }
}

private struct WireReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(DNSFormatError) -> UInt8 {
        guard position < bytes.count else { throw DNSFormatError("the message ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws(DNSFormatError) -> UInt16 { UInt16(try byte()) << 8 | UInt16(try byte()) }

    mutating func long() throws(DNSFormatError) -> UInt32 { UInt32(try number()) << 16 | UInt32(try number()) }

    /// - Parameter mayPoint: false where compression isn't allowed.
    mutating func name(mayPoint: Bool = true) throws(DNSFormatError) -> DomainName {
        var labels: [String] = []
        let begin = position
        while true {
            let length = try byte()
            if length == 0 { return DomainName(labels: labels) }
            if length >= 192 {
                guard mayPoint else { throw DNSFormatError("the host of an SRV record is compressed") }
                let place = Int(length & 63) << 8 | Int(try byte())
                guard place < begin else { throw DNSFormatError("a pointer doesn't lead backwards") }
                var rest = self
                rest.position = place
                return DomainName(labels: labels + (try rest.name()).labels)
            }
            guard length < 64 else { throw DNSFormatError("a label has more than 63 bytes") }
            var label = ""
            for _ in 0..<length { label.unicodeScalars.append(Unicode.Scalar(try byte())) }
            labels.append(label)
        }
    }

    mutating func records(_ count: UInt16, _ payloadSize: inout Int?) throws(DNSFormatError) -> [Record] {
        var records: [Record] = []
        for _ in 0..<count {
            let (name, type) = (try name(), RecordType(rawValue: try number()))
            let (recordClass, time, length) = (try number(), try long(), Int(try number()))
            let end = position + length
            let data = try data(type, length)
            guard position == end else { throw DNSFormatError("a record of \(name) has another length than it says") }
            if type == .opt {
                payloadSize = Int(recordClass)
            } else {
                records.append(Record(name, data, timeToLive: Int(time)))
            }
        }
        return records
    }

    private mutating func data(_ type: RecordType, _ length: Int) throws(DNSFormatError) -> RecordData {
        switch type {
        case .cname: return .canonicalName(try name())
        case .ptr: return .pointer(try name())
        case .ns: return .nameServer(try name())
        case .srv:
            let numbers = [Int(try number()), Int(try number()), Int(try number())]
            return .service(
                priority: numbers[0], weight: numbers[1], port: numbers[2], target: try name(mayPoint: false))
        case .soa:
            let (primary, mailbox) = (try name(), try name())
            let numbers = [try long(), try long(), try long(), try long(), try long()]
            return .authority(
                StartOfAuthority(primary: primary, mailbox: mailbox, serial: numbers[0], minimum: Int(numbers[4])))
        default:
            var raw: [UInt8] = []
            for _ in 0..<length { raw.append(try byte()) }
            if [.a, .aaaa].contains(type), let address = IPAddress(bytes: raw) { return .address(address) }
            if type == .txt { return .text(String(decoding: raw.dropFirst(), as: UTF8.self)) }
            return .other(type, raw)
        }
    }
}
