internal import Schema

/// Records as lines of text, as zone files have them and `dig` prints them: so they go between two processes, and into
/// what a person reads.
///
/// ```
/// web.default.svc.cluster.local. 5 IN A 10.96.0.20
/// _http._tcp.web.default.svc.cluster.local. 5 IN SRV 0 100 80 web.default.svc.cluster.local.
/// ```
/// Source: RFC 1035, section 5.1; RFC 3597 for types without a name here: `\#` and the bytes.
extension Record: LosslessStringConvertible {
    public var description: String { "\(name) \(timeToLive) IN \(data.type) \(data)" }

    public init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 4).map(String.init)
        guard words.count == 5, words[2] == "IN", let time = Int(words[1]), let type = RecordType(words[3]),
            let data = RecordData(type, words[4])
        else { return nil }
        self.init(DomainName(words[0]), data, timeToLive: time)
    }
}

extension RecordData: CustomStringConvertible {
    public var description: String {
        switch self {
        case .address(let address): "\(address)"
        case .nameServer(let name), .canonicalName(let name), .pointer(let name): "\(name)"
        case .authority(let authority): "\(authority)"
        case .text(let text): text
        case .service(let priority, let weight, let port, let target): "\(priority) \(weight) \(port) \(target)"
        case .other(_, let bytes):
            "\\# " + hexadecimal(bytes)
        }
    }

    /// Nil when the text doesn't say a record of this type.
    public init?(_ type: RecordType, _ text: String) {
        let words = text.split(separator: " ").map(String.init)
        if type != .txt, words.first == "\\#" {
            guard let bytes = bytes(ofHexadecimal: words.dropFirst().joined()) else { return nil }
            self = .other(type, bytes)
            return
        }
        switch type {
        case .a, .aaaa:
            guard let address = IPAddress(text), Self.address(address).type == type else { return nil }
            self = .address(address)
        case .ns: self = .nameServer(DomainName(text))
        case .cname: self = .canonicalName(DomainName(text))
        case .ptr: self = .pointer(DomainName(text))
        case .txt: self = .text(text)
        case .srv:
            let numbers = words.prefix(3).compactMap { Int($0) }
            guard words.count == 4, numbers.count == 3 else { return nil }
            self = .service(
                priority: numbers[0], weight: numbers[1], port: numbers[2], target: DomainName(words[3]))
        case .soa:
            guard let authority = StartOfAuthority(words) else { return nil }
            self = .authority(authority)
        default: return nil
        }
    }
}

extension StartOfAuthority: CustomStringConvertible {
    public var description: String { "\(primary) \(mailbox) \(serial) \(refresh) \(retry) \(expire) \(minimum)" }

    init?(_ words: [String]) {
        let numbers = words.dropFirst(2).compactMap { UInt32($0) }
        guard words.count == 7, numbers.count == 5 else { return nil }
        self.init(
            primary: DomainName(words[0]), mailbox: DomainName(words[1]), serial: numbers[0], minimum: Int(numbers[4]))
        (refresh, retry, expire) = (Int(numbers[1]), Int(numbers[2]), Int(numbers[3]))
    }
}
