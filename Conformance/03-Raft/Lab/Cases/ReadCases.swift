internal import Conformance
internal import RaftSimulation

/// Step 6: what may be read without writing?
enum ReadCases {
    static let all = stories + members + simulated

    private static let topic = Topic(
        step: 6, name: "read-index", section: "§8; thesis, §6.4",
        invariant: "A read sees everything that was committed when it was asked.",
        look: "Reading/ReadIndex.swift: beginReadRound, isConfirmed")

    /// A leader of three that has committed its first entry.
    private static let leader = """
        member 1 of 1 2 3
        waits
        2→1 vote 1 granted
        2→1 appended 1 through 1
        has committed 1

        """

    private static let stories = [
        topic.story(
            "asks-first", must: "A leader MUST hear from a majority that it still leads before it lets a read go on.",
            weight: 2,
            says: "Raft handles this by having the leader exchange heartbeat messages with a majority of the cluster",
            leader + """
                read 7
                reads nothing
                says 1→2 heartbeat 1 *
                2 answers the heartbeat
                reads 7 as of 1
                """),
        topic.story(
            "sees-what-is-committed", must: "A read MUST see what was committed when it was asked.",
            leader + """
                propose x
                2→1 appended 1 through 2
                has committed 2
                read 7
                2 answers the heartbeat
                reads 7 as of 2
                """),
        topic.story(
            "minority", must: "A leader MUST NOT let a read go on when fewer than a majority have answered.",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            3→1 vote 1 granted
            2→1 appended 1 through 1
            3→1 appended 1 through 1
            has committed 1
            read 7
            4 answers the heartbeat
            4 answers the heartbeat              # the same once more
            reads nothing
            5 answers the heartbeat
            reads 7 as of 1
            """),
        topic.story(
            "answers-from-before", must: "An answer to a heartbeat from before the read MUST NOT confirm it.",
            weight: 2,
            leader + """
                tick 1                           # a heartbeat as usual
                says 1→3 heartbeat 1 *
                read 7
                3→1 heartbeatAnswer 1            # the answer to that one
                reads nothing
                """),
        topic.story(
            "not-before-own-entry",
            must: "A leader MUST NOT answer reads before an entry of its own term is committed.",
            weight: 2,
            says: "it must commit an entry from its term … the leader does not know which entries are committed",
            """
            member 1 of 1 2 3 term 1 log 1 1     # perhaps both are committed, perhaps not
            waits
            2→1 vote 2 granted
            is leader in term 2
            read 7
            tick 1
            2 answers the heartbeat
            3 answers the heartbeat
            reads nothing
            2→1 appended 2 through 3
            has committed 3
            tick 1
            2 answers the heartbeat
            reads 7 as of 3
            """),
        topic.story(
            "deposed", must: "A leader that was replaced MUST NOT answer the reads that wait.", weight: 2,
            leader + """
                read 7
                3→1 heartbeat 2 commit 0
                is follower in term 2
                2→1 heartbeatAnswer 1
                3→1 append 2 after 1/1 [2 x] commit 2
                reads nothing
                """),
        topic.story(
            "for-a-follower", must: "A leader MUST answer a follower's question as its own.",
            source: "Raft thesis, §6.4: followers can help offload read-only queries",
            leader + """
                3→1 readIndex 1 context 9
                never says 1→3 readIndexAnswer *
                2 answers the heartbeat
                says 1→3 readIndexAnswer 1 context 9 index 1
                """),
        topic.story(
            "follower-asks", must: "A follower MUST ask its leader, and let the read go on as of the leader's answer.",
            source: "Raft thesis, §6.4: followers can help offload read-only queries",
            """
            member 1 of 1 2 3
            2→1 heartbeat 1 commit 0
            read 7
            reads nothing
            says 1→2 readIndex 1 context 7
            2→1 readIndexAnswer 1 context 7 index 3
            reads 7 as of 3
            """),
    ]

    /// Neither is taught here; both are in the starter.
    private static let members = [
        topic.story(
            "members-not-before-own-entry",
            must: "A leader MUST NOT change the members before an entry of its own term is committed.",
            source: "https://groups.google.com/g/raft-dev/c/t4xj6dJTP6E", look: "Membership/MembershipChanges.swift",
            feature: "MembershipChanges",
            """
            member 1 of 1 2 3 term 1 log 1
            waits
            2→1 vote 2 granted
            is leader in term 2
            change addVoter 4
            refuses
            2→1 appended 2 through 2
            change addVoter 4
            takes it
            """),
        topic.story(
            "members-one-change-at-a-time",
            must: "A leader MUST NOT begin a change of the members before the last one is committed.",
            source: "Raft thesis, §4.1", look: "Membership/MembershipChanges.swift", feature: "MembershipChanges",
            leader + """
                change addVoter 4
                takes it
                change addVoter 5
                refuses
                """),
        topic.story(
            "members-count-at-once", must: "A new membership MUST count from the moment that it is in the log.",
            source: "Raft thesis, §4.1", look: "Membership/MembershipChanges.swift", feature: "MembershipChanges",
            leader + """
                change addVoter 4                # entry 2: now a majority is three
                2→1 appended 1 through 2
                has not committed 2
                4→1 appended 1 through 2
                has committed 2
                """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated", must: "No client MUST ever read something stale, whatever happens to the leader.",
            says: "Linearizable reads must not return stale data", source: "Raft paper, §8", runs: 4
        ) { seed in
            var plan = Plan(seed: seed)
            plan.clients = 4
            plan.troubles = [.loss, .reordering, .partitions, .oneWayPartitions, .pauses]
            return plan
        },
        topic.simulated(
            "everything", must: "A cluster MUST look like one server that doesn't fail, whatever goes wrong.",
            weight: 4,
            source: "Herlihy and Wing, Linearizability, 1990", runs: 4
        ) { seed in
            var plan = Plan.random(seed: seed)
            plan.troubles.subtract([.membershipChanges, .transfers])
            plan.spares = 0
            return plan
        },
        topic.simulated(
            "membership-changes", must: "All this MUST hold while members are added and removed.", weight: 2,
            source: "Raft paper, §6; thesis, chapter 4", runs: 3, coverage: .extended(feature: "MembershipChanges")
        ) { seed in
            var plan = Plan.random(seed: seed)
            plan.troubles.formUnion([.membershipChanges, .transfers])
            (plan.spares, plan.preVote, plan.checkQuorum) = (2, true, true)
            return plan
        },
    ]
}
