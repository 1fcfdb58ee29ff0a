package import ClusterDNSContract
import LabWorker

extension DNSMessage {
    /// The message as bytes, of at most `limit`. Additional records are left out without a word; where answers are missing,
    /// the message says so (truncated), and a resolver asks again over TCP.
    /// Source: RFC 2181, section 9.
    package func bytes(limit: Int = 65535) -> [UInt8] {
        // Lab 13, step 4: yours to write.
        notWritten()
    }

    private var written: [UInt8] {
        var writer = MessageWriter()
        write(into: &writer)
        return writer.bytes
    }

    private func write(into writer: inout MessageWriter) {
        writer.number16(identifier)
        // Lab 13, step 4: yours to write.
        notWritten()
        for count in [
            question == nil ? 0 : 1, answers.count, authority.count, additional.count + (payloadSize == nil ? 0 : 1),
        ] {
            writer.number16(UInt16(clamping: count))
        }
        if let question {
            writer.name(question.name)
            writer.number16(question.type.rawValue)
            writer.number16(question.recordClass)
        }
        for record in answers + authority + additional { writer.record(record) }
        if let payloadSize { writer.option(payloadSize) }
    }
}

private struct MessageWriter {
    private(set) var bytes: [UInt8] = []
    /// Where a name, or the end of a longer one, stands already.
    private var places: [String: Int] = [:]

    mutating func number16(_ value: UInt16) { bytes += [UInt8(value >> 8), UInt8(value & 255)] }

    mutating func number32(_ value: UInt32) {
        number16(UInt16(value >> 16))
        number16(UInt16(value & 0xffff))
    }

    /// Ends as early as it can with a pointer to where the rest stands, if it may be compressed.
    mutating func name(_ name: DomainName, isCompressed: Bool = true) {
        // Lab 13, step 4: yours to write.
        notWritten()
    }

    mutating func record(_ record: Record) {
        name(record.name)
        number16(record.data.type.rawValue)
        number16(1)
        number32(UInt32(clamping: record.timeToLive))
        let length = bytes.count
        number16(0)
        data(record.data)
        let count = bytes.count - length - 2
        bytes.replaceSubrange(length..<length + 2, with: [UInt8(count >> 8 & 255), UInt8(count & 255)])
    }

    private mutating func data(_ data: RecordData) {
        switch data {
        case .address(let address): bytes += address.bytes
        case .nameServer(let target), .canonicalName(let target), .pointer(let target): name(target)
        case .text(let text):
            bytes.append(UInt8(min(255, text.utf8.count)))
            bytes += text.utf8.prefix(255)
        case .service(let priority, let weight, let port, let target):
            for number in [priority, weight, port] { number16(UInt16(clamping: number)) }
            // RFC 2782: not compressed.
            name(target, isCompressed: false)
        case .authority(let authority): self.authority(authority)
        case .other(_, let raw): bytes += raw
        }
    }

    private mutating func authority(_ authority: StartOfAuthority) {
        name(authority.primary)
        name(authority.mailbox)
        number32(authority.serial)
        for time in [authority.refresh, authority.retry, authority.expire, authority.minimum] {
            number32(UInt32(clamping: time))
        }
    }

    /// The record OPT: its class is the size, the rest is zero.
    mutating func option(_ size: Int) {
        bytes.append(0)
        number16(RecordType.opt.rawValue)
        number16(UInt16(clamping: size))
        number32(0)
        number16(0)
    }
}
