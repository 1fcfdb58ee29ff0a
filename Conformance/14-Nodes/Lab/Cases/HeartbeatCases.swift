internal import Conformance

/// Step 1: for how long may a node be silent?
enum HeartbeatCases {
    static let topic = Topic(
        step: 1, name: "heartbeat", source: Page.nodes,
        invariant: "A node's time is counted from when its last sign of life was seen, by the clock of whoever looks.",
        look: "NodeHealth.swift: what did the node say last, and when did you see it say that?")

    static let all = signs + clocks

    private static let signs = [
        topic.story(
            "seen-first", must: "A node that is seen for the first time MUST get the whole grace period.", weight: 2,
            """
            node worker
            looks worker → 40
            """),
        topic.story(
            "counts-down", must: "A node that says nothing new MUST lose the time that has passed.", weight: 2,
            says: "the default is 40 seconds",
            """
            node worker
            looks worker
            wait 15
            looks worker → 25
            wait 24
            looks worker → 1
            """),
        topic.story(
            "silent", must: "A node that says nothing for the grace period MUST count as silent.", weight: 2,
            source: Page.flags,
            says: "Amount of time which we allow running Node to be unresponsive before marking it unhealthy.",
            """
            node worker
            looks worker
            wait 41
            looks worker → silent
            wait 1000
            looks worker → silent
            """),
        topic.story(
            "lease", must: "A lease that is renewed MUST count as a sign of life.", weight: 2,
            says: "Lease objects within the kube-node-lease namespace. Each Node has an associated Lease object.",
            """
            node worker
            looks worker
            wait 30
            renews worker
            looks worker → 40
            wait 30
            looks worker → 10
            """),
        topic.story(
            "status", must: "A status that is reported anew MUST count as a sign of life, too.", weight: 2,
            says: "There are two forms of heartbeats: updates to the .status of a Node; Lease objects",
            """
            node worker
            looks worker
            wait 30
            reports worker
            looks worker → 40
            """),
        topic.story(
            "lease-alone",
            must: "Either sign of life MUST be enough: the lease may move while the status stands still.",
            """
            node worker
            renews worker
            looks worker
            wait 39
            renews worker
            looks worker
            wait 39
            renews worker
            looks worker → 40
            """),
        topic.story(
            "status-alone", must: "A status that is reported MUST count when the lease stands still, too.",
            """
            node worker
            renews worker
            looks worker
            wait 39
            reports worker
            looks worker → 40
            wait 10
            looks worker → 30
            """),
        topic.story(
            "back-again", must: "A node that was silent and speaks again MUST get the whole grace period again.",
            """
            node worker
            looks worker
            wait 100
            looks worker → silent
            renews worker
            looks worker → 40
            """),
    ]

    private static let clocks = [
        topic.story(
            "our-clock", must: "What time a lease says that it is MUST NOT matter: only when it was seen to change.",
            weight: 2, source: Page.leases,
            look: "NodeHealth.swift: whose clock is renewTime from? The lease's is an hour behind ours here.",
            """
            node worker
            renews worker
            looks worker → 40
            wait 20
            renews worker
            looks worker → 40
            wait 5
            looks worker → 35
            """),
        topic.story(
            "clock-goes-back", must: "A lease that is renewed MUST count though the node's clock was set back.",
            source: "https://github.com/kubernetes/kubernetes/issues/113081",
            look:
                "NodeHealth.swift: another time is news, not only a later one. (Kubernetes itself asks for a later one.)",
            """
            node worker
            renews worker
            looks worker
            wait 30
            renews worker backwards
            looks worker → 40
            """),
        topic.story(
            "looking-is-nothing", must: "To look at a node MUST NOT give it time.",
            """
            node worker
            looks worker
            wait 20
            looks worker → 20
            looks worker → 20
            wait 10
            looks worker → 10
            """),
        topic.story(
            "each-for-itself", must: "One node's sign of life MUST NOT count for another.", weight: 2,
            """
            node a
            node b
            looks a
            looks b
            wait 30
            renews a
            looks a → 40
            looks b → 10
            """),
        topic.story(
            "flag", must: "The grace period MUST be the one that the controller was told.", source: Page.flags,
            """
            controller grace=20
            node worker
            looks worker → 20
            wait 5
            looks worker → 15
            """),
        topic.story(
            "starting", must: "A node that has never said how it is MUST get the longer grace period of a start.",
            source: Page.flags,
            says: "Amount of time which we allow starting Node to be unresponsive before marking it unhealthy.",
            """
            node worker new
            looks worker → 60
            wait 50
            looks worker → 10
            reports worker ready=True
            looks worker → 40
            """),
        topic.story(
            "made-again", must: "A node that is made again under its old name MUST get the whole grace period.",
            """
            node worker new
            looks worker
            wait 100
            leaves worker
            node worker new
            looks worker → 60
            """),
        topic.random(
            "random-signs", must: "Whatever the nodes say, each MUST be silent when 40 seconds have passed since.",
            RandomNodes.heartbeats),
    ]
}
