internal import Conformance
internal import RaftSimulation

/// Step 2: how does one log get to all members?
enum ReplicationCases {
    static let all = leading + following + simulated

    private static let topic = Topic(
        step: 2, name: "replication", section: "§5.3",
        invariant:
            "If two logs contain an entry with the same index and term, the logs are identical through that index.",
        look:
            "Replication/Replication.swift, Replication/Following.swift: merge; Replication/Commit.swift: majorityIndex"
    )

    /// A leader of three whose first, empty entry one follower has.
    private static let leader = """
        member 1 of 1 2 3
        waits
        2→1 vote 1 granted           # leader of term 1, with entry 1/1
        2→1 appended 1 through 1

        """

    private static let leading = [
        topic.story(
            "first-entry", must: "A new leader MUST send its first entry to all followers.",
            says: "issues AppendEntries RPCs in parallel to each of the other servers to replicate the entry",
            """
            member 1 of 1 2 3
            waits
            2→1 vote 1 granted
            is leader in term 1
            says 1→2 append 1 after 0/0 [1/1 *
            says 1→3 append 1 after 0/0 [1/1 *
            """),
        topic.story(
            "sends-commands", must: "A leader MUST send a new command behind the entry that stands before it.",
            says:
                "the leader includes the index and term of the entry in its log that immediately precedes the new entries",
            leader + """
                propose x
                takes it
                says 1→2 append 1 after 1/1 [1/2 "x"] *
                """),
        topic.story(
            "commits", must: "A leader MUST commit an entry of its term that a majority has.",
            weight: 2,
            says: "A log entry is committed once the leader that created the entry has replicated it on a majority",
            leader + """
                propose x
                has not committed 2
                2→1 appended 1 through 2     # with the leader's own, two of three
                has committed 2
                applies x
                """),
        topic.story(
            "no-majority", must: "A leader MUST NOT commit what no majority has.", weight: 2,
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            3→1 vote 1 granted
            is leader in term 1
            propose x
            2→1 appended 1 through 2         # two of five
            has not committed 1
            3→1 appended 1 through 1         # three of five have the first entry, and two the second
            has committed 1
            has not committed 2
            applies nothing
            """),
        topic.story(
            "answers-count-once", must: "A leader MUST count each follower once, however often its answer arrives.",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            3→1 vote 1 granted
            2→1 appended 1 through 1
            2→1 appended 1 through 1
            2→1 appended 1 through 1
            has not committed 1
            """),
        topic.story(
            "old-answers", must: "An old answer MUST NOT make a leader forget what it knows of a follower.",
            """
            member 1 of 1 2 3 4 5
            waits
            2→1 vote 1 granted
            3→1 vote 1 granted
            propose x
            2→1 appended 1 through 2
            2→1 appended 1 through 1         # was delayed
            3→1 appended 1 through 2
            has committed 2
            """),
        topic.story(
            "tells-the-commit", must: "A leader MUST let followers know what is committed.",
            says: "it includes that index in future AppendEntries RPCs (including heartbeats)",
            leader + """
                propose x
                2→1 appended 1 through 2
                tick 1
                says 1→2 heartbeat 1 commit 2* | 1→2 append 1 * commit 2
                """),
        topic.story(
            "commit-of-heartbeats",
            must: "A leader's heartbeat MUST NOT tell a follower to commit what it isn't known to have.",
            source: "RaftContract: RaftMessage.heartbeat", look: "Replication/Leadership.swift: sendHeartbeats",
            leader + """
                propose x
                2→1 appended 1 through 2
                has committed 2
                tick 1
                says 1→3 heartbeat 1 commit 0*   # nothing is known of member 3
                never says 1→3 heartbeat 1 commit 2*
                """),
        topic.story(
            "goes-back", must: "A leader whose append was rejected MUST try again with entries further back.",
            weight: 2, says: "After a rejection, the leader decrements nextIndex and retries the AppendEntries RPC.",
            look: "Replication/Replication.swift: followerLacks",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b] commit 0
            waits
            2→1 vote 2 granted
            is leader in term 2              # its log: 1/1, 1/2, 2/3
            says 1→3 append 2 after 1/2 [2/3 *
            3→1 rejected 2 2 hint 0/0        # member 3 has nothing at all
            says 1→3 append 2 after 1/1 * | 1→3 append 2 after 0/0 *
            """),
        topic.story(
            "sends-again", must: "A leader MUST send again what may have got lost.",
            says: "the leader retries AppendEntries RPCs indefinitely",
            leader + """
                propose x
                says 1→2 append 1 after 1/1 [1/2 "x"] *      # it gets lost
                tick 1
                2→1 heartbeatAnswer 1
                tick 1
                2→1 heartbeatAnswer 1
                says 1→2 append 1 after 1/1 [1/2 "x"] * | 1→2 append 1 after 1/2 *   # the latter would be rejected
                """),
        topic.story(
            "only-the-leader", must: "A member that isn't leader MUST refuse commands.",
            source: "Raft paper, §8",
            says: "If the client's first choice is not the leader, that server will reject the client's request",
            """
            member 1 of 1 2 3
            2→1 heartbeat 1 commit 0
            propose x
            refuses
            """),
    ]

    private static let following = [
        topic.story(
            "appends", must: "A follower MUST append what its leader sends, and say so.",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 empty, 1 x] commit 0
            says 1→2 appended 1 through 2
            applies nothing
            2→1 append 1 after 1/2 [1 y] commit 2
            says 1→2 appended 1 through 3
            applies x
            """),
        topic.story(
            "gap", must: "A follower MUST NOT append behind an entry that it doesn't have.",
            weight: 2,
            says: "If the follower does not find an entry in its log with the same index and term, then it refuses",
            """
            member 1 of 1 2 3
            2→1 append 1 after 1/4 [1 x] commit 0
            says 1→2 rejected 1 4 *
            never says 1→2 appended *
            """),
        topic.story(
            "other-term-before", must: "A follower MUST NOT append behind an entry of another term.", weight: 2,
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b] commit 0
            3→1 append 3 after 2/2 [3 c] commit 0     # entry 2 is of term 2 there, and of term 1 here
            says 1→3 rejected 3 2 *
            never says 1→3 appended *
            """),
        topic.story(
            "conflict", must: "A follower MUST replace entries that conflict with its leader's.",
            weight: 2,
            source: "Raft paper, figure 2, AppendEntries RPC",
            says: "If an existing entry conflicts with a new one, delete the existing entry and all that follow it",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 0
            3→1 append 2 after 1/1 [2 d] commit 2
            says 1→3 appended 2 through 2
            applies a d
            3→1 append 2 after 1/3 [2 e] commit 2     # c is gone, too
            says 1→3 rejected 2 3 *
            """),
        topic.story(
            "delayed", must: "A delayed append MUST NOT take entries away that came after it.", weight: 2,
            source: "Raft paper, figure 2, AppendEntries RPC: only if an existing entry conflicts",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a] commit 0
            2→1 append 1 after 1/1 [1 b, 1 c] commit 0
            2→1 append 1 after 0/0 [1 a] commit 0     # the first one once more
            2→1 append 1 after 1/3 [1 d] commit 4
            says 1→2 appended 1 through 4
            applies a b c d
            """),
        topic.story(
            "commit-only-what-matches",
            must: "A follower MUST NOT commit entries of which it isn't known that they are its leader's.",
            weight: 2,
            source: "Raft paper, figure 2, AppendEntries RPC",
            says: "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)",
            look: "Replication/Following.swift: appendFromLeader",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b] commit 0
            3→1 append 2 after 1/1 [] commit 2        # b may be something else there
            has committed 1
            has not committed 2
            """),
        topic.story(
            "answers-for-what-it-got",
            must: "A follower MUST only answer for entries of which it knows that they are its leader's.",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 0
            3→1 append 2 after 1/1 [] commit 0        # b and c are perhaps not the new leader's
            says 1→3 appended 2 through 1
            never says 1→3 appended 2 through 3
            """),
        topic.story(
            "old-leader", must: "A member MUST NOT append what the leader of an earlier term sends.",
            source: "Raft paper, figure 2, AppendEntries RPC", says: "Reply false if term < currentTerm",
            """
            member 1 of 1 2 3
            3→1 heartbeat 2 commit 0
            2→1 append 1 after 0/0 [1 a] commit 1
            never says 1→2 appended *
            has not committed 1
            """),
        topic.story(
            "applies-in-order", must: "A member MUST apply committed commands once, in the order of the log.",
            source: "Raft paper, figure 2",
            says: "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 1
            applies a
            2→1 heartbeat 1 commit 3
            2→1 heartbeat 1 commit 3
            applies b c
            """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated",
            must:
                "All members MUST apply the same commands in the same order, though messages get lost, doubled and delayed.",
            says: "If any two servers apply a log entry at an index, no other applies a different one there", runs: 3,
            fixed: true
        ) { seed in
            var plan = Plan(seed: seed)
            (plan.isVolatile, plan.reads) = (true, false)
            plan.troubles = [.loss, .duplication, .reordering, .partitions]
            return plan
        }
    ]
}
