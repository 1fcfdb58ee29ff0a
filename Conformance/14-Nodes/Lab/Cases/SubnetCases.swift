internal import Conformance

/// Step 7: which addresses are whose.
enum SubnetCases {
    static let topic = Topic(
        step: 7, name: "subnets", source: Page.flags,
        invariant: "No two nodes have the same subnet, and a node keeps its own.",
        look: "PodSubnets.swift: whose is it? Who has had it before?")

    static let all = [
        topic.story(
            "gets-one", must: "A node without a subnet MUST get one of the cluster's range, of the right size.",
            weight: 2, says: "CIDR Range for Pods in cluster.",
            """
            node a
            subnet a → a new one
            """),
        topic.story(
            "different", must: "No two nodes MUST get the same subnet.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/issues/21458",
            """
            node a
            node b
            node c
            subnet a → a new one
            subnet b → a new one
            subnet c → a new one
            """),
        topic.story(
            "asked-twice", must: "A node that is asked for twice MUST get the same subnet, and no second one.",
            weight: 2,
            source: "https://github.com/kubernetes/kubernetes/issues/96416",
            """
            controller range=10.1.0.0/23 mask=24
            node a
            node b
            subnet a → a new one
            subnet a → its own
            subnet b → a new one
            subnet b → its own
            """),
        topic.story(
            "brings-one", must: "A node that comes with a subnet MUST keep it, and nobody else MUST get it.", weight: 2,
            """
            controller range=10.1.0.0/23 mask=24
            node a subnet=10.1.0.0/24
            subnet a → its own
            node b
            subnet b → a new one
            node c
            subnet c → none
            """),
        topic.story(
            "none-left", must: "When all subnets are taken, a node MUST get none.",
            """
            controller range=10.1.0.0/23 mask=24
            node a
            node b
            node c
            subnet a → a new one
            subnet b → a new one
            subnet c → none
            subnet a → its own
            """),
        topic.story(
            "given-back", must: "What a node leaves behind MUST be free for the next.", weight: 2,
            """
            controller range=10.1.0.0/24 mask=24
            node a
            node b
            subnet a → a new one
            subnet b → none
            leaves a subnet
            subnet b → a new one
            """),
        topic.story(
            "another-range", must: "Range and size MUST be those that the controller was told.",
            """
            controller range=172.16.4.0/22 mask=26
            node a
            node b
            node c
            node d
            node e
            subnet a → a new one
            subnet b → a new one
            subnet c → a new one
            subnet d → a new one
            subnet e → a new one
            """),
        topic.random(
            "random-nodes",
            must: "Whoever comes and goes, each node MUST have a subnet of its own while there are any.",
            RandomSubnets.tell),
    ]
}
