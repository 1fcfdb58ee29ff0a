package import RaftContract

/// What befalls the members of one run, and who they are. All of it follows from a seed, or is put together by hand.
///
/// Virtual time has no unit: a member's clock ticks every ``tick`` of it, if it goes right.
package struct Plan: Sendable {
    package static let tick = 100

    package var seed: UInt64
    /// Members with a vote from the beginning: 1, 2, 3, …
    package var voters = 3
    /// Further machines that may become members.
    package var spares = 0
    /// So many ticks things go wrong, and so many more they must go right.
    package var troubleTicks = 80
    package var calmTicks = 100
    package var troubles: Troubles = []
    package var clients = 3
    package var keys = 2
    /// A member makes a snapshot when it has applied so many entries since the last one; nil for never.
    package var snapshotEvery: Int?
    /// So many of the entries that the snapshot replaces stay in memory for followers that are a little behind.
    package var keptEntries = 0
    package var electionTicks = 6
    package var heartbeatTicks = 2
    package var preVote = false
    package var checkQuorum = false
    package var maxBytesPerMessage = 200
    package var maxMessagesInFlight = 8
    /// Whether clients read, which not every core can yet.
    package var reads = true
    /// For cores that don't write anything to their disks yet: what rests on disks isn't judged.
    package var isVolatile = false

    package init(seed: UInt64) { self.seed = seed }

    package func configuration(of member: MemberID) -> RaftConfiguration {
        var configuration = RaftConfiguration(id: member, seed: seed >> 1)
        (configuration.electionTicks, configuration.heartbeatTicks) = (electionTicks, heartbeatTicks)
        (configuration.preVote, configuration.checkQuorum) = (preVote, checkQuorum)
        configuration.maxBytesPerMessage = maxBytesPerMessage
        configuration.maxMessagesInFlight = maxMessagesInFlight
        return configuration
    }

    package var members: [MemberID] { (1...voters + spares).map { MemberID($0) } }
}

/// Kinds of trouble that a plan may have.
package struct Troubles: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let loss = Troubles(rawValue: 1)
    package static let duplication = Troubles(rawValue: 2)
    package static let reordering = Troubles(rawValue: 4)
    package static let partitions = Troubles(rawValue: 8)
    /// A hears B, but B doesn't hear A.
    package static let oneWayPartitions = Troubles(rawValue: 16)
    /// As SIGSTOP: the process stands still, and then finds all that has arrived.
    package static let pauses = Troubles(rawValue: 32)
    /// At every point between output and disk and network; see ``CrashPoint``.
    package static let crashes = Troubles(rawValue: 64)
    package static let slowDisks = Troubles(rawValue: 128)
    /// The members' clocks go at different rates.
    package static let drift = Troubles(rawValue: 256)
    package static let membershipChanges = Troubles(rawValue: 512)
    package static let transfers = Troubles(rawValue: 1024)

    package static let all = Troubles(rawValue: 2047)
}

extension Troubles {
    private static let allNames: [(Troubles, String)] = [
        (.loss, "lost messages"), (.duplication, "doubled messages"), (.reordering, "delayed messages"),
        (.partitions, "partitions"), (.oneWayPartitions, "one-way partitions"), (.pauses, "pauses"),
        (.crashes, "crashes"), (.slowDisks, "slow disks"), (.drift, "clock drift"),
        (.membershipChanges, "membership changes"), (.transfers, "leadership transfers"),
    ]

    /// For people.
    package var names: [String] { Self.allNames.filter { contains($0.0) }.map(\.1) }
}

extension Plan {
    /// What a seed means: every run has most kinds of trouble, and each kind is missing in some.
    package static func random(seed: UInt64) -> Plan {
        var chance = Chance(seed: seed)
        var plan = Plan(seed: seed)
        plan.voters = chance.happens(700) ? 3 : 5
        for shift in 0..<11 where chance.happens(700) { plan.troubles.insert(Troubles(rawValue: 1 << shift)) }
        plan.preVote = chance.happens(600)
        plan.checkQuorum = chance.happens(600)
        if chance.happens(600) {
            plan.snapshotEvery = chance.int(in: 3...20)
            plan.keptEntries = chance.happens(500) ? 0 : chance.int(in: 1...5)
        }
        plan.maxBytesPerMessage = chance.pick([20, 200, 100_000])
        plan.maxMessagesInFlight = chance.pick([1, 4, 64])
        if plan.troubles.contains(.membershipChanges) {
            plan.spares = plan.voters == 3 ? 2 : 1
            // Who was removed and doesn't know it disturbs the others without these two (§4.2.3 of the thesis).
            (plan.preVote, plan.checkQuorum) = (true, true)
        }
        return plan
    }
}
