internal import Crypto
internal import Etcd
internal import EtcdContract
package import RaftContract

/// Who a member is: its own number and its cluster's.
package struct Identity: Hashable, Sendable {
    package var cluster: UInt64
    package var member: MemberID

    package init(cluster: UInt64, member: MemberID) {
        self.cluster = cluster
        self.member = member
    }
}

/// How a member without data begins.
package enum Beginning: Sendable {
    /// All first members start with the same list, and each computes the same numbers from it.
    case new(InitialCluster)
    /// It was added to a cluster that is there: its log comes from the leader. `others` says how that is reached.
    case joining(Identity, others: [MemberAttributes])
}

/// The first members of a cluster, as `--initial-cluster` lists them.
package struct InitialCluster: Hashable, Sendable {
    /// In which cluster: two with the same members and different tokens are different clusters.
    package var token: String
    package var members: [MemberAttributes]
    /// This member's name.
    package var own: String

    /// - Parameter members: names with the URLs of their peers' listeners.
    package init(token: String = "etcd-cluster", own: String, members: [(name: String, peerURLs: [String])]) {
        self.token = token
        self.own = own
        self.members = members.map { name, urls in
            MemberAttributes(id: Self.number(urls.sorted() + [token]), name: name, peerURLs: urls)
        }.sorted { $0.id < $1.id }
    }

    var state: ClusterState {
        var state = ClusterState(id: Self.number(members.map { String($0.id, radix: 16) } + [token]))
        state.membership = Membership(voters: members.map(\.id))
        for member in members { state.register(member) }
        return state
    }

    /// Nil if this member isn't one of them.
    var identity: Identity? {
        members.first { $0.name == own }.map { Identity(cluster: state.id, member: $0.id) }
    }

    /// A number that is the same wherever it is computed from the same words; never 0.
    static func number(_ words: [String]) -> UInt64 {
        let digest = SHA256.hash(data: Array(words.joined(separator: "\n").utf8))
        return max(1, digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
