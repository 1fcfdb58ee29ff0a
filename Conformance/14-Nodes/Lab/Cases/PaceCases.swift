internal import Conformance

/// Step 6: how fast.
enum PaceCases {
    static let topic = Topic(
        step: 6, name: "pace", source: Page.nodes,
        invariant: "Between the turns of two nodes of a zone lies the time that the zone's rate makes of one node.",
        look: "EvictionPace.swift: when was the zone's last turn, and how long is one at this rate?")

    static let all = [
        topic.story(
            "first-at-once", must: "The first node's turn MUST come at once.",
            """
            node a
            node b ready=Unknown
            turn b → now
            """),
        topic.story(
            "ten-seconds", must: "At a rate of 0.1 the next node's turn MUST come ten seconds later.", weight: 2,
            says:
                "In most cases, the node controller limits the eviction rate to --node-eviction-rate (default 0.1) per "
                + "second, meaning it won't evict pods from more than 1 node per 10 seconds.",
            """
            node a
            node b
            node c
            node d ready=Unknown
            node e ready=Unknown
            turn d → now
            turn e → in 10
            wait 4
            turn e → in 6
            wait 6
            turn e → now
            """),
        topic.story(
            "asking-is-free", must: "To ask too early MUST NOT cost the turn, nor take it.", weight: 2,
            """
            node a
            node b ready=Unknown
            node c ready=Unknown
            turn b → now
            wait 5
            turn c → in 5
            wait 3
            turn c → in 2
            wait 2
            turn c → now
            """),
        topic.story(
            "not-saved-up", must: "Time in which nobody was silent MUST NOT be saved up for later.",
            """
            node a
            node b
            node c
            node d ready=Unknown
            node e ready=Unknown
            turn d → now
            wait 100
            turn d → now
            turn e → in 10
            """),
        topic.story(
            "each-zone", must: "Each zone MUST have a pace of its own.", weight: 2,
            """
            node a zone=eu/a
            node b zone=eu/a ready=Unknown
            node c zone=eu/b
            node d zone=eu/b ready=Unknown
            turn b → now
            turn d → now
            wait 1
            turn b → in 9
            """),
        topic.story(
            "never", must: "In a zone in which nothing is to be evicted it MUST be nobody's turn.", weight: 2,
            """
            node a
            node b ready=Unknown
            node c ready=Unknown
            node d ready=Unknown
            turn b → never
            wait 1000
            turn b → never
            """),
        topic.story(
            "slower", must: "When a zone's rate changes, whoever waits MUST wait by the new one.",
            """
            controller large=3
            node a
            node b
            node c ready=Unknown
            node d ready=Unknown
            turn c → now
            wait 8
            turn d → in 2
            reports b ready=False
            turn d → in 92
            """),
        topic.random(
            "random-turns", must: "No two turns of a zone MUST be closer than its rate says.", RandomPace.tell),
    ]
}
