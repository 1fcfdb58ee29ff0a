package import Schema

/// A piece of data that stands at a name.
package struct Record: Hashable, Sendable {
    package var name: DomainName
    /// Seconds for which whoever asked may keep it.
    package var timeToLive: Int
    package var data: RecordData

    package init(_ name: DomainName, _ data: RecordData, timeToLive: Int) {
        self.name = name
        self.data = data
        self.timeToLive = timeToLive
    }
}

package enum RecordData: Hashable, Sendable {
    case address(IPv4Address)
    case nameServer(DomainName)
    case canonicalName(DomainName)
    case authority(StartOfAuthority)
    case pointer(DomainName)
    case text(String)
    case service(priority: Int, weight: Int, port: Int, target: DomainName)
    /// Of a type that isn't known here, as it came from another server.
    case other(RecordType, [UInt8])

    package var type: RecordType {
        switch self {
        case .address: .a
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
package struct StartOfAuthority: Hashable, Sendable {
    package var primary: DomainName
    package var mailbox: DomainName
    /// Grows with the zone's changes.
    package var serial: UInt32
    /// Seconds.
    package var minimum: Int
}

package struct RecordType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let a = Self(rawValue: 1)
    package static let ns = Self(rawValue: 2)
    package static let cname = Self(rawValue: 5)
    package static let soa = Self(rawValue: 6)
    package static let ptr = Self(rawValue: 12)
    package static let txt = Self(rawValue: 16)
    package static let aaaa = Self(rawValue: 28)
    package static let srv = Self(rawValue: 33)
    package static let opt = Self(rawValue: 41)
    package static let any = Self(rawValue: 255)
}
