package import ClusterDNSContract

extension DNSMessage {
    /// The message as bytes, of at most `limit`. Additional records are left out without a word; where answers are missing,
    /// the message says so (truncated), and a resolver asks again over TCP.
    /// Source: RFC 2181, section 9.
    package func bytes(limit: Int = 65535) -> [UInt8] {
        // lab 13.4: begin
        var message = self
        if message.written.count <= limit { return message.written }
        message.additional = []
        if message.written.count <= limit { return message.written }
        // Some of the answers are of no use to anybody.
        (message.answers, message.authority, message.isTruncated) = ([], [], true)
        return message.written
        // lab 13.4: end
    }

    private var written: [UInt8] {
        var writer = MessageWriter()
        write(into: &writer)
        return writer.bytes
    }

    private func write(into writer: inout MessageWriter) {
        writer.number16(identifier)
        // lab 13.4: begin
        var flags = UInt16(operation & 15) << 11 | UInt16(code.rawValue)
        if isResponse { flags |= 0x8000 }
        if isAuthoritative { flags |= 0x400 }
        if isTruncated { flags |= 0x200 }
        if recursionDesired { flags |= 0x100 }
        if recursionAvailable { flags |= 0x80 }
        writer.number16(flags)
        // lab 13.4: end
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
        // lab 13.4: begin
        var rest = name.labels[...]
        while let label = rest.first {
            // By the spelling, so that a question's own is repeated and no other's.
            let key = DomainName(labels: Array(rest)).description
            if isCompressed, let place = places[key] { return number16(0xc000 | UInt16(place)) }
            if bytes.count < 0x4000, places[key] == nil { places[key] = bytes.count }
            let letters = label.unicodeScalars.prefix(63).map { UInt8(truncatingIfNeeded: $0.value) }
            bytes.append(UInt8(letters.count))
            bytes += letters
            rest = rest.dropFirst()
        }
        bytes.append(0)
        // lab 13.4: end
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
