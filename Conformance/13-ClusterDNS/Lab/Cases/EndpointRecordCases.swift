internal import Conformance

/// Step 2: the records of a headless service are those of its endpoints.
enum EndpointRecordCases {
    static let topic = Topic(
        step: 2, name: "endpoints", source: Topic.specification + "#24---records-for-a-headless-service",
        invariant:
            "Each ready endpoint, and no other, is at the service's name, at its own below it, and on the way back.",
        look: "Records/ServiceRecords.swift: addEndpoints")

    static let all: [Case] =
        addresses + names + states + [
            topic.random(
                "random", must: "Exactly the records of the ready endpoints MUST exist.", RandomNames.endpointRecords)
        ]

    private static let addresses = [
        topic.story(
            "all-addresses", must: "A headless service's name MUST have the addresses of all ready endpoints.",
            weight: 2, says: "There must be an A record for each ready endpoint of the headless Service",
            """
            headless default/db
            endpoints default/db 10.244.1.2 10.244.2.2
            slice default/db 10.244.3.2
            db.default.svc.cluster.local A is 10.244.1.2, 10.244.2.2, 10.244.3.2
            """),
        topic.story(
            "ipv6", must: "An endpoint's address of IPv6 MUST be in a record of the type AAAA.",
            """
            headless default/db
            endpoints default/db fd00::1:2=db-0
            slice default/db 10.244.1.2=db-0
            db.default.svc.cluster.local AAAA is fd00::1:2
            db-0.db.default.svc.cluster.local AAAA is fd00::1:2
            db-0.db.default.svc.cluster.local A is 10.244.1.2
            """),
        topic.story(
            "with-address", must: "The endpoints of a service with a cluster IP MUST NOT have records.",
            source: Topic.pods + "#services",
            """
            service default/web ip=10.96.0.20 port=http:80
            endpoints default/web port=http:8080 10.244.1.2=web-0
            web.default.svc.cluster.local A is 10.96.0.20
            web-0.web.default.svc.cluster.local A is nothing
            _http._tcp.web.default.svc.cluster.local SRV is 80 web.default.svc.cluster.local
            """),
    ]

    private static let names = [
        topic.story(
            "hostname", must: "An endpoint with a hostname MUST have that name below the service's.",
            says: "<hostname>.<service>.<ns>.svc.<zone>. <ttl> IN A <endpoint-ip>",
            """
            headless default/db
            endpoints default/db 10.244.1.2=db-0 10.244.2.2=db-1
            db-0.db.default.svc.cluster.local A is 10.244.1.2
            db-1.db.default.svc.cluster.local A is 10.244.2.2
            """),
        topic.story(
            "same-hostname", must: "Endpoints of one hostname MUST all be at that name.",
            says:
                "If there are multiple IP addresses for a given hostname, then there must be one such A record returned "
                + "for each IP.",
            """
            headless default/db
            endpoints default/db 10.244.1.2=both 10.244.2.2=both
            both.db.default.svc.cluster.local A is 10.244.1.2, 10.244.2.2
            """),
        topic.make(
            "no-hostname", must: "An endpoint without a hostname MUST have a name that no other endpoint has.",
            says: "it must be possible to use this to identify a specific endpoint in the context of a Service."
        ) { scenario in
            var story = try Story(scenario)
            try await story.perform("headless default/db port=sql:5432")
            try await story.perform("endpoints default/db port=sql:5432 10.244.1.2 10.244.2.2 10.244.2.3=db-0")
            try await story.expectNamesOfTheirOwn("default/db", ["10.244.1.2", "10.244.2.2", "10.244.2.3"])
        },
        topic.story(
            "way-back", must: "An endpoint's address MUST lead back to its own name.",
            says: "<d>.<c>.<b>.<a>.in-addr.arpa. <ttl> IN PTR <hostname>.<service>.<ns>.svc.<zone>.",
            """
            headless default/db
            endpoints default/db 10.244.1.2=db-0
            2.1.244.10.in-addr.arpa PTR is db-0.db.default.svc.cluster.local
            """),
        topic.make(
            "way-back-unnamed",
            must: "The address of an endpoint without a hostname MUST lead back to its own name, too.",
            says:
                "Given a ready endpoint with hostname of <hostname> and IP address <a>.<b>.<c>.<d>, a PTR record of the "
                + "following form must exist."
        ) { scenario in
            var story = try Story(scenario)
            try await story.perform("headless default/db")
            try await story.perform("endpoints default/db 10.244.1.2")
            try await story.expectWayBack("default/db", "10.244.1.2", "2.1.244.10.in-addr.arpa")
        },
        topic.story(
            "ports",
            must: "A named port MUST have a record for each ready endpoint, with the endpoint's port and name.",
            weight: 2,
            says:
                "This implies that if there are N ready endpoints and the Service defines M named ports, there will be "
                + "N × M SRV RRs for the Service.",
            """
            headless default/db port=sql:5432 port=metrics:9100 port=80
            endpoints default/db port=sql:15432 port=metrics:9100 port=80 10.244.1.2=db-0 10.244.2.2=db-1
            _sql._tcp.db.default.svc.cluster.local SRV is 15432 db-0.db.default.svc.cluster.local, 15432 db-1.db.default.svc.cluster.local
            _metrics._tcp.db.default.svc.cluster.local SRV is 9100 db-0.db.default.svc.cluster.local, 9100 db-1.db.default.svc.cluster.local
            """),
        topic.story(
            "no-ports", must: "A headless service without ports MUST have its addresses all the same.",
            source: "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services",
            """
            headless default/db
            endpoints default/db 10.244.1.2=db-0
            db.default.svc.cluster.local A is 10.244.1.2
            """),
    ]

    private static let states = [
        topic.story(
            "unready", must: "An endpoint that isn't ready MUST NOT have any record.", weight: 2,
            """
            headless default/db port=sql:5432
            endpoints default/db port=sql:5432 10.244.1.2=db-0 10.244.2.2=db-1!unready
            db.default.svc.cluster.local A is 10.244.1.2
            db-1.db.default.svc.cluster.local A is nothing
            2.2.244.10.in-addr.arpa PTR is nothing
            _sql._tcp.db.default.svc.cluster.local SRV is 5432 db-0.db.default.svc.cluster.local
            """),
        topic.story(
            "ending", must: "An endpoint that is ending MUST NOT have a record, though it may still be serving.",
            source: "https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions",
            """
            headless default/db
            endpoints default/db 10.244.1.2!ending 10.244.2.2
            db.default.svc.cluster.local A is 10.244.2.2
            """),
        topic.story(
            "unknown", must: "An endpoint of which nobody says whether it is ready MUST count as ready.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/",
            says: "A nil value should be interpreted as \"true\".",
            """
            headless default/db
            endpoints default/db 10.244.1.2!unknown
            db.default.svc.cluster.local A is 10.244.1.2
            """),
        topic.story(
            "published", must: "An endpoint that counts as ready although its pod isn't MUST have its records.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/",
            says:
                "publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should "
                + "disregard any indications of ready/not-ready.",
            """
            headless default/db
            endpoints default/db 10.244.1.2=db-0!published
            db-0.db.default.svc.cluster.local A is 10.244.1.2
            """),
    ]
}
