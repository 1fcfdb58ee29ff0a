public import Schema

/// Who belongs to the cluster, and who of them has a vote.
///
/// Normally every decision needs a majority of ``voters``. While a *joint* membership lasts, it needs a majority of
/// ``voters`` **and** one of ``outgoing``, the voters before the change (§6 of the paper). *Learners* receive the log but
/// count for nothing, so that a new member can catch up before it has a vote (§4.2.1 of the thesis). A voter of the old
/// membership that is to be a learner stands in ``outgoing`` and ``learners`` for as long as the joint membership lasts.
public struct Membership: Declared {
    /// Ascending, like the others.
    public var voters: [MemberID] = []
    /// Empty but in a joint membership.
    public var outgoing: [MemberID] = []
    public var learners: [MemberID] = []

    public init() {}

    public init(voters: [MemberID], outgoing: [MemberID] = [], learners: [MemberID] = []) {
        self.voters = voters.sorted()
        self.outgoing = outgoing.sorted()
        self.learners = learners.sorted()
    }

    public var isJoint: Bool { !outgoing.isEmpty }

    /// Everyone, each once, ascending.
    public var members: [MemberID] {
        if outgoing.isEmpty && learners.isEmpty { return voters }
        return Set(voters + outgoing + learners).sorted()
    }

    public func contains(_ member: MemberID) -> Bool {
        isVoter(member) || learners.contains(member)
    }

    /// Whether its vote counts now.
    public func isVoter(_ member: MemberID) -> Bool { voters.contains(member) || outgoing.contains(member) }

    /// Whether those for whom `agrees` holds can decide. Two groups that can always have a member in common: that is all
    /// that Raft's safety rests on. No group can when there are no voters.
    public func isQuorum(where agrees: (MemberID) -> Bool) -> Bool {
        Self.isMajority(of: voters, where: agrees) && (outgoing.isEmpty || Self.isMajority(of: outgoing, where: agrees))
    }

    private static func isMajority(of members: [MemberID], where agrees: (MemberID) -> Bool) -> Bool {
        members.count { agrees($0) } > members.count / 2
    }

    public static let schema = Schema<Self>("Who belongs to the cluster.") {
        Field(1, "voters", \.voters, always: true, "Those with a vote.")
        Field(3, "outgoing", \.outgoing, "The voters before the change, in a joint membership.")
        Field(2, "learners", \.learners, "Those who receive the log and have no vote.")
    }
}

/// How a membership is to change.
public enum MembershipChange: Hashable, Sendable {
    /// A new member without a vote.
    case addLearner(MemberID)
    /// A new voter; or a learner gets its vote.
    case addVoter(MemberID)
    /// A voter or learner goes. A leader may remove itself: it steps down when that is committed.
    case remove(MemberID)
    /// Many changes at once, by way of a joint membership, which the leader leaves by itself as soon as it is committed.
    case replace(voters: [MemberID], learners: [MemberID])
}

// MARK: - As JSON

/// One member, named as the case: `{"addVoter": 4}`, `{"replace": {"voters": [1, 2, 4], "learners": []}}`.
extension MembershipChange {
    public var json: JSON {
        switch self {
        case .addLearner(let member): ["addLearner": member.json]
        case .addVoter(let member): ["addVoter": member.json]
        case .remove(let member): ["remove": member.json]
        case .replace(let voters, let learners): ["replace": ["voters": voters.json, "learners": learners.json]]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let (name, value) = try json.onlyMember("a membership change")
        do throws(DecodeError) {
            switch name {
            case "addLearner": self = .addLearner(try MemberID(json: value))
            case "addVoter": self = .addVoter(try MemberID(json: value))
            case "remove": self = .remove(try MemberID(json: value))
            case "replace": self = .replace(voters: try value.read("voters"), learners: try value.read("learners"))
            default: throw DecodeError("no such membership change")
            }
        } catch { throw error.under(name) }
    }
}
