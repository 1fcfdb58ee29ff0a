internal import Conformance

/// Step 2: what is shown of a node that nobody hears from.
enum SilenceCases {
    static let topic = Topic(
        step: 2, name: "silence", source: Page.nodes,
        invariant:
            "What only the kubelet can know is Unknown when the kubelet is silent; nobody says more than he knows.",
        look: "Silence.swift: which conditions does the kubelet report? What may be left as it is?")

    static let all = [
        topic.story(
            "ready-unknown", must: "A silent node's Ready condition MUST become Unknown, and not False.", weight: 2,
            says: "Unknown if the node controller has not heard from the node in the last node-monitor-grace-period",
            """
            node worker
            wait 41
            shown worker → Ready=Unknown(now) MemoryPressure=Unknown(now) DiskPressure=Unknown(now) PIDPressure=Unknown(now)
            """),
        topic.story(
            "pressure-unknown",
            must: "Every condition that the kubelet reports MUST become Unknown, whatever it was.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/issues/36273",
            """
            node worker ready=False memory=True disk=True pid=True
            wait 41
            shown worker → Ready=Unknown(now) MemoryPressure=Unknown(now) DiskPressure=Unknown(now) PIDPressure=Unknown(now)
            """),
        topic.story(
            "network-stays", must: "A condition that somebody else reports MUST stay as it is.",
            """
            node worker network=False
            wait 41
            shown worker → Ready=Unknown(now) MemoryPressure=Unknown(now) DiskPressure=Unknown(now) PIDPressure=Unknown(now) NetworkUnavailable=False
            """),
        topic.story(
            "never-said", must: "A node that has never said anything MUST get the conditions that it lacks.",
            """
            node worker new
            wait 61
            shown worker → Ready=Unknown(now) MemoryPressure=Unknown(now) DiskPressure=Unknown(now) PIDPressure=Unknown(now)
            """),
        topic.story(
            "since-when", must: "A node that is still silent MUST keep the time at which it fell silent.", weight: 2,
            """
            node worker
            wait 41
            falls-silent worker
            wait 5
            shown worker → Ready=Unknown MemoryPressure=Unknown DiskPressure=Unknown PIDPressure=Unknown
            """),
        topic.story(
            "no-sign-of-life", must: "What the controller writes MUST NOT be taken for a sign of life.", weight: 2,
            look: "Silence.swift: when was the node last heard of? That must not change.",
            """
            node worker
            looks worker
            wait 41
            looks worker → silent
            falls-silent worker
            looks worker → silent
            wait 5
            looks worker → silent
            """),
        topic.story(
            "pods", must: "A pod on a silent node MUST no longer be shown as ready, so that it gets no traffic.",
            weight: 2,
            """
            pod web
            wait 41
            shown-pod web → Running, Ready=False(now)
            """),
        topic.story(
            "pods-not-ready", must: "A pod that wasn't ready anyway MUST stay as it is.",
            """
            pod web unready
            wait 41
            shown-pod web → Running, Ready=False
            """),
    ]
}
