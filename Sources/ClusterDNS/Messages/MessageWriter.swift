internal import Schema

extension DNSMessage {
    /// The message as bytes, of at most `limit`: what doesn't fit is left out, and the message says so.
    package func bytes(limit: Int = 65535) -> [UInt8] {
        var writer = MessageWriter()
        write(into: &writer)
        if writer.bytes.count <= limit { return writer.bytes }
        var short = self
        short.isTruncated = true
        // A resolver asks again over TCP; the records that would still fit are of no use to it.
        (short.answers, short.authority, short.additional) = ([], [], [])
        var second = MessageWriter()
        short.write(into: &second)
        return second.bytes
    }

    private func write(into writer: inout MessageWriter) {
        writer.number16(identifier)
        var flags = UInt16(operation & 15) << 11 | UInt16(code.rawValue)
        if isResponse { flags |= 0x8000 }
        if isAuthoritative { flags |= 0x400 }
        if isTruncated { flags |= 0x200 }
        if recursionDesired { flags |= 0x100 }
        if recursionAvailable { flags |= 0x80 }
        writer.number16(flags)
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

    /// Ends as early as it can with a pointer to where the rest stands.
    mutating func name(_ name: DomainName) {
        var rest = name.labels[...]
        while let label = rest.first {
            // By the spelling, so that a question's own is repeated and no other's.
            let key = rest.joined(separator: ".")
            if let place = places[key] { return number16(0xc000 | UInt16(place)) }
            if bytes.count < 0x4000 { places[key] = bytes.count }
            let letters = label.unicodeScalars.prefix(63).map { UInt8(truncatingIfNeeded: $0.value) }
            bytes.append(UInt8(letters.count))
            bytes += letters
            rest = rest.dropFirst()
        }
        bytes.append(0)
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
        case .address(let address): bytes += address.octets
        case .nameServer(let target), .canonicalName(let target), .pointer(let target): name(target)
        case .text(let text):
            bytes.append(UInt8(min(255, text.utf8.count)))
            bytes += text.utf8.prefix(255)
        case .service(let priority, let weight, let port, let target):
            for number in [priority, weight, port] { number16(UInt16(clamping: number)) }
            name(target)
        case .authority(let authority): self.authority(authority)
        case .other(_, let raw): bytes += raw
        }
    }

    /// Primary server, mailbox, serial; the times for secondary servers, of which there are none; minimum.
    private mutating func authority(_ authority: StartOfAuthority) {
        name(authority.primary)
        name(authority.mailbox)
        for number in [authority.serial, 7200, 1800, 86400, UInt32(clamping: authority.minimum)] { number32(number) }
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
