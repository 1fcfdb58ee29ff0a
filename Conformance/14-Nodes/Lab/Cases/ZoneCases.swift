internal import Conformance

/// Step 5: many are silent at once.
enum ZoneCases {
    static let topic = Topic(
        step: 5, name: "zones", source: Page.nodes,
        invariant:
            "The more nodes of a zone are silent, the less likely it is their own fault, and the slower one acts.",
        look: "ZoneStates.swift: how many of the zone's nodes aren't ready, and how large a part of it is that?")

    static let all = states + rates

    private static let states = [
        topic.story(
            "normal", must: "A zone in which one node of many isn't ready MUST be normal.", weight: 2,
            says: "the node controller limits the eviction rate to --node-eviction-rate (default 0.1) per second",
            """
            node a zone=eu/a
            node b zone=eu/a
            node c zone=eu/a ready=Unknown
            zones → eu/a Normal 0.1
            """),
        topic.story(
            "partial", must: "A zone in which most nodes aren't ready MUST be in partial disruption.", weight: 2,
            says: "If the fraction of unhealthy nodes is at least --unhealthy-zone-threshold (default 0.55), then the "
                + "eviction rate is reduced.",
            """
            node a zone=eu/a
            node b zone=eu/a
            node c zone=eu/a ready=Unknown
            node d zone=eu/a ready=Unknown
            node e zone=eu/a ready=False
            zones → eu/a PartialDisruption 0.0
            """),
        topic.story(
            "at-the-threshold", must: "A zone MUST be in partial disruption at the threshold already.",
            """
            controller threshold=0.5
            node a zone=eu/a
            node b zone=eu/a
            node c zone=eu/a
            node d zone=eu/a ready=Unknown
            node e zone=eu/a ready=Unknown
            node f zone=eu/a ready=Unknown
            zones → eu/a PartialDisruption 0.0
            """),
        topic.story(
            "two-are-no-outage", must: "Two nodes that aren't ready MUST NOT be an outage, however small the zone is.",
            weight: 2, source: Page.code + "nodelifecycle/node_lifecycle_controller.go",
            """
            node a zone=eu/a
            node b zone=eu/a ready=Unknown
            node c zone=eu/a ready=Unknown
            zones → eu/a Normal 0.1
            """),
        topic.story(
            "full", must: "A zone in which no node is ready MUST be in full disruption, and evict at the normal rate.",
            weight: 2,
            says: "if all nodes in a zone are unhealthy, then the node controller evicts at the normal rate of "
                + "--node-eviction-rate",
            """
            node a zone=eu/a ready=Unknown
            node b zone=eu/a ready=False
            node c zone=eu/b
            zones → eu/a FullDisruption 0.1, eu/b Normal 0.1
            """),
        topic.story(
            "one-node", must: "A zone whose only node isn't ready MUST be in full disruption.",
            """
            node a zone=eu/a ready=Unknown
            node b zone=eu/b
            zones → eu/a FullDisruption 0.1, eu/b Normal 0.1
            """),
        topic.story(
            "new-nodes", must: "A node that has never said how it is MUST NOT count as ready.",
            """
            node a zone=eu/a new
            node b zone=eu/a ready=False
            node c zone=eu/b
            zones → eu/a FullDisruption 0.1, eu/b Normal 0.1
            """),
    ]

    private static let rates = [
        topic.story(
            "all-silent", must: "When no node of any zone is ready, no pod MUST be evicted.", weight: 3,
            says: "The corner case is when all zones are completely unhealthy (none of the nodes in the cluster are "
                + "healthy). In such a case, the node controller assumes that there is some problem with connectivity "
                + "between the control plane and the nodes, and doesn't perform any evictions.",
            """
            node a zone=eu/a ready=Unknown
            node b zone=eu/a ready=Unknown
            node c zone=eu/b ready=Unknown
            zones → eu/a FullDisruption 0.0, eu/b FullDisruption 0.0
            """),
        topic.story(
            "no-zones", must: "Nodes without labels MUST be one zone, and stop the evictions when all are silent.",
            """
            node a ready=Unknown
            node b ready=Unknown
            zones → / FullDisruption 0.0
            """),
        topic.story(
            "large", must: "In a large zone in partial disruption pods MUST be evicted slowly.", weight: 2,
            says:
                "Otherwise, the eviction rate is reduced to --secondary-node-eviction-rate (default 0.01) per second.",
            """
            controller large=4
            node a zone=eu/a
            node b zone=eu/a
            node c zone=eu/a ready=Unknown
            node d zone=eu/a ready=Unknown
            node e zone=eu/a ready=Unknown
            zones → eu/a PartialDisruption 0.01
            """),
        topic.story(
            "not-large", must: "A zone of just as many nodes as the threshold MUST count as small.",
            says:
                "If the cluster is small (i.e. has less than or equal to --large-cluster-size-threshold nodes - default "
                + "50) then evictions are stopped.",
            """
            controller large=5
            node a zone=eu/a
            node b zone=eu/a
            node c zone=eu/a ready=Unknown
            node d zone=eu/a ready=Unknown
            node e zone=eu/a ready=Unknown
            zones → eu/a PartialDisruption 0.0
            """),
        topic.story(
            "each-zone", must: "Each zone MUST be judged by its own nodes.", weight: 2,
            says: "The node eviction behavior changes when a node in a given availability zone becomes unhealthy.",
            """
            node a zone=eu/a
            node b zone=eu/a ready=Unknown
            node c zone=eu/a ready=Unknown
            node d zone=eu/a ready=Unknown
            node e zone=us/a
            node f zone=us/a
            node g zone=us/a
            zones → eu/a PartialDisruption 0.0, us/a Normal 0.1
            """),
        topic.story(
            "flags", must: "Rates MUST be those that the controller was told.", source: Page.flags,
            """
            controller rate=0.5 secondary-rate=0.25 large=1
            node a zone=eu/a
            node b zone=eu/a ready=Unknown
            node c zone=eu/a ready=Unknown
            node d zone=eu/a ready=Unknown
            node e zone=eu/b
            zones → eu/a PartialDisruption 0.25, eu/b Normal 0.5
            """),
        topic.random(
            "random-zones", must: "Zones MUST be what the documentation says of nodes such as these.", NaiveZones.tell),
    ]
}
