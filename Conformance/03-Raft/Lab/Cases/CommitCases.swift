internal import Conformance
internal import RaftSimulation

/// Step 4: when is an entry safe?
enum CommitCases {
    static let all = stories + simulated

    private static let topic = Topic(
        step: 4, name: "commit", section: "§5.4.2 and figure 8",
        invariant: "Only entries of the leader's own term are committed by counting who has them.",
        look: "Replication/Commit.swift: isCommittable")

    private static let stories = [
        topic.story(
            "figure-8",
            must: "A leader MUST NOT commit an entry of an earlier term because a majority has it.",
            weight: 4, says: "Raft never commits log entries from previous terms by counting replicas.",
            """
            member 1 of 1 2 3 4 5 term 3 log 1 2       # S1 of figure 8, after its crash
            waits
            2→1 vote 4 granted
            3→1 vote 4 granted
            is leader in term 4                        # (c): its log is 1/1, 2/2, 4/3
            2→1 appended 4 through 2
            3→1 appended 4 through 2                   # entry 2 is on three of five, and yet S5 could replace it (d)
            has not committed 1
            applies nothing
            2→1 appended 4 through 3
            3→1 appended 4 through 3                   # (e): now it can't
            has committed 3
            applies a b
            """),
        topic.story(
            "not-by-election", must: "A leader MUST NOT commit anything by being elected.",
            """
            member 1 of 1 2 3 term 1 log 1 1 1
            waits
            2→1 vote 2 granted
            is leader in term 2
            has not committed 1
            """),
        topic.story(
            "own-term-takes-the-rest-along",
            must: "With an entry of its own term a leader MUST commit all entries before it.",
            weight: 2,
            says:
                "once an entry from the current term has been committed in this way, then all prior entries are committed",
            """
            member 1 of 1 2 3 term 2 log 1 1 2
            waits
            2→1 vote 3 granted
            2→1 appended 3 through 4                   # the new leader's own entry
            has committed 4
            applies a b c
            """),
        topic.story(
            "followers-go-by-their-leader", must: "A follower MUST commit what its leader has, of whatever term it is.",
            """
            member 1 of 1 2 3 term 1 log 1 1
            2→1 append 3 after 1/2 [3 x] commit 3
            has committed 3
            applies a b x
            """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated",
            must: "Whoever is elected MUST have all that was committed, though leaders come and go.",
            says:
                "If a log entry is committed in a given term, it will be present in the logs of the leaders of all higher terms",
            runs: 4
        ) { seed in
            var plan = Plan(seed: seed)
            (plan.voters, plan.reads) = (seed % 2 == 0 ? 5 : 3, false)
            plan.troubles = [.loss, .reordering, .partitions, .oneWayPartitions, .crashes]
            // One entry a message, so that a leader can lose its place between two.
            plan.maxBytesPerMessage = 20
            return plan
        }
    ]
}
