internal import Etcd
internal import EtcdContract
package import RaftContract

/// What the members agree on besides keys and values: who they are, how each is reached, and which alarms are raised.
///
/// It changes only with entries of the log, so it is the same on all members that have applied as much, and it travels
/// in snapshots together with the store.
package struct ClusterState: Hashable, Sendable {
    /// Of the whole cluster: a member of another one is not listened to.
    package var id: UInt64 = 0
    /// Who has a vote, as of the last applied entry.
    package var membership = Membership()
    /// Ascending by their numbers. Those who aren't members any more are not in it.
    package internal(set) var members: [MemberAttributes] = []
    /// Who was a member once, and may not come back under this number.
    package internal(set) var removed: [MemberID] = []
    /// Ascending.
    package internal(set) var alarms: [Alarm] = []

    package init(id: UInt64 = 0) { self.id = id }

    package subscript(member: MemberID) -> MemberAttributes? { members.first { $0.id == member } }

    package mutating func register(_ attributes: MemberAttributes) {
        members.removeAll { $0.id == attributes.id }
        members.append(attributes)
        members.sort { $0.id < $1.id }
    }

    /// A membership was chosen; who isn't in it any more is forgotten, and its alarms with it.
    package mutating func become(_ membership: Membership) {
        let gone = self.membership.members.filter { !membership.contains($0) }
        self.membership = membership
        removed = (removed + gone).filter { !membership.contains($0) }.sorted()
        members.removeAll { gone.contains($0.id) }
        alarms.removeAll { gone.contains($0.member) }
    }

    package mutating func set(_ alarm: Alarm, isRaised: Bool) {
        alarms.removeAll { $0 == alarm }
        if isRaised { alarms = (alarms + [alarm]).sorted() }
    }

    package func has(_ kind: Alarm.Kind, of member: MemberID? = nil) -> Bool {
        alarms.contains { $0.kind == kind && (member == nil || $0.member == member) }
    }
}

/// How a member is called and reached.
package struct MemberAttributes: Hashable, Sendable {
    package var id: MemberID
    /// Empty until the member has been started.
    package var name = ""
    package var peerURLs: [String]
    package var clientURLs: [String] = []
    /// It came as a learner, and is to have a vote as soon as it has caught up.
    package var wantsVote = false

    package init(
        id: MemberID, name: String = "", peerURLs: [String], clientURLs: [String] = [], wantsVote: Bool = false
    ) {
        self.id = id
        self.name = name
        self.peerURLs = peerURLs
        self.clientURLs = clientURLs
        self.wantsVote = wantsVote
    }
}

/// Something that a person has to look at, raised by a member.
package struct Alarm: Hashable, Sendable, Comparable {
    package enum Kind: UInt8, Sendable {
        case noSpace = 1
        case corrupt = 2
    }

    package var member: MemberID
    package var kind: Kind

    package init(member: MemberID, kind: Kind) {
        self.member = member
        self.kind = kind
    }

    package static func < (one: Alarm, other: Alarm) -> Bool {
        (one.member, one.kind.rawValue) < (other.member, other.kind.rawValue)
    }
}
