internal import Conformance
internal import RaftSimulation

/// Step 5: what if the old entries are gone?
enum SnapshotCases {
    static let all = leading + following + simulated

    private static let topic = Topic(
        step: 5, name: "snapshots", section: "§7",
        invariant: "A snapshot stands for all entries through its last one, and for nothing else.",
        look: "Snapshots/Snapshots.swift")

    private static let leading = [
        topic.story(
            "sends-snapshot", must: "A leader MUST send its snapshot to a follower that needs entries that are gone.",
            weight: 2, says: "the leader must occasionally send snapshots to followers that lag behind",
            """
            member 1 of 1 2 3 term 1 log 1 1 1
            waits
            2→1 vote 2 granted
            2→1 appended 2 through 4
            has committed 4
            compact 3
            3→1 rejected 2 3 hint 0/0        # member 3 was away for long
            says 1→3 installSnapshot 2 1/3*
            """),
        topic.story(
            "goes-on-behind", must: "A leader MUST append behind a snapshot as behind the entry that it ends with.",
            """
            member 1 of 1 2 3 term 1 log 1 1
            waits
            2→1 vote 2 granted
            2→1 appended 2 through 3
            has committed 3
            compact 3
            propose x
            says 1→2 append 2 after 2/3 [2/4 "x"] *
            """),
        topic.story(
            "after-the-snapshot", must: "A leader MUST send the entries behind a snapshot when the follower has it.",
            """
            member 1 of 1 2 3 term 1 log 1 1 1
            waits
            2→1 vote 2 granted
            2→1 appended 2 through 4
            compact 3
            3→1 rejected 2 3 hint 0/0
            says 1→3 installSnapshot 2 1/3*
            3→1 appended 2 through 3
            says 1→3 append 2 after 1/3 [2/4 *
            """),
        topic.story(
            "begins-with-snapshot", must: "A member MUST begin behind its snapshot after a crash.",
            """
            member 1 of 1 2 3 term 2 snapshot 1/5 log 2 2
            2→1 append 2 after 2/7 [2 x] commit 8
            says 1→2 appended 2 through 8
            applies f g x
            """),
    ]

    private static let following = [
        topic.story(
            "installs", must: "A follower MUST take a snapshot in place of the entries that it lacks.",
            weight: 2,
            says: "If instead the follower receives a snapshot … its entire log is superseded by the snapshot",
            """
            member 1 of 1 2 3
            2→1 installSnapshot 3 2/5
            installs 2/5
            says 1→2 appended 3 through 5
            2→1 append 3 after 2/5 [3 x] commit 6
            says 1→2 appended 3 through 6
            applies x
            """),
        topic.story(
            "snapshot-on-disk", must: "A follower MUST have the snapshot on disk before its leader hears of it.",
            """
            member 1 of 1 2 3
            disk is slow
            2→1 installSnapshot 3 2/5
            never says 1→2 appended *
            disk writes
            says 1→2 appended 3 through 5
            """),
        topic.story(
            "old-snapshot", must: "A follower MUST NOT go back to a snapshot that is older than what it has committed.",
            weight: 2,
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 3
            applies a b c
            compact 3                        # it has a snapshot of its own
            2→1 installSnapshot 1 1/2        # was delayed
            installs nothing
            2→1 append 1 after 1/3 [1 d] commit 4
            says 1→2 appended 1 through 4
            applies d
            """),
        topic.story(
            "snapshot-within-the-log",
            must: "A follower that has the snapshot's last entry MUST keep the entries behind it.",
            weight: 2,
            says:
                "then log entries covered by the snapshot are deleted but entries following the snapshot are retained",
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c, 1 d] commit 0
            says 1→2 appended 1 through 4
            2→1 installSnapshot 1 1/3
            2→1 append 1 after 1/4 [1 e] commit 0
            says 1→2 appended 1 through 5
            """),
        topic.story(
            "conflicting-log", must: "A snapshot MUST replace a log that conflicts with it, whole.", weight: 2,
            """
            member 1 of 1 2 3
            2→1 append 1 after 0/0 [1 a, 1 b, 1 c] commit 0
            3→1 installSnapshot 3 2/2
            installs 2/2
            3→1 append 3 after 1/3 [3 d] commit 2     # c was behind an entry that was never committed
            says 1→3 rejected 3 3 *
            3→1 append 3 after 2/2 [3 d] commit 3
            says 1→3 appended 3 through 3
            applies d
            """),
    ]

    private static let simulated = [
        topic.simulated(
            "simulated", must: "A cluster MUST keep what it has committed, though logs are compacted all the time.",
            runs: 4
        ) { seed in
            var plan = Plan(seed: seed)
            plan.reads = false
            plan.troubles = [
                .loss, .duplication, .reordering, .partitions, .pauses, .crashes, .slowDisks,
            ]
            (plan.snapshotEvery, plan.keptEntries) = (4, Int(seed % 3))
            (plan.maxBytesPerMessage, plan.maxMessagesInFlight) = (60, 4)
            return plan
        }
    ]
}
