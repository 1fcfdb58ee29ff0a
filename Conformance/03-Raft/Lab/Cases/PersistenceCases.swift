internal import Conformance
internal import RaftSimulation

/// Step 3: what survives a crash?
enum PersistenceCases {
    static let all = stories + simulated

    private static let topic = Topic(
        step: 3, name: "persistence", section: "figure 2: updated on stable storage before responding to RPCs",
        invariant: "Nothing is said before what it says is on disk.",
        look: "Outbox.swift: what is written, what waits for it, and what is taken up again at the start")

    private static let stories = [
        topic.story(
            "vote-on-disk", must: "A member MUST have its vote on disk before the candidate hears of it.",
            weight: 2, says: "Persistent state on all servers: currentTerm, votedFor, log[]",
            """
            member 1 of 1 2 3
            disk is slow
            2→1 requestVote 1 last 0/0
            never says 1→2 vote *
            disk writes
            says 1→2 vote 1 granted
            has on disk term 1 vote 2
            """),
        topic.story(
            "vote-survives", must: "A member MUST NOT vote for another candidate in the same term after a crash.",
            weight: 2,
            """
            member 1 of 1 2 3
            2→1 requestVote 1 last 0/0
            says 1→2 vote 1 granted
            restarts
            3→1 requestVote 1 last 0/0
            says 1→3 vote 1 refused
            """),
        topic.story(
            "term-survives", must: "A member MUST NOT go back to an earlier term after a crash.",
            """
            member 1 of 1 2 3
            2→1 heartbeat 5 commit 0
            restarts
            3→1 requestVote 4 last 0/0
            says 1→3 vote 5 refused
            """),
        topic.story(
            "own-vote", must: "A candidate MUST have its vote for itself on disk before it asks for others.",
            """
            member 1 of 1 2 3
            disk is slow
            waits
            never says 1→2 requestVote *
            disk writes
            has on disk term 1 vote 1
            says 1→2 requestVote 1 last 0/0
            """),
        topic.story(
            "entries-on-disk", must: "A follower MUST have entries on disk before its leader hears of it.", weight: 2,
            """
            member 1 of 1 2 3
            2→1 heartbeat 1 commit 0         # the term is known, and on disk
            disk is slow
            2→1 append 1 after 0/0 [1 a] commit 0
            never says 1→2 appended *
            disk writes
            says 1→2 appended 1 through 1
            """),
        topic.story(
            "log-survives", must: "A member MUST have its log again after a crash.", weight: 2,
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b] commit 0
            says 1→2 appended 1 through 2
            restarts
            2→1 append 1 after 1/2 [1 c] commit 3
            says 1→2 appended 1 through 3
            applies a b c
            """),
        topic.story(
            "replaced-entries", must: "A member MUST have on disk what has replaced other entries.",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 0
            3→1 append 2 after 1/1 [2 d] commit 0
            restarts
            3→1 append 2 after 2/2 [2 e] commit 3
            says 1→3 appended 2 through 3
            applies a d e
            """),
        topic.story(
            "log-counts-in-votes", must: "A member's vote MUST go by the log that it had before a crash.",
            """
            member 1 of 1 2 3 term 2 log 1 2 2
            3→1 requestVote 3 last 2/2
            says 1→3 vote 3 refused
            2→1 requestVote 3 last 2/3
            says 1→2 vote 3 granted
            """),
        topic.story(
            "leader-counts-itself-last",
            must: "A leader MUST NOT count itself for a majority before its own disk has the entry.", weight: 2,
            source: "Raft thesis, §10.2.1", look: "Outbox.swift: crashProof",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted
            2→1 appended 1 through 1
            disk is slow
            propose x
            2→1 appended 1 through 2        # on one disk of three
            has not committed 2
            disk writes
            has committed 2
            applies x
            """),
        topic.story(
            "applies-what-is-on-disk", must: "A member MUST NOT apply what its disk doesn't have.",
            """
            member 1 of 1 2 3
            disk is slow
            2→1 append 1 after 0/0 [1 a] commit 1
            applies nothing
            disk writes
            applies a
            """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated", must: "A cluster MUST keep what it has committed, though members crash at any moment.",
            runs: 3,
            fixed: true
        ) { seed in
            var plan = Plan(seed: seed)
            plan.reads = false
            plan.troubles = [.loss, .crashes, .slowDisks]
            return plan
        }
    ]
}
