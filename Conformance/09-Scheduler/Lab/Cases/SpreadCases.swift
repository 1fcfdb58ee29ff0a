internal import Conformance

/// Step 6: pods spread over zones and hosts.
enum SpreadCases {
    static let topic = Topic(
        step: 6, name: "spread", page: "concepts/scheduling-eviction/topology-spread-constraints/",
        invariant: "After binding, the domain has at most maxSkew more matching pods than the domain with fewest.",
        look: "Predicates/PodTopologySpread.swift: is the new pod counted, and what is the fewest?")

    static let all =
        skew + counting + [
            topic.random(
                "random-clusters",
                must: "No binding MUST make the skew larger than maxSkew, and no pod MUST wait that fits.",
                RandomSpread.tell)
        ]

    private static let skew = [
        topic.story(
            "do-not-schedule", must: "A pod MUST go to the zone where its binding keeps the skew within maxSkew.",
            says: "DoNotSchedule (default) tells the scheduler not to schedule it.", weight: 2,
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod w2 app=web spread=zone
            w2 → n2
            """),
        topic.story(
            "at-the-limit", must: "A skew of exactly maxSkew MUST be allowed.",
            """
            node n1 zone=a
            node n2 zone=b cpu=1
            pod w1 on=n2 app=web cpu=1
            pod w2 on=n1 app=web
            pod w3 app=web cpu=1 spread=zone
            w3 → n1
            """),
        topic.story(
            "over-the-limit", must: "A skew of more than maxSkew MUST NOT be allowed, even if the pod has to wait.",
            """
            node n1 zone=a
            node n2 zone=b cpu=1
            pod full on=n2 cpu=1
            pod w1 on=n1 app=web
            pod w2 app=web cpu=1 spread=zone
            w2 waits
            """),
        topic.story(
            "max-skew-two", must: "maxSkew 2 MUST allow a difference of two, and no more.",
            says: "maxSkew describes the degree to which Pods may be unevenly distributed.",
            """
            node n1 zone=a
            node n2 zone=b cpu=1
            pod full on=n2 cpu=1
            pod w1 on=n1 app=web
            pod w2 app=web cpu=1 spread=zone,maxSkew=2
            w2 → n1
            pod w3 app=web cpu=1 spread=zone,maxSkew=2
            w3 waits
            """),
        topic.story(
            "min-domains", must: "With fewer domains than minDomains, the fewest MUST count as 0.",
            says: "When the number of eligible domains with match topology keys is less than minDomains, Pod "
                + "topology spread treats global minimum as 0",
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod w2 on=n2 app=web
            pod w3 app=web spread=zone,minDomains=3
            w3 waits
            """),
        topic.story(
            "enough-domains", must: "With as many domains as minDomains, the fewest MUST count.",
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod w2 on=n2 app=web
            pod w3 app=web spread=zone,minDomains=2
            w3 → n1 | n2
            """),
        topic.story(
            "two-constraints", must: "Of several constraints all MUST be satisfied.", weight: 2,
            """
            node n1 zone=a
            node n2 zone=a
            node n3 zone=b
            pod w1 on=n1 app=web
            pod w2 on=n3 app=web
            pod w3 on=n3 app=web
            pod w4 app=web spread=zone spread=host
            w4 → n2
            """),
        topic.story(
            "domains-not-nodes", must: "The pods of all the domain's nodes MUST count together.",
            """
            node n1 zone=a
            node n2 zone=a
            node n3 zone=b
            pod w1 on=n1 app=web
            pod w2 app=web spread=zone
            w2 → n3
            """),
        topic.story(
            "soft", must: "ScheduleAnyway MUST NOT keep a pod waiting, and MUST prefer the emptier zone.",
            says: "ScheduleAnyway tells the scheduler to still schedule it while prioritizing nodes that minimize "
                + "the skew.",
            """
            node n1 zone=a
            node n2 zone=b
            node n3 zone=b
            pod w1 on=n1 app=web
            pod w2 app=web spread=zone,soft
            w2 → n2 | n3
            remove-node n2
            remove-node n3
            pod w3 app=web spread=zone,soft
            w3 → n1
            """),
    ]

    private static let counting = [
        topic.story(
            "nodes-without-the-label", must: "A node without the topology's label MUST NOT get the pod.",
            says: "The scheduler bypasses any nodes that don't have any topologySpreadConstraints[*].topologyKey "
                + "present.",
            """
            node n1
            node n2 zone=b
            pod w1 on=n2 app=web
            pod w2 app=web spread=zone
            w2 → n2
            """),
        topic.story(
            "only-matching-pods", must: "Only pods that the labelSelector matches MUST count.",
            says: "Pods that match this label selector are counted to determine the number of Pods in their "
                + "corresponding topology domain.",
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod d1 on=n2 app=db
            pod d2 on=n2 app=db
            pod w2 app=web spread=zone
            w2 → n2
            """),
        topic.story(
            "not-one-of-them", must: "A pod that its own constraint doesn't select MUST NOT count itself.",
            """
            node n1 zone=a
            node n2 zone=b cpu=1
            pod full on=n2 cpu=1
            pod d1 on=n1 app=db
            pod web app=web cpu=1 spread=zone,select=app:db
            web → n1
            """),
        topic.story(
            "only-own-namespace", must: "Pods of other namespaces MUST NOT count.",
            says: "Only the Pods holding the same namespace as the incoming Pod can be matching candidates.",
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod x1 on=n2 app=web namespace=other
            pod x2 on=n2 app=web namespace=other
            pod w2 app=web spread=zone
            w2 → n2
            """),
        topic.story(
            "ending-pods", must: "Pods that are being deleted MUST NOT count.",
            """
            node n1 zone=a
            node n2 zone=b
            pod w1 on=n1 app=web
            pod w2 on=n2 app=web
            pod w3 on=n2 app=web
            end w2
            end w3
            pod w4 app=web spread=zone
            w4 → n2
            """),
        topic.story(
            "excluded-nodes", must: "Zones that the pod's node affinity excludes MUST NOT be the emptiest.",
            says: "Honor: only nodes matching nodeAffinity/nodeSelector are included in the calculations.",
            """
            node n1 zone=a disk=ssd
            node n2 zone=b disk=ssd
            node n3 zone=c
            pod w1 on=n1 app=web
            pod w2 on=n2 app=web
            pod w3 app=web select.disk=ssd spread=zone
            w3 → n1 | n2
            """),
        topic.story(
            "affinity-ignored",
            must: "With nodeAffinityPolicy Ignore they MUST count.", extended: "NodeInclusionPolicy",
            """
            node n1 zone=a disk=ssd
            node n2 zone=b disk=ssd
            node n3 zone=c
            pod w1 on=n1 app=web
            pod w2 on=n2 app=web
            pod w3 app=web select.disk=ssd spread=zone,affinity=Ignore
            w3 waits
            """),
        topic.story(
            "taints-count", must: "Tainted zones MUST count unless nodeTaintsPolicy is Honor.",
            says: "Ignore: node taints are ignored. All nodes are included.",
            """
            node n1 zone=a
            node n2 zone=b taint=gpu:NoSchedule
            pod w1 on=n1 app=web
            pod w2 app=web spread=zone
            w2 waits
            pod w3 app=web spread=zone,taints=Honor
            w3 → n1
            """),
        topic.story(
            "same-revision", must: "With matchLabelKeys only pods with the pod's own value MUST count.",
            extended: "MatchLabelKeysInPodTopologySpread",
            """
            node n1 zone=a
            node n2 zone=b cpu=1
            pod full on=n2 cpu=1
            pod old on=n1 app=web revision=1
            pod new app=web revision=2 cpu=1 spread=zone,same=revision
            new → n1
            """),
    ]
}
