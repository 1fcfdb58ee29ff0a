internal import Conformance

/// Step 5: what a short name leads to: the pod's half.
enum SearchCases {
    static let topic = Topic(
        step: 5, name: "search", source: Topic.pods,
        invariant: "The kubelet says whom to ask and which endings to try; a resolver tries them in that order.",
        look: "SearchPath/PodResolver.swift")

    static let all: [Case] =
        policies + own + questions + [
            topic.random(
                "random",
                must: "The names that are tried MUST follow from the search list, the dots, and nothing else.",
                RandomSearches.tell)
        ]

    private static let policies = [
        topic.story(
            "cluster-first",
            must: "A pod MUST ask the cluster, and try its own namespace, all services, and the cluster.",
            weight: 2,
            says: "\"ClusterFirst\": Any DNS query that does not match the configured cluster domain suffix, such as "
                + "\"www.kubernetes.io\", is forwarded to an upstream nameserver by the DNS server.",
            """
            pod shop/a
            resolv.conf → nameserver 10.96.0.10, search shop.svc.cluster.local svc.cluster.local cluster.local, options ndots:5
            """),
        topic.story(
            "node-searches",
            must: "The node's own search list MUST come after the cluster's, and its servers not at all.",
            source: "https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/",
            """
            node nameserver=192.0.2.1 search=example.com option=rotate
            pod shop/a
            resolv.conf → nameserver 10.96.0.10, search shop.svc.cluster.local svc.cluster.local cluster.local example.com, options ndots:5
            """),
        topic.story(
            "no-doubles", must: "No search domain MUST stand twice.",
            source: "https://github.com/kubernetes/kubernetes/issues/29270",
            """
            node search=cluster.local search=example.com
            pod shop/a search=example.com search=svc.cluster.local search=other.com
            resolv.conf → nameserver 10.96.0.10, search shop.svc.cluster.local svc.cluster.local cluster.local example.com other.com, options ndots:5
            """),
        topic.story(
            "default", must: "With the policy Default a pod MUST have what its node has.",
            says: "\"Default\": The Pod inherits the name resolution configuration from the node that the Pods run on.",
            """
            node nameserver=192.0.2.1 search=example.com option=rotate
            pod shop/a policy=Default
            resolv.conf → nameserver 192.0.2.1, search example.com, options rotate
            """),
        topic.story(
            "host-network", must: "In the node's network ClusterFirst MUST be as Default, unless it says WithHostNet.",
            weight: 2,
            says:
                "\"ClusterFirstWithHostNet\": For Pods running with hostNetwork, you should explicitly set its DNS policy "
                + "to \"ClusterFirstWithHostNet\".",
            """
            node nameserver=192.0.2.1
            pod shop/a hostnetwork
            resolv.conf → nameserver 192.0.2.1
            pod shop/a hostnetwork policy=ClusterFirstWithHostNet
            resolv.conf → nameserver 10.96.0.10, search shop.svc.cluster.local svc.cluster.local cluster.local, options ndots:5
            """),
        topic.story(
            "none", must: "With the policy None a pod MUST have what its dnsConfig says, and nothing else.",
            says: "\"None\": It allows a Pod to ignore DNS settings from the Kubernetes environment.",
            """
            node nameserver=192.0.2.1 search=example.com option=rotate
            pod shop/a policy=None nameserver=192.0.2.9 search=my.dns.search.suffix option=ndots:2 option=edns0
            resolv.conf → nameserver 192.0.2.9, search my.dns.search.suffix, options edns0 ndots:2
            """),
    ]

    private static let own = [
        topic.story(
            "config-added", must: "Servers and search domains of a dnsConfig MUST come after those of the policy.",
            says:
                "The servers listed will be combined to the base nameservers generated from the specified DNS policy with "
                + "duplicate addresses removed.",
            """
            pod shop/a nameserver=192.0.2.9 nameserver=10.96.0.10 search=example.com option=edns0
            resolv.conf → nameserver 10.96.0.10, nameserver 192.0.2.9, search shop.svc.cluster.local svc.cluster.local cluster.local example.com, options edns0 ndots:5
            """),
        topic.story(
            "option-replaced", must: "An option of a dnsConfig MUST replace the policy's of the same name.",
            says:
                "The contents in this property will be merged to the options generated from the specified DNS policy. "
                + "Duplicate entries are removed.",
            """
            pod shop/a option=ndots:2
            resolv.conf → nameserver 10.96.0.10, search shop.svc.cluster.local svc.cluster.local cluster.local, options ndots:2
            """),
        topic.story(
            "three-servers", must: "There MUST NOT be more than three servers.",
            says: "There can be at most 3 IP addresses specified.",
            """
            cluster 10.96.0.10 10.96.0.11
            pod shop/a nameserver=192.0.2.1 nameserver=192.0.2.2
            resolv.conf → nameserver 10.96.0.10, nameserver 10.96.0.11, nameserver 192.0.2.1, search shop.svc.cluster.local svc.cluster.local cluster.local, options ndots:5
            """),
    ]

    private static let path = "SearchPath/Questions.swift"
    private static let manual = Topic.resolverConfiguration

    private static let questions = [
        topic.story(
            "short-name", must: "A name of few dots MUST be tried with each ending first, and at last as it is.",
            weight: 2, source: manual,
            says: "Resolver queries having fewer than ndots dots (default is 1) in them will be attempted using each "
                + "component of the search path in turn until a match is found.", look: path,
            """
            pod shop/a
            try web → web.shop.svc.cluster.local, web.svc.cluster.local, web.cluster.local, web
            try web.other → web.other.shop.svc.cluster.local, web.other.svc.cluster.local, web.other.cluster.local, web.other
            try example.com → example.com.shop.svc.cluster.local, example.com.svc.cluster.local, example.com.cluster.local, example.com
            """),
        topic.story(
            "complete-name", must: "A name with a dot at its end MUST be tried as it is only.", source: manual,
            look: path,
            """
            pod shop/a
            try example.com. → example.com
            try web. → web
            """),
        topic.story(
            "enough-dots",
            must: "A name with as many dots as ndots MUST be tried as it is first, and then with each ending.",
            source: manual,
            says:
                "Sets a threshold for the number of dots which must appear in a name given to res_query(3) before an initial "
                + "absolute query will be made.", look: path,
            """
            resolver search=a.local search=b.local option=ndots:2
            try x.y → x.y.a.local, x.y.b.local, x.y
            try x.y.z → x.y.z, x.y.z.a.local, x.y.z.b.local
            """),
        topic.story(
            "one-dot-by-default", must: "Where nobody says ndots, it MUST be 1.",
            source: manual, says: "The default for n is 1", look: path,
            """
            resolver search=a.local option=rotate
            try web → web.a.local, web
            try x.y → x.y, x.y.a.local
            """),
        topic.story(
            "at-most-fifteen", must: "Of ndots no more than 15 MUST count.",
            source: manual, says: "The value for this option is silently capped to 15.", look: path,
            """
            resolver search=a.local option=ndots:99
            try 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16 → 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16, 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.a.local
            """),
        topic.story(
            "no-search", must: "Without a search list a name MUST be tried as it is.", source: manual, look: path,
            """
            resolver nameserver=192.0.2.1
            try web → web
            """),
    ]
}
