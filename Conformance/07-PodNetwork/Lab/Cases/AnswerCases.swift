internal import Conformance

/// Step 5: what a plugin answers to ADD, and to CHECK.
enum AnswerCases {
    static let topic = Topic(
        step: 5, name: "answer", source: Page.cni,
        invariant: "Whoever reads the result finds there what is in the kernel, and all that was there before.",
        look: "Plugin/PluginAnswer.swift: what is added, what is kept, and in which version's words?")

    static let all = results + checks

    private static let results = [
        topic.story(
            "address", must: "The result MUST say which address the pod's interface has.", weight: 2,
            says: "ips: IPs assigned by this attachment.",
            """
            answer address → 10.244.1.2 of eth0 in /run/netns/a
            """),
        topic.story(
            "gateway-and-route", must: "The result MUST name the gateway, and the route to everywhere.",
            """
            answer gateway → 10.244.1.1
            answer routes → 0.0.0.0/0 via 10.244.1.1
            """),
        topic.story(
            "interfaces", must: "The result MUST list both ends of the cable, with their hardware addresses.",
            says:
                "interfaces: An array of all interfaces created by the attachment, including any host-level interfaces",
            """
            answer hardware → 02:00:00:00:00:0a
            answer outside → the cable
            """),
        topic.story(
            "version", must: "The result MUST be of the version that was asked in.", weight: 2,
            source: "https://github.com/containernetworking/cni/pull/445",
            says: "cniVersion: The same version supplied on input",
            """
            answer version → 1.0.0
            speaks 0.4.0
            answer version → 0.4.0
            """),
        topic.story(
            "family", must: "In version 0.4.0 an address MUST say its family, and in 1.0.0 it MUST NOT.",
            source: Page.cni04,
            says: "version (string): either \"4\" or \"6\" and corresponds to the IP version of the "
                + "addresses in the entry.",
            """
            speaks 0.4.0
            answer family → 4
            speaks 1.0.0
            answer family → none
            """),
        topic.story(
            "chained", must: "What plugins before have made MUST stay in the result.", weight: 2,
            says:
                "If the plugin is provided a prevResult as part of its input configuration, it MUST handle it by either "
                + "passing it through, or modifying it appropriately.",
            """
            before
            answer kept → yes
            answer address → 10.244.1.2 of eth0 in /run/netns/a
            answer hardware → 02:00:00:00:00:0a
            """),
    ]

    private static let checks = [
        topic.story(
            "check-fine", must: "CHECK MUST succeed while all is as ADD has left it.", weight: 2,
            """
            promised 10.244.1.2 of eth0
            check → fine
            """),
        topic.story(
            "check-gone", must: "CHECK MUST fail when the interface is missing, down, or cut off.", weight: 2,
            says: "The plugin must return an error if the container interface is missing or in an invalid state",
            """
            promised 10.244.1.2 of eth0
            check missing → refused
            check down → refused
            check cable=no → refused
            """),
        topic.story(
            "check-address", must: "CHECK MUST fail when the pod has lost the address that ADD gave it.",
            says: "The plugin must consult the prevResult to determine the expected interfaces and addresses.",
            """
            promised 10.244.1.2 of eth0
            check addresses=10.244.1.9 → refused
            check addresses= → refused
            """),
        topic.story(
            "check-route", must: "CHECK MUST fail when the pod has lost its way to everywhere.",
            """
            promised 10.244.1.2 of eth0
            check routes= → refused
            """),
        topic.story(
            "check-others", must: "CHECK MUST NOT mind what others have added, or promised for another interface.",
            says:
                "The plugin must allow for a later chained plugin having modified networking resources in its response to "
                + "ADD.",
            """
            before
            promised 10.244.1.2 of eth0
            check addresses=10.244.1.2,192.0.2.9 → fine
            """),
    ]
}
