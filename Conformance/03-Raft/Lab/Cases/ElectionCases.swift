internal import Conformance
internal import RaftSimulation

/// Step 1: who is the leader?
enum ElectionCases {
    static let all = asking + voting + terms + PreVoteCases.all + simulated

    static let topic = Topic(
        step: 1, name: "election", section: "§5.2",
        invariant: "At most one leader can be elected in a given term.",
        look:
            "Election/Election.swift: startElection; Election/Voting.swift: isUpToDate; Messages.swift: becomeFollower")

    private static let asking = [
        topic.story(
            "asks-for-votes",
            must: "A follower that hears of no leader MUST begin a new term and ask all other members for their vote.",
            says: "To begin an election, a follower increments its current term and transitions to candidate state.",
            """
            member 1 of 1 2 3
            waits
            is candidate in term 1
            says 1→2 requestVote 1 last 0/0
            says 1→3 requestVote 1 last 0/0
            """),
        topic.story(
            "majority", must: "A candidate with the votes of a majority MUST become leader.",
            says:
                "A candidate wins an election if it receives votes from a majority of the servers in the full cluster.",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted      # with its own vote, two of three
            is leader in term 1
            tick 1
            says 1→3 heartbeat 1 * | 1→3 append 1 *
            """),
        topic.story(
            "no-majority", must: "A candidate MUST NOT become leader with fewer votes than a majority of all members.",
            says: "the votes from a majority of the servers in the full cluster for the same term",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            is not leader
            3→1 vote 1 granted
            is leader in term 1
            """),
        topic.story(
            "vote-counts-once", must: "A candidate MUST count each member's vote once, however often it arrives.",
            says: "Each server will vote for at most one candidate in a given term",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            2→1 vote 1 granted
            2→1 vote 1 granted
            is not leader
            """),
        topic.story(
            "refused-votes", must: "A candidate MUST NOT count a vote that was refused.",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 refused
            3→1 vote 1 refused
            is not leader
            """),
        topic.story(
            "votes-of-old-terms", must: "A candidate MUST NOT count votes that were given in an earlier term.",
            """
            member 1 of 1 2 3
            waits                   # a candidate in term 1; nobody answers
            is candidate in term 1
            waits                   # again, in term 2
            is candidate in term 2
            2→1 vote 1 granted      # comes late
            is not leader
            """),
        topic.story(
            "split-vote", must: "A candidate that neither wins nor loses MUST begin another election in a new term.",
            says: "When this happens, each candidate will time out and start a new election by incrementing its term",
            """
            member 1 of 1 2 3
            waits
            is candidate in term 1
            waits
            says 1→2 requestVote 2 last 0/0
            """),
        topic.story(
            "alone", must: "The only member of a cluster MUST elect itself.",
            """
            member 1 of 1
            tick 25
            is leader
            """),
    ]

    private static let voting = [
        topic.story(
            "grants", must: "A member that has not voted in a term MUST vote for a candidate whose log is no older.",
            source: "Raft paper, figure 2, RequestVote RPC",
            says: "If votedFor is null or candidateId, and candidate's log is at least as up-to-date, grant vote",
            """
            member 1 of 1 2 3
            2→1 requestVote 1 last 0/0
            says 1→2 vote 1 granted
            """),
        topic.story(
            "one-vote-a-term", must: "A member MUST NOT vote for two candidates in one term.",
            weight: 2,
            says: "Each server will vote for at most one candidate in a given term, on a first-come-first-served basis",
            """
            member 1 of 1 2 3
            2→1 requestVote 1 last 0/0
            says 1→2 vote 1 granted
            3→1 requestVote 1 last 0/0
            says 1→3 vote 1 refused
            2→1 requestVote 1 last 0/0   # its answer was lost: the same vote again
            says 1→2 vote 1 granted
            """),
        topic.story(
            "candidate-has-voted", must: "A candidate MUST NOT vote for another one in its own term.",
            says: "It then votes for itself",
            """
            member 1 of 1 2 3
            waits
            3→1 requestVote 1 last 0/0
            says 1→3 vote 1 refused
            """),
        topic.story(
            "vote-stays-in-term", must: "A candidate that steps back in its own term MUST NOT have a new vote.",
            weight: 2,
            look: "Messages.swift: becomeFollower",
            """
            member 1 of 1 2 3
            waits                            # has voted for itself
            3→1 heartbeat 1 commit 0         # the term has a leader
            is follower in term 1
            2→1 requestVote 1 last 0/0
            says 1→2 vote 1 refused
            """),
        topic.story(
            "new-term-new-vote", must: "A member MUST have a new vote in each new term.",
            """
            member 1 of 1 2 3
            2→1 requestVote 1 last 0/0
            3→1 requestVote 2 last 0/0
            says 1→3 vote 2 granted
            """),
        topic.story(
            "older-log",
            must: "A member MUST NOT vote for a candidate whose log is less up to date than its own.",
            weight: 2, source: "Raft paper, §5.4.1",
            says: "the voter denies its vote if its own log is more up-to-date than that of the candidate",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted               # a leader begins with an entry: its log is 1/1
            is leader in term 1
            3→1 requestVote 2 last 0/0
            says 1→3 vote 2 refused
            """),
        topic.story(
            "shorter-log-of-later-term",
            must:
                "A log that ends with an entry of a later term MUST count as more up to date, however long the other is.",
            source: "Raft paper, §5.4.1",
            says:
                "If the logs have last entries with different terms, then the log with the later term is more up-to-date.",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted
            is leader in term 1              # its log: 1/1
            3→1 heartbeat 2 commit 0
            waits
            2→1 vote 3 granted
            is leader in term 3              # its log: 1/1, 3/2
            3→1 requestVote 5 last 4/1       # shorter, but of a later term
            says 1→3 vote 5 granted
            """),
        topic.story(
            "same-log", must: "A member MUST vote for a candidate whose log ends as its own.",
            source: "Raft paper, §5.4.1",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted
            is leader in term 1
            3→1 requestVote 2 last 1/1
            says 1→3 vote 2 granted
            """),
    ]

    private static let terms = [
        topic.story(
            "later-term", must: "A member that sees a later term MUST move on to it and be a follower.",
            weight: 2,
            source: "Raft paper, §5.1",
            says:
                "if a candidate or leader discovers that its term is out of date, it immediately reverts to follower state",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted
            is leader in term 1
            3→1 heartbeat 2 commit 0
            is follower in term 2
            """),
        topic.story(
            "candidate-meets-leader", must: "A candidate that hears of its term's leader MUST become its follower.",
            says:
                "If the leader's term is at least as large as the candidate's current term, the candidate recognizes it",
            """
            member 1 of 1 2 3
            waits
            is candidate in term 1
            3→1 heartbeat 1 commit 0
            is follower in term 1
            2→1 vote 1 granted               # too late
            is not leader
            """),
        topic.story(
            "old-term", must: "A member MUST refuse to vote in a term that is over, and tell its own.",
            source: "Raft paper, §5.1",
            says: "If a server receives a request with a stale term number, it rejects the request.",
            """
            member 1 of 1 2 3
            2→1 heartbeat 5 commit 0
            3→1 requestVote 4 last 0/0
            says 1→3 vote 5 refused
            is follower in term 5
            """),
        topic.story(
            "heard-of-leader", must: "A follower that hears of its leader MUST NOT begin an election.",
            says: "A server remains in follower state as long as it receives valid RPCs from a leader or candidate.",
            """
            member 1 of 1 2 3
            2→1 heartbeat 1 commit 0
            tick 8
            2→1 heartbeat 1 commit 0
            tick 8
            2→1 heartbeat 1 commit 0
            tick 8
            never says 1→2 requestVote *
            is follower in term 1
            """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated",
            must: "A cluster MUST never have two leaders in a term, and MUST have one when the network is well again.",
            runs: 4
        ) { seed in
            var plan = Plan(seed: seed)
            (plan.voters, plan.clients, plan.isVolatile) = (seed % 2 == 0 ? 3 : 5, 0, true)
            plan.troubles = [
                .loss, .duplication, .reordering, .partitions, .oneWayPartitions, .pauses, .drift,
            ]
            return plan
        }
    ]
}
