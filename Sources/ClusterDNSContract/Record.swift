/// A piece of data that stands at a name.
public struct Record: Hashable, Sendable {
    public var name: DomainName
    /// Seconds for which whoever asked may keep it.
    public var timeToLive: Int
    public var data: RecordData

    public init(_ name: DomainName, _ data: RecordData, timeToLive: Int) {
        self.name = name
        self.data = data
        self.timeToLive = timeToLive
    }
}

public enum RecordData: Hashable, Sendable {
    /// A record of type A or AAAA, by the address's family.
    case address(IPAddress)
    case nameServer(DomainName)
    case canonicalName(DomainName)
    case authority(StartOfAuthority)
    case pointer(DomainName)
    case text(String)
    case service(priority: Int, weight: Int, port: Int, target: DomainName)
    /// Of a type that isn't known here, as it came from another server.
    case other(RecordType, [UInt8])

    public var type: RecordType {
        switch self {
        case .address(.v4): .a
        case .address(.v6): .aaaa
        case .nameServer: .ns
        case .canonicalName: .cname
        case .authority: .soa
        case .pointer: .ptr
        case .text: .txt
        case .service: .srv
        case .other(let type, _): type
        }
    }
}

/// Who answers for a zone; in a negative answer it says for how long that may be kept.
public struct StartOfAuthority: Hashable, Sendable {
    public var primary: DomainName
    public var mailbox: DomainName
    /// Grows with the zone's changes.
    public var serial: UInt32
    /// Seconds, for secondary servers.
    public var refresh = 7200
    public var retry = 1800
    public var expire = 86400
    /// Seconds for which a negative answer may be kept.
    public var minimum: Int

    public init(primary: DomainName, mailbox: DomainName, serial: UInt32, minimum: Int) {
        (self.primary, self.mailbox, self.serial, self.minimum) = (primary, mailbox, serial, minimum)
    }
}

public struct RecordType: RawRepresentable, Hashable, Sendable, LosslessStringConvertible {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    private static let names: [(name: String, type: Self)] = [
        ("A", .a), ("NS", .ns), ("CNAME", .cname), ("SOA", .soa), ("PTR", .ptr), ("TXT", .txt), ("AAAA", .aaaa),
        ("SRV", .srv), ("ANY", .any),
    ]

    /// `A`, or where it has no name here, `TYPE65` (RFC 3597).
    public var description: String { Self.names.first { $0.type == self }?.name ?? "TYPE\(rawValue)" }

    public init?(_ text: String) {
        if let known = Self.names.first(where: { $0.name == text }) {
            self = known.type
        } else if text.hasPrefix("TYPE"), let number = UInt16(text.dropFirst(4)) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    public static let a = Self(rawValue: 1)
    public static let ns = Self(rawValue: 2)
    public static let cname = Self(rawValue: 5)
    public static let soa = Self(rawValue: 6)
    public static let ptr = Self(rawValue: 12)
    public static let txt = Self(rawValue: 16)
    public static let aaaa = Self(rawValue: 28)
    public static let srv = Self(rawValue: 33)
    public static let opt = Self(rawValue: 41)
    public static let any = Self(rawValue: 255)
}
