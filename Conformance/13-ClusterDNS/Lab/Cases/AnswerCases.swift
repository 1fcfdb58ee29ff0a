internal import ClusterDNSContract
internal import Conformance

/// Step 3: three kinds of answers, and whose they are.
enum AnswerCases {
    static let topic = Topic(
        step: 3, name: "answers", source: Topic.request(2308, "2"),
        invariant:
            "A name that exists without such a record, one that doesn't exist, and one of somebody else are three "
            + "different answers.",
        look: "Records/ClusterZone.swift")

    static let all: [Case] =
        kinds + between + aliases + changes + [
            topic.random(
                "random", must: "Every question MUST be answered by what there is at this moment.",
                RandomNames.answers)
        ]

    private static let kinds = [
        topic.story(
            "found", must: "The records of the wanted type at the name MUST be answered, with authority.",
            source: Topic.request(1034, "4.3.2"),
            """
            service default/web ip=10.96.0.20 port=http:80
            web.default.svc.cluster.local A → 10.96.0.20
            _http._tcp.web.default.svc.cluster.local SRV → 80 web.default.svc.cluster.local
            20.0.96.10.in-addr.arpa PTR → web.default.svc.cluster.local
            """),
        topic.story(
            "upper-case", must: "Upper and lower case MUST make no difference, and the question be repeated as it was.",
            source: Topic.specification + "#21---definitions",
            says: "All comparisons between query data and data in Kubernetes are case-insensitive.",
            """
            service default/web ip=10.96.0.20
            WEB.Default.svc.CLUSTER.local A → 10.96.0.20
            """),
        topic.story(
            "nothing-of-that-type",
            must: "A name that exists without a record of the type MUST be answered with nothing, and no error.",
            weight: 2, source: Topic.request(2308, "2.2"),
            says:
                "NODATA is indicated by an answer with the RCODE set to NOERROR and no relevant answers in the answer "
                + "section.",
            """
            service default/web ip=10.96.0.20
            web.default.svc.cluster.local AAAA → nothing
            web.default.svc.cluster.local SRV → nothing
            web.default.svc.cluster.local TYPE65 → nothing
            20.0.96.10.in-addr.arpa A → nothing
            """),
        topic.story(
            "no-such-name",
            must: "A name in the cluster's domain that doesn't exist MUST be told so, whatever the type.",
            source: Topic.request(2308, "2.1"),
            says: "Name errors (NXDOMAIN) are indicated by the presence of \"Name Error\" in the RCODE field.",
            """
            namespace default
            service default/web ip=10.96.0.20
            nobody.default.svc.cluster.local A → no such name
            nobody.default.svc.cluster.local TXT → no such name
            below.web.default.svc.cluster.local A → no such name
            web.default.cluster.local A → no such name
            web.cluster.local A → no such name
            """),
        topic.story(
            "elsewhere", must: "A name outside of the cluster's domain MUST be left to others.",
            source: Topic.pods,
            """
            service default/web ip=10.96.0.20
            example.com A → elsewhere
            cluster.localhost A → elsewhere
            notcluster.local A → elsewhere
            local A → elsewhere
            99.0.96.10.in-addr.arpa PTR → elsewhere
            """),
        topic.make(
            "in-turn", must: "Several addresses MUST NOT come in the same order each time.",
            source: "https://coredns.io/plugins/loadbalance/"
        ) { scenario in
            var story = try Story(scenario)
            try await story.perform("headless default/db")
            try await story.perform("endpoints default/db 10.244.1.2 10.244.2.2 10.244.3.2")
            // By this the zone has been told.
            try await story.perform("db.default.svc.cluster.local A → 10.244.1.2, 10.244.2.2, 10.244.3.2")
            var query = DNSMessage()
            query.question = DNSMessage.Question(DomainName("db.default.svc.cluster.local"), .a)
            var first: Set<String> = []
            for turn in 0..<6 {
                guard case .answer(let message) = try await story.core.resolve(query, turn: turn) else { continue }
                first.insert(message.answers.first.map { AnswerText.text($0.data) } ?? "nothing")
            }
            try scenario.expect(
                "in six turns each of the three is the first", observed: first.sorted().joined(separator: ", "),
                first.count == 3)
        },
    ]

    private static let between = [
        topic.story(
            "no-endpoints", must: "A headless service without ready endpoints MUST NOT have a name.",
            weight: 2, source: Topic.specification + "#24---records-for-a-headless-service",
            says: "If there are no ready endpoints for the headless Service, the answer should be NXDOMAIN.",
            """
            namespace default
            headless default/db
            endpoints default/db 10.244.1.2=db-0!unready
            db.default.svc.cluster.local A → no such name
            db-0.db.default.svc.cluster.local A → no such name
            endpoints default/db 10.244.1.2=db-0
            db.default.svc.cluster.local A → 10.244.1.2
            """),
        topic.story(
            "names-between", must: "A name below which there is another MUST exist, though without a record.",
            source: Topic.request(8020, "2"),
            says: "When a DNS name exists below it, a name with no records of its own exists.",
            look: "what is at a name on the way",
            """
            namespace default
            service default/web ip=10.96.0.20 port=http:80
            svc.cluster.local A → nothing
            default.svc.cluster.local A → nothing
            _tcp.web.default.svc.cluster.local SRV → nothing
            _udp.web.default.svc.cluster.local SRV → no such name
            """),
        topic.story(
            "namespaces", must: "The name of a namespace MUST exist as long as the namespace does.",
            source: Topic.request(8020, "2"),
            """
            shop.svc.cluster.local A → no such name
            namespace shop
            shop.svc.cluster.local A → nothing
            lost shop
            shop.svc.cluster.local A → no such name
            """),
        topic.story(
            "pods", must: "A pod's name MUST say the address that is written in it.",
            source: Topic.specification + "#26---deprecated-records",
            says: "<a>-<b>-<c>-<d>.<ns>.pod.<zone>. <ttl> IN A <a>.<b>.<c>.<d>",
            """
            namespace default
            10-244-1-2.default.pod.cluster.local A → 10.244.1.2
            10-244-1-2.default.pod.cluster.local AAAA → nothing
            10-244-1.default.pod.cluster.local A → no such name
            10-244-1-256.default.pod.cluster.local A → no such name
            10-244-1-2.nowhere.pod.cluster.local A → no such name
            """),
        topic.story(
            "version", must: "The version of the schema MUST be told.",
            source: Topic.specification + "#22---record-for-schema-version",
            says: "There must be a TXT record named dns-version.<zone>. that contains the semantic version of the DNS "
                + "schema in use in this cluster.",
            """
            dns-version.cluster.local TXT → 1.1.0
            dns-version.cluster.local A → nothing
            """),
    ]

    private static let aliases = [
        topic.story(
            "alias-elsewhere", must: "An external name MUST be answered, and where it leads be asked for elsewhere.",
            source: Topic.specification + "#25---records-for-external-name-services",
            """
            external default/shop shop.example.com
            shop.default.svc.cluster.local A → CNAME shop.example.com, elsewhere
            shop.default.svc.cluster.local CNAME → shop.example.com
            """),
        topic.story(
            "alias-inside", must: "An alias MUST be answered together with what it leads to.",
            source: Topic.request(1034, "4.3.2"),
            says:
                "If the data at the node is a CNAME, and QTYPE doesn't match CNAME, copy the CNAME RR into the answer "
                + "section of the response, change QNAME to the canonical name in the CNAME RR, and go back to step 1.",
            """
            service default/web ip=10.96.0.20
            external shop/web web.default.svc.cluster.local
            web.shop.svc.cluster.local A → 10.96.0.20, CNAME web.default.svc.cluster.local
            web.shop.svc.cluster.local AAAA → CNAME web.default.svc.cluster.local
            """),
        topic.story(
            "alias-to-nobody", must: "An alias to a name that doesn't exist MUST be told so.",
            source: Topic.request(2308, "2.1"),
            """
            namespace default
            external shop/web nobody.default.svc.cluster.local
            web.shop.svc.cluster.local A → CNAME nobody.default.svc.cluster.local, no such name
            """),
    ]

    private static let changes = [
        topic.story(
            "gone", must: "Nothing MUST be left of a service that is gone.",
            """
            namespace default
            service default/web ip=10.96.0.20 port=http:80
            web.default.svc.cluster.local A → 10.96.0.20
            gone default/web
            web.default.svc.cluster.local A → no such name
            _http._tcp.web.default.svc.cluster.local SRV → no such name
            20.0.96.10.in-addr.arpa PTR → elsewhere
            """),
        topic.story(
            "two-ways-back", must: "An endpoint of two headless services MUST lead back to both.",
            source: Topic.specification + "#24---records-for-a-headless-service",
            """
            headless default/db
            headless default/all
            endpoints default/db 10.244.1.2=db-0
            endpoints default/all 10.244.1.2=db-0
            2.1.244.10.in-addr.arpa PTR → db-0.db.default.svc.cluster.local, db-0.all.default.svc.cluster.local
            gone default/all
            2.1.244.10.in-addr.arpa PTR → db-0.db.default.svc.cluster.local
            """),
        topic.make(
            "other-questions", must: "What isn't a question of the internet about names MUST be answered with a code.",
            source: Topic.request(1035, "4.1.1")
        ) { scenario in
            let core = try CoreUnderTest(scenario)
            var query = DNSMessage()
            (query.identifier, query.operation) = (9, 4)
            query.question = DNSMessage.Question(DomainName("web.default.svc.cluster.local"), .a)
            var codes = [try await code(core, query)]
            (query.operation, query.question) = (0, nil)
            codes.append(try await code(core, query))
            try scenario.expect(
                "a notification: notImplemented; no question at all: formatError",
                observed: codes.joined(separator: "; "), codes == ["notImplemented", "formatError"])
        },
    ]

    private static func code(_ core: CoreUnderTest, _ query: DNSMessage) async throws -> String {
        guard case .answer(let message) = try await core.resolve(query) else { return "elsewhere" }
        return "\(message.code)"
    }
}
