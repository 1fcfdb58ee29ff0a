internal import Conformance

/// Step 1: the records of a service with an address, or with another name.
enum ServiceRecordCases {
    static let topic = Topic(
        step: 1, name: "service", source: Topic.specification + "#23---records-for-a-service-with-clusterip",
        invariant: "The cluster IP at the service's name, each named port below it, and at the address the name.",
        look: "Records/ServiceRecords.swift")

    static let all: [Case] =
        addresses + ports + wayBack + [
            topic.random(
                "random", must: "Exactly the records that the specification lists MUST exist.",
                RandomNames.serviceRecords)
        ]

    private static let addresses = [
        topic.story(
            "cluster-ip", must: "The cluster IP MUST be at the service's name in its namespace.",
            says: "<service>.<ns>.svc.<zone>. <ttl> IN A <cluster-ip>",
            """
            service default/web ip=10.96.0.20
            web.default.svc.cluster.local A is 10.96.0.20
            web.default.svc.cluster.local AAAA is nothing
            """),
        topic.story(
            "own-namespace", must: "Services of the same name in two namespaces MUST have two names.",
            """
            service default/web ip=10.96.0.20
            service shop/web ip=10.96.0.21
            web.default.svc.cluster.local A is 10.96.0.20
            web.shop.svc.cluster.local A is 10.96.0.21
            """),
        topic.story(
            "ipv6", must: "An address of IPv6 MUST be in a record of the type AAAA.",
            says: "<service>.<ns>.svc.<zone>. <ttl> IN AAAA <cluster-ip>", look: "what IPAddress already knows",
            """
            service default/web ip=fd00::20
            web.default.svc.cluster.local AAAA is fd00::20
            web.default.svc.cluster.local A is nothing
            """),
        topic.story(
            "both-families", must: "A service with addresses of both families MUST have records of both types.",
            source: "https://kubernetes.io/docs/concepts/services-networking/dual-stack/", look: "spec.clusterIPs",
            """
            service default/web ip=10.96.0.20 ip=fd00::20
            web.default.svc.cluster.local A is 10.96.0.20
            web.default.svc.cluster.local AAAA is fd00::20
            """),
        topic.story(
            "external-name", must: "An external name MUST be an alias.",
            source: Topic.specification + "#25---records-for-external-name-services",
            says: "a CNAME record named <service>.<ns>.svc.<zone> pointing to <extname> must exist.",
            """
            external default/shop shop.example.com
            shop.default.svc.cluster.local CNAME is shop.example.com
            shop.default.svc.cluster.local A is nothing
            """),
    ]

    private static let ports = [
        topic.story(
            "named-port", must: "A named port MUST have a record that says its number and the service's name.",
            weight: 2,
            """
            service default/web ip=10.96.0.20 port=http:80
            _http._tcp.web.default.svc.cluster.local SRV is 80 web.default.svc.cluster.local
            """),
        topic.story(
            "unnamed-port", must: "A port without a name MUST NOT have a record.",
            says: "Unnamed ports do not have an SRV record.",
            """
            service default/web ip=10.96.0.20 port=80
            _._tcp.web.default.svc.cluster.local SRV is nothing
            _tcp.web.default.svc.cluster.local SRV is nothing
            _80._tcp.web.default.svc.cluster.local SRV is nothing
            """),
        topic.story(
            "protocol", must: "The protocol MUST be in the port's name, in lower case.",
            says: "_<port>._<proto>.<service>.<ns>.svc.<zone>.",
            """
            service default/dns ip=10.96.0.10 port=dns:53/UDP port=dns:53/TCP port=talk:9/SCTP
            _dns._udp.dns.default.svc.cluster.local SRV is 53 dns.default.svc.cluster.local
            _dns._tcp.dns.default.svc.cluster.local SRV is 53 dns.default.svc.cluster.local
            _talk._sctp.dns.default.svc.cluster.local SRV is 9 dns.default.svc.cluster.local
            """),
        topic.story(
            "several-ports", must: "Each named port MUST have a record of its own.",
            """
            service default/web ip=10.96.0.20 port=http:80 port=metrics:9090 port=8080
            _http._tcp.web.default.svc.cluster.local SRV is 80 web.default.svc.cluster.local
            _metrics._tcp.web.default.svc.cluster.local SRV is 9090 web.default.svc.cluster.local
            """),
    ]

    private static let wayBack = [
        topic.story(
            "way-back", must: "The name MUST be found by the address, whose numbers stand the other way round.",
            weight: 2, says: "<d>.<c>.<b>.<a>.in-addr.arpa. <ttl> IN PTR <service>.<ns>.svc.<zone>.",
            look: "Records/WayBack.swift",
            """
            service default/web ip=10.96.0.20
            20.0.96.10.in-addr.arpa PTR is web.default.svc.cluster.local
            10.96.0.20.in-addr.arpa PTR is nothing
            """),
        topic.story(
            "way-back-ipv6", must: "An address of IPv6 MUST be turned round digit by digit, all 32 of them.",
            source: Topic.request(3596, "2.5"), look: "Records/WayBack.swift",
            """
            service default/web ip=fd00::20
            0.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa PTR is web.default.svc.cluster.local
            """),
    ]
}
