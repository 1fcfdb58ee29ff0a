internal import Conformance

/// Asking before beginning a term (§9.6 of the thesis). The lab doesn't teach it; the starter has it.
enum PreVoteCases {
    static let all = [
        ElectionCases.topic.story(
            "pre-vote-asks-first",
            must: "With pre-vote, a member MUST NOT begin a term before a majority would elect it.",
            source: "Raft thesis, §9.6", feature: "PreVote",
            """
            member 1 of 1 2 3 preVote
            waits
            is preCandidate in term 0
            says 1→2 requestPreVote 1 last 0/0
            2→1 preVote 1 granted
            is candidate in term 1
            says 1→3 requestVote 1 last 0/0
            """),
        ElectionCases.topic.story(
            "pre-vote-is-no-vote", must: "A pre-vote MUST NOT count as a vote.", source: "Raft thesis, §9.6",
            feature: "PreVote",
            """
            member 1 of 1 2 3 preVote
            waits
            2→1 preVote 1 granted
            is candidate in term 1
            3→1 preVote 1 granted            # comes late
            is not leader
            2→1 vote 1 granted
            is leader in term 1
            """),
        ElectionCases.topic.story(
            "pre-vote-goes-by-log",
            must: "A member MUST NOT grant a pre-vote to a candidate that it wouldn't vote for.",
            source: "Raft thesis, §9.6", feature: "PreVote",
            """
            member 1 of 1 2 3 preVote
            waits
            2→1 preVote 1 granted
            2→1 vote 1 granted               # leader, with entry 1/1
            is leader in term 1
            3→1 requestVote 2 last 0/0       # a later term: it is a follower
            is follower in term 2
            2→1 requestPreVote 3 last 0/0
            never says 1→2 preVote 3 granted
            2→1 requestPreVote 3 last 1/1
            says 1→2 preVote 3 granted
            """),
        ElectionCases.topic.story(
            "pre-vote-disturbs-nobody",
            must: "A member that hears of a leader MUST refuse a pre-vote and stay in its term.",
            source: "Raft thesis, §9.6", feature: "PreVote",
            """
            member 1 of 1 2 3 preVote
            2→1 heartbeat 1 commit 0
            3→1 requestPreVote 9 last 0/0    # was cut off, and is back
            is follower in term 1
            never says 1→3 preVote 9 granted
            """),
    ]
}
