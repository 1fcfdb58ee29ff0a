internal import Etcd
internal import RaftContract

/// What goes over a stream between two members.
///
/// ```
/// stream of messages    greeting │ messages │ no messages │ …      the empty ones are answered, as a sign of life
/// stream of a snapshot  greeting │ message │ piece │ piece │ …     answered when all is on the disk
/// ```
/// The greeting says which cluster the sender belongs to, who it is, and who it thinks it talks to. A member of another
/// cluster, or one that was removed, is turned away at the door; so is one that has got the wrong address.
enum PeerFrame: Hashable, Sendable {
    case greeting(cluster: UInt64, from: MemberID, to: MemberID)
    case messages([PeerMessage])
    case piece([UInt8])

    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .greeting(let cluster, let from, let to):
            writer.byte(1)
            for number in [cluster, from, to] { writer.fixed(number) }
        case .messages(let messages):
            writer.byte(2)
            writer.list(messages) { $0.peerMessage($1) }
        case .piece(let bytes):
            writer.byte(3)
            writer.bytes(bytes)
        }
        return writer.bytes
    }

    init(_ bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes[...])
        let kind = try reader.byte()
        switch kind {
        case 1:
            self = .greeting(
                cluster: try reader.fixed(UInt64.self), from: try reader.fixed(UInt64.self),
                to: try reader.fixed(UInt64.self))
        case 2: self = .messages(try reader.list { reader throws(CodingError) in try reader.peerMessage() })
        case 3: self = .piece(try reader.bytes())
        default: throw CodingError(description: "a frame of unknown kind \(kind)")
        }
    }
}

extension ByteWriter {
    fileprivate mutating func peerMessage(_ message: PeerMessage) {
        switch message {
        case .raft(let message):
            byte(1)
            self.message(message)
        case .proposal(let proposal):
            byte(2)
            bytes(proposal)
        }
    }
}

extension ByteReader {
    fileprivate mutating func peerMessage() throws(CodingError) -> PeerMessage {
        let kind = try byte()
        switch kind {
        case 1: return .raft(try message())
        case 2: return .proposal(try bytes())
        default: throw CodingError(description: "a peer's message of unknown kind \(kind)")
        }
    }
}
