internal import Etcd
internal import EtcdContract
internal import RaftContract

/// What an entry of the replicated log asks every member to do.
///
/// ```
/// entry's command:   request's name (8 bytes) │ kind │ what is asked
/// ```
/// The name is chosen by who waits for the answer: when the entry has gone its way through the leader and comes back
/// chosen, the member that finds the name among those it waits for gives the answer; for all others it is just an
/// entry.
enum Request: Hashable, Sendable {
    case store(Command)
    case alarm(Alarm, isRaised: Bool)
    /// How a member is called and reached.
    case member(MemberAttributes)

    typealias Name = UInt64

    /// True for what adds data, and is refused when a disk is full.
    var grows: Bool { if case .store(let command) = self { command.grows } else { false } }

    /// How many bytes of keys and values it writes.
    var payload: Int {
        if case .store(.write(let operation)) = self { operation.payload } else { 0 }
    }
}

extension Request {
    func bytes(name: Name) -> [UInt8] {
        // Names, lengths and kinds are short beside what is written.
        var writer = ByteWriter(capacity: payload + 64)
        writer.fixed(name)
        switch self {
        case .store(let command):
            writer.byte(1)
            writer.command(command)
        case .alarm(let alarm, let isRaised):
            writer.byte(2)
            writer.alarm(alarm)
            writer.flag(isRaised)
        case .member(let attributes):
            writer.byte(3)
            writer.attributes(attributes)
        }
        return writer.bytes
    }

    static func name(in bytes: [UInt8]) -> Name? {
        var reader = ByteReader(bytes[...])
        return try? reader.fixed(Name.self)
    }

    /// Whether it says how a member is called and reached, without reading more of it than its kind.
    static func isAboutMember(_ bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes[...])
        guard (try? reader.fixed(Name.self)) != nil else { return false }
        return (try? reader.byte()) == 3
    }

    init(_ bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes[...])
        _ = try reader.fixed(Name.self)
        let kind = try reader.byte()
        switch kind {
        case 1: self = .store(try reader.command())
        case 2: self = .alarm(try reader.alarm(), isRaised: try reader.flag())
        case 3: self = .member(try reader.attributes())
        default: throw CodingError(description: "a request of unknown kind \(kind)")
        }
    }
}
