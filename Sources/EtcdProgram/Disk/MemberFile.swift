internal import Etcd
internal import EtcdContract
internal import RaftContract

/// Who the member is that a data directory belongs to: the file `member`, for people to read, too.
///
/// ```
/// cluster cdf818194e3a8c32
/// member 8e9e05c52164694d
/// checksum 1d2f3c4b
/// ```
/// It is written before anything else, and never again: under another number, the votes and entries in the directory
/// would be somebody else's.
enum MemberFile {
    static let name = "member"
    private static let unfinished = "member.new"

    static func write(_ identity: Identity, to disk: any Disk) throws {
        let file = try disk.create(unfinished)
        try file.append(Array(text(identity).utf8))
        try file.sync()
        try disk.rename(unfinished, to: name)
        try disk.syncNames()
    }

    static func read(from disk: any Disk) throws -> Identity {
        let text = String(decoding: try disk.read(name), as: UTF8.self)
        let words = text.split { $0 == "\n" || $0 == " " }
        guard words.count == 6, let cluster = UInt64(words[1], radix: 16), let member = UInt64(words[3], radix: 16)
        else { throw RecoveryError(description: "\(name): not as it was written") }
        let identity = Identity(cluster: cluster, member: member)
        guard text == self.text(identity) else { throw RecoveryError(description: "\(name): the checksum doesn't fit") }
        return identity
    }

    private static func text(_ identity: Identity) -> String {
        let lines = "cluster \(String(identity.cluster, radix: 16))\nmember \(String(identity.member, radix: 16))\n"
        return lines + "checksum \(String(CRC32C.sum(lines.utf8), radix: 16))\n"
    }
}
