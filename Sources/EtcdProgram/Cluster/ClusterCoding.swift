internal import Etcd
internal import EtcdContract
internal import RaftContract

/// The cluster's state as bytes: what a snapshot carries besides the store.
extension ClusterState {
    /// - Parameter term: of the last entry that the snapshot contains.
    func attachment(term: Term) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(id)
        writer.int(term)
        writer.membership(membership)
        writer.list(members) { $0.attributes($1) }
        writer.list(removed) { $0.fixed($1) }
        writer.list(alarms) { $0.alarm($1) }
        return writer.bytes
    }

    static func read(_ attachment: [UInt8]) throws(CodingError) -> (cluster: ClusterState, term: Term) {
        var reader = ByteReader(attachment[...])
        var cluster = ClusterState(id: try reader.fixed(UInt64.self))
        let term = try reader.int()
        cluster.membership = try reader.membership()
        cluster.members = try reader.list { reader throws(CodingError) in try reader.attributes() }
        cluster.removed = try reader.list { reader throws(CodingError) in try reader.fixed(MemberID.self) }
        cluster.alarms = try reader.list { reader throws(CodingError) in try reader.alarm() }
        return (cluster, term)
    }
}

extension MemberAttributes {
    /// The context of the entry that makes it a member: so whoever has the entry can reach it.
    var context: [UInt8] {
        var writer = ByteWriter()
        writer.attributes(self)
        return writer.bytes
    }

    /// Nil for the context of other changes.
    init?(context: [UInt8]) {
        var reader = ByteReader(context[...])
        guard let attributes = try? reader.attributes() else { return nil }
        self = attributes
    }
}

extension ByteWriter {
    mutating func list<Element>(_ elements: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        int(elements.count)
        for element in elements { write(&self, element) }
    }

    mutating func text(_ text: String) { bytes(Array(text.utf8)) }

    mutating func attributes(_ attributes: MemberAttributes) {
        fixed(attributes.id)
        text(attributes.name)
        list(attributes.peerURLs) { $0.text($1) }
        list(attributes.clientURLs) { $0.text($1) }
        flag(attributes.wantsVote)
    }

    mutating func alarm(_ alarm: Alarm) {
        fixed(alarm.member)
        byte(alarm.kind.rawValue)
    }
}

extension ByteReader {
    mutating func text() throws(CodingError) -> String { String(decoding: try bytes(), as: UTF8.self) }

    mutating func attributes() throws(CodingError) -> MemberAttributes {
        MemberAttributes(
            id: try fixed(MemberID.self), name: try text(),
            peerURLs: try list { reader throws(CodingError) in try reader.text() },
            clientURLs: try list { reader throws(CodingError) in try reader.text() }, wantsVote: try flag())
    }

    mutating func alarm() throws(CodingError) -> Alarm {
        let member = try fixed(MemberID.self)
        guard let kind = Alarm.Kind(rawValue: try byte()) else { throw CodingError(description: "an unknown alarm") }
        return Alarm(member: member, kind: kind)
    }
}
