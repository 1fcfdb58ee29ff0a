internal import Conformance

/// Step 7: near to some pods, away from others.
enum PodAffinityCases {
    private static let rule =
        "this Pod should (or, in the case of anti-affinity, should not) run in an X if that X is already running one "
        + "or more Pods that meet rule Y"

    static let topic = Topic(
        step: 7, name: "pod-affinity", page: "concepts/scheduling-eviction/assign-pod-node/",
        invariant: "In a pod's domain there are pods that its affinity selects, none that its anti-affinity selects, "
            + "and none whose anti-affinity selects it.",
        look: "Predicates/InterPodAffinity.swift: all three questions, and who asks them?")

    static let all =
        affinity + antiAffinity + namespaces + preferred + [
            topic.random(
                "random-anti-affinity",
                must: "No two pods MUST share a domain of which one repels the other; none MUST wait that fits.",
                says: rule, RandomAntiAffinity.tell)
        ]

    private static let affinity = [
        topic.story(
            "near", must: "A pod MUST be bound where a pod that its affinity selects runs.", says: rule, weight: 2,
            """
            node n1
            node n2
            pod db on=n2 app=db
            pod web near=app=db@host
            web → n2
            """),
        topic.story(
            "near-means-domain", must: "Any node of the domain MUST be near enough.", says: rule,
            """
            node n1 zone=a cpu=1
            node n2 zone=a
            node n3 zone=b
            pod db on=n1 app=db cpu=1
            pod web near=app=db@zone cpu=1
            web → n2
            """),
        topic.story(
            "nobody-there", must: "A pod whose affinity nobody satisfies MUST wait.",
            """
            node n1
            pod web app=web near=app=db@host
            web waits
            """),
        topic.story(
            "first-of-its-group", must: "The first pod of a group with affinity to itself MUST be bound.", weight: 2,
            look: "Predicates/InterPodAffinity.swift: isFirstOfItsGroup.",
            """
            node n1
            pod w1 app=web near=app=web@host
            w1 → n1
            """),
        topic.story(
            "first-by-all-terms", must: "Whoever matches only some of a group's terms MUST NOT count as its first pod.",
            says: "This is determined by verifying that no other pod in the cluster matches the namespace and "
                + "selector of this pod, that the pod matches its own terms, and the chosen node matches all requested "
                + "topologies.",
            look: "Predicates/InterPodAffinity.swift: isFirstOfItsGroup; a pod is one of the group if all terms "
                + "select it.",
            """
            node n1
            node n2
            pod other on=n1 app=web cpu=4
            pod w1 app=web tier=fast near=app=web@host near=tier=fast@host cpu=1
            w1 → n2
            """),
        topic.story(
            "second-of-its-group", must: "Further pods of such a group MUST be bound where the first is.",
            """
            node n1
            node n2
            node n3
            pod w1 on=n2 app=web
            pod w2 app=web near=app=web@host
            w2 → n2
            """),
        topic.story(
            "first-needs-the-label",
            must: "The first of a group, too, MUST be bound to a node with the topology's label.",
            """
            node n1
            pod w1 app=web near=app=web@zone
            w1 waits
            node n2 zone=a
            wait 2
            w1 → n2
            """),
        topic.story(
            "all-terms", must: "All required terms MUST be satisfied.",
            """
            node n1
            node n2
            node n3
            pod a on=n1 app=db
            pod b on=n2 tier=fast
            pod c on=n3 app=db tier=fast
            pod web near=app=db@host near=tier=fast@host
            web → n3
            """),
        topic.story(
            "all-topologies", must: "Terms of different topologies MUST all be satisfied.",
            """
            node n1 zone=a
            node n2 zone=a
            pod db on=n1 app=db
            pod web near=app=db@zone near=app=db@host
            web → n1
            """),
        topic.story(
            "waits-for-company", must: "A pod that waits for another one MUST be bound once that one runs.",
            """
            node n1
            pod web near=app=db@host
            web waits
            wait 2
            pod db on=n1 app=db
            web → n1
            """),
    ]

    private static let antiAffinity = [
        topic.story(
            "apart", must: "A pod MUST NOT be bound where a pod runs that its anti-affinity selects.", says: rule,
            weight: 2,
            """
            node n1
            node n2
            pod db on=n1 app=db
            pod web apart=app=db@host
            web → n2
            """),
        topic.story(
            "apart-in-the-domain", must: "No node of such a pod's domain MUST be chosen.",
            """
            node n1 zone=a
            node n2 zone=a
            pod db on=n1 app=db
            pod web apart=app=db@zone
            web waits
            """),
        topic.story(
            "symmetric", must: "A pod MUST NOT be bound where a pod runs whose anti-affinity selects it.", weight: 2,
            """
            node n1
            node n2
            pod loner on=n1 apart=app=web@host
            pod web app=web
            web → n2
            """),
        topic.story(
            "replicas", must: "Replicas that keep apart MUST get a node each, and the rest MUST wait.",
            """
            node n1
            node n2
            pod w1 app=web apart=app=web@host
            w1 → n1 | n2
            pod w2 app=web apart=app=web@host
            w2 → n1 | n2
            pod w3 app=web apart=app=web@host
            w3 waits
            """),
        topic.story(
            "not-itself", must: "A pod's anti-affinity MUST NOT keep it away from itself.",
            """
            node n1
            pod web app=web apart=app=web@host
            web → n1
            """),
        topic.story(
            "any-term", must: "One of several anti-affinity terms MUST be enough to keep a pod away.",
            """
            node n1
            node n2
            pod db on=n1 app=db
            pod web apart=app=cache@host apart=app=db@host
            web → n2
            """),
        topic.story(
            "without-the-label", must: "A node without the topology's label is in no domain: it MUST be allowed.",
            """
            node n1
            pod db on=n1 app=db
            pod web apart=app=db@zone
            web → n1
            """),
        topic.story(
            "gone", must: "A pod that waits for another one to go MUST be bound once it is gone.",
            """
            node n1
            pod db on=n1 app=db
            pod web apart=app=db@host
            web waits
            wait 2
            delete db
            web → n1
            """),
    ]

    private static let namespaces = [
        topic.story(
            "own-namespace", must: "Without namespaces a term MUST select pods of the pod's own namespace only.",
            says: "If omitted or empty, namespaces defaults to the namespace of the Pod where the affinity/"
                + "anti-affinity definition appears.",
            """
            node n1
            pod db on=n1 app=db namespace=other
            pod web apart=app=db@host
            web → n1
            pod near near=app=db@host
            near waits
            """),
        topic.story(
            "named-namespace", must: "With namespaces a term MUST select pods there, and not in the own one.",
            """
            node n1
            node n2
            pod db on=n1 app=db namespace=other
            pod decoy on=n2 app=db
            pod web near=app=db@host,namespace=other
            web → n1
            """),
        topic.story(
            "selected-namespaces", must: "A namespaceSelector MUST select namespaces by their labels.",
            says: "Set the namespaceSelector to an empty selector to match all namespaces.",
            """
            namespace shop team=red
            namespace other team=blue
            node n1
            node n2
            pod db on=n1 app=db namespace=shop
            pod decoy on=n2 app=db namespace=other
            pod web near=app=db@host,namespaces=team:red
            web → n1
            """),
    ]

    private static let preferred = [
        topic.story(
            "preferred", must: "A node near to a liked pod MUST be preferred.",
            """
            node n1
            node n2
            node n3
            pod db on=n2 app=db
            pod web likes=10*app=db@host
            web → n2
            """),
        topic.story(
            "preferred-apart", must: "A node near to a disliked pod MUST be avoided, and MUST still be allowed.",
            """
            node n1
            node n2
            pod db on=n2 app=db
            pod web dislikes=10*app=db@host
            web → n1
            remove-node n1
            pod late dislikes=10*app=db@host
            late → n2
            """),
    ]
}
