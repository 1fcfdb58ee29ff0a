internal import Conformance

/// Step 6: how nodes find each other's pods.
enum RouteCases {
    static let topic = Topic(
        step: 6, name: "routes", source: Page.model,
        invariant: "Every node knows the next hop to every other node's pods, and that is the node itself.",
        look: "Nodes/PodRoutes.swift: which nodes, and which of their addresses?")

    private static let three = """
        node control-plane 172.30.0.2 10.244.0.0/24
        node worker-1 172.30.0.3 10.244.1.0/24
        node worker-2 172.30.0.4 10.244.2.0/24

        """

    static let all = wanted + changes

    private static let wanted = [
        topic.story(
            "to-all-others", must: "A node MUST have a route to every other node's pods.", weight: 2,
            source: Page.services,
            says:
                "all pods can communicate with all other pods, whether they are on the same node or on different nodes",
            three + "routes on worker-1 → 10.244.0.0/24 via 172.30.0.2, 10.244.2.0/24 via 172.30.0.4"),
        topic.story(
            "not-to-itself",
            must: "A node MUST NOT have such a route to its own pods: it reaches them over their cables.",
            """
            node worker-1 172.30.0.3 10.244.1.0/24
            routes on worker-1 → none
            """),
        topic.story(
            "without-subnet", must: "A node that has no subnet yet MUST be passed over.",
            three + """
                node new 172.30.0.5 -
                routes on worker-1 → 10.244.0.0/24 via 172.30.0.2, 10.244.2.0/24 via 172.30.0.4
                """),
        topic.story(
            "without-address", must: "A node that has no address yet MUST be passed over.",
            three + """
                node new - 10.244.5.0/24
                routes on worker-1 → 10.244.0.0/24 via 172.30.0.2, 10.244.2.0/24 via 172.30.0.4
                """),
        topic.story(
            "internal-address", must: "The next hop MUST be the node's InternalIP.", weight: 2,
            source: "https://kubernetes.io/docs/reference/node/node-status/",
            says: "InternalIP: Typically the IP address of the node that is routable only within the cluster.",
            """
            node worker-1 172.30.0.3 10.244.1.0/24
            node worker-2 ExternalIP=198.51.100.4,InternalIP=172.30.0.4 10.244.2.0/24
            node worker-3 ExternalIP=198.51.100.5 10.244.3.0/24
            routes on worker-1 → 10.244.2.0/24 via 172.30.0.4
            """),
        topic.story(
            "sorted", must: "The order MUST NOT depend on the order in which nodes are known.",
            source: "Sources/PodNetworkContract/PodNetworkCore.swift",
            """
            node z 172.30.0.4 10.244.2.0/24
            node worker-1 172.30.0.3 10.244.1.0/24
            node m 172.30.0.9 10.244.10.0/24
            node a 172.30.0.5 10.244.3.0/24
            routes on worker-1 → 10.244.2.0/24 via 172.30.0.4, 10.244.3.0/24 via 172.30.0.5, 10.244.10.0/24 via 172.30.0.9
            """),
        topic.story(
            "across-nodes", must: "With these routes pods of different nodes MUST reach each other.", weight: 2,
            source: Page.services,
            says:
                "all pods can communicate with all other pods, whether they are on the same node or on different nodes",
            three + """
                routed
                add a on worker-1
                add b on worker-2
                add c on control-plane
                a reaches b → yes
                b reaches c → yes
                worker-2 reaches a → yes
                """),
    ]

    private static let changes = [
        topic.story(
            "missing", must: "A route that is missing MUST be set.", weight: 2,
            three + """
                has 10.244.0.0/24 via 172.30.0.2
                changes on worker-1 → set 10.244.2.0/24 via 172.30.0.4
                """),
        topic.story(
            "right-already", must: "A route that is right MUST NOT be touched.",
            three + """
                has 10.244.2.0/24 via 172.30.0.4
                has 10.244.0.0/24 via 172.30.0.2
                changes on worker-1 → nothing
                """),
        topic.story(
            "node-gone", must: "The route to a node that is gone MUST be removed.", weight: 2,
            source: "https://github.com/flannel-io/flannel/issues/2554",
            three + """
                has 10.244.0.0/24 via 172.30.0.2
                has 10.244.2.0/24 via 172.30.0.4
                has 10.244.7.0/24 via 172.30.0.9
                changes on worker-1 → remove 10.244.7.0/24 via 172.30.0.9
                """),
        topic.story(
            "node-moved", must: "The route to a node that has another address MUST be replaced, and not removed.",
            source: "https://github.com/flannel-io/flannel/pull/803",
            three + """
                has 10.244.0.0/24 via 172.30.0.2
                has 10.244.2.0/24 via 172.30.0.99
                changes on worker-1 → set 10.244.2.0/24 via 172.30.0.4
                """),
        topic.chance(
            "random", must: "Whatever there was before, afterwards every pod MUST reach every other.", RandomRoutes.tell
        ),
    ]
}
