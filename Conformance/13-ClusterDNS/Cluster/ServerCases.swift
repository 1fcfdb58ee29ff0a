internal import ClusterDNSContract
internal import ClusterDNSSuite
internal import Conformance
internal import Schema

/// How a server answers: kinds of answers, changes, and the wire.
enum ServerCases {
    static let all: [Case] = kinds + changes + sizes + garbage

    private static let kinds: [Case] = [
        ClusterDNSComponent.story(
            "nothing-of-that-type",
            "A name that exists without a record of the type MUST be answered with nothing, no error, and the zone's SOA.",
            source: ClusterDNSComponent.request(2308, "2.2"), weight: 2
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, address)
            try await stage.expect("web.default.svc.cluster.local", .aaaa, "nothing")
            try await stage.expect("web.default.svc.cluster.local", .srv, "nothing")
        },
        ClusterDNSComponent.story(
            "no-such-name", "A name that doesn't exist MUST be told so, whatever the type, with the zone's SOA.",
            source: ClusterDNSComponent.request(2308, "2.1"), weight: 2
        ) { stage in
            for type in [RecordType.a, .aaaa, .srv] {
                try await stage.expect("nobody.default.svc.cluster.local", type, "no such name")
            }
            try await stage.expect("web.nowhere.svc.cluster.local", .a, "no such name")
        },
        ClusterDNSComponent.story(
            "authority", "Answers about the cluster's names MUST have authority, found or not.",
            source: ClusterDNSComponent.request(1035, "4.1.1")
        ) { stage in
            let address = try await stage.service("default/web")
            let found = try await stage.expect("web.default.svc.cluster.local", .a, address)
            let missing = try await stage.expect("nobody.default.svc.cluster.local", .a, "no such name")
            try stage.scenario.expect(
                "both are authoritative", observed: "\([found.isAuthoritative, missing.isAuthoritative])",
                found.isAuthoritative && missing.isAuthoritative)
        },
        ClusterDNSComponent.story(
            "equal-times", "All records of a name and type MUST be kept equally long.",
            source: ClusterDNSComponent.request(2181, "5.2"),
            says: "the TTLs of all RRs in an RRSet must be the same"
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2", "10.244.2.2", "10.244.3.2"])
            let found = try await stage.expect("db.default.svc.cluster.local", .a, "10.244.1.2, 10.244.2.2, 10.244.3.2")
            try stage.scenario.expect(
                "three equal times", observed: "\(found.answers.map(\.timeToLive))",
                Set(found.answers.map(\.timeToLive)).count == 1)
        },
    ]

    private static let changes: [Case] = [
        ClusterDNSComponent.story("gone", "Nothing MUST be left of a service that is gone.") { stage in
            let address = try await stage.service("default/web", ["ports": [["name": "http", "port": 80]]])
            try await stage.expect("web.default.svc.cluster.local", .a, address)
            stage.scenario.say("service default/web is deleted")
            await stage.delete("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, "no such name")
            try await stage.expect("_http._tcp.web.default.svc.cluster.local", .srv, "no such name")
            try await stage.eventually("the address leads to no name", RecordCases.wayBack(address), .ptr) {
                $0.answers.isEmpty
            }
        },
        ClusterDNSComponent.story("endpoints-change", "A headless service's name MUST follow its endpoints.") { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            for words in [["10.244.1.2=db-0"], ["10.244.1.9=db-0", "10.244.2.2=db-1"], ["10.244.2.2=db-1"]] {
                try await stage.endpoints(of: "default/db", words)
                let addresses = words.map { String($0.prefix { $0 != "=" }) }
                try await stage.expect("db.default.svc.cluster.local", .a, addresses.joined(separator: ", "))
            }
            try await stage.expect("db-0.db.default.svc.cluster.local", .a, "no such name")
        },
        ClusterDNSComponent.story(
            "started-late", "A server that starts MUST know what there is before it denies any name.",
            source: "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/"
        ) { stage in
            stage.stop()
            let address = try await stage.service("default/web")
            try await stage.start()
            let answer = try await stage.first {
                try await stage.answer(to: stage.query("web.default.svc.cluster.local", .a))
            }
            let observed = AnswerText.text(answer)
            // SERVFAIL says: ask somebody else, or later.
            try stage.scenario.expect(
                "the first answer is \(address), or that it can't be told yet", observed: observed,
                observed == address || answer.code == .serverFailure)
            try await stage.expect("web.default.svc.cluster.local", .a, address)
        },
    ]

    private static let sizes: [Case] = [
        ClusterDNSComponent.story(
            "tcp", "A question over TCP MUST be answered as one over UDP.",
            source: ClusterDNSComponent.request(7766, "5"),
            says: "All general-purpose DNS implementations MUST support both UDP and TCP transport."
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, address)
            let answer = try await stage.first {
                try await stage.answer(to: stage.query("web.default.svc.cluster.local", .a), over: .tcp)
            }
            let observed = AnswerText.text(answer)
            try stage.scenario.expect("over TCP: \(address)", observed: observed, observed == address)
        },
        ClusterDNSComponent.story(
            "truncated", "An answer of more than 512 bytes MUST be cut over UDP and say so, and be whole over TCP.",
            source: ClusterDNSComponent.request(1035, "4.2.1"),
            says:
                "Messages carried by UDP are restricted to 512 bytes. Longer messages are truncated and the TC bit is set "
                + "in the header.", weight: 2
        ) { stage in
            let name = try await large(stage)
            let bytes = try await stage.first { try await stage.exchange(Wire.bytes(of: stage.query(name, .a))) }
            let short = try Wire.read(bytes)
            try stage.scenario.expect(
                "at most 512 bytes, truncated", observed: "\(bytes.count) bytes, truncated: \(short.isTruncated)",
                bytes.count <= 512 && short.isTruncated)
        },
        ClusterDNSComponent.story(
            "larger",
            "A client that takes larger datagrams MUST NOT get larger ones than that, and be told what the server "
                + "takes.", source: ClusterDNSComponent.request(6891, "6.1.1"),
            says:
                "If an OPT record is present in a received request, compliant responders MUST include an OPT record in "
                + "their respective responses."
        ) { stage in
            let name = try await large(stage)
            for size in [600, 1232, 4096] {
                let bytes = try await stage.first {
                    try await stage.exchange(Wire.bytes(of: stage.query(name, .a, takes: size)))
                }
                let answer = try Wire.read(bytes)
                let isWhole = answer.answers.count == 100 || answer.isTruncated
                try stage.scenario.expect(
                    "at most \(size) bytes, whole or truncated, and an OPT record",
                    observed:
                        "\(bytes.count) bytes, \(answer.answers.count) answers, truncated: \(answer.isTruncated), "
                        + "OPT: \(answer.payloadSize != nil)",
                    bytes.count <= size && isWhole && answer.payloadSize != nil)
            }
        },
        ClusterDNSComponent.story(
            "no-opt", "A client that says nothing of OPT records MUST NOT get one.",
            source: ClusterDNSComponent.request(6891, "7"),
            says:
                "Lack of presence of an OPT record in a request MUST be taken as an indication that the requestor does not "
                + "implement any part of this specification and that the responder MUST NOT include an OPT record in its "
                + "response."
        ) { stage in
            let address = try await stage.service("default/web")
            let answer = try await stage.expect("web.default.svc.cluster.local", .a, address)
            try stage.scenario.expect("no OPT record", observed: "there is one", answer.payloadSize == nil)
        },
    ]

    /// A headless service of a hundred endpoints, which the server knows.
    private static func large(_ stage: NamesOnStage) async throws -> String {
        try await stage.service("default/large", NamesOnStage.headless)
        try await stage.endpoints(of: "default/large", (1...100).map { "10.244.1.\($0)" })
        let name = "large.default.svc.cluster.local"
        let deadline = ContinuousClock.now + .seconds(20)
        while try await stage.answer(to: stage.query(name, .a), over: .tcp)?.answers.count != 100 {
            try stage.scenario.expect(
                "100 addresses over TCP", observed: "not after 20 s", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
        stage.scenario.say("\(name) has 100 addresses over TCP")
        return name
    }

    private static let garbage: [Case] = [
        ClusterDNSComponent.story(
            "garbage", "A server MUST go on answering after bytes that are no message, over UDP and over TCP.",
            source: "https://www.rfc-editor.org/rfc/rfc9267"
        ) { stage in
            let address = try await stage.service("default/web")
            let fine = Wire.bytes(of: stage.query("web.default.svc.cluster.local", .a))
            // A pointer to itself, one that leads forward, a label that isn't all there, half a header.
            let head = Array(fine.prefix(12))
            for bad in [
                head + [0xc0, 12, 0, 1, 0, 1], head + [0xc0, 14, 0xc0, 12, 0, 1], head + [60, 97],
                Array(head.prefix(6)),
            ] {
                stage.scenario.say("somebody sends \(hexadecimal(bad))")
                _ = try await stage.exchange(bad, over: .udp, patience: 100)
                _ = try await stage.exchange(bad, over: .tcp, patience: 100)
            }
            try await stage.expect("web.default.svc.cluster.local", .a, address)
        },
        ClusterDNSComponent.story(
            "other-operation", "An operation that a server doesn't know MUST be answered with the code for that.",
            source: ClusterDNSComponent.request(1035, "4.1.1"),
            says: "Not Implemented - The name server does not support the requested kind of query."
        ) { stage in
            var query = stage.query("web.default.svc.cluster.local", .a)
            query.operation = 2
            let question = Wire.bytes(of: query)
            let answer = try Wire.read(try await stage.first { try await stage.exchange(question) })
            try stage.scenario.expect(
                "notImplemented", observed: "\(answer.code)",
                answer.code == .notImplemented && answer.identifier == query.identifier)
        },
        ClusterDNSComponent.story(
            "many-at-once", "Many questions at a time MUST each be answered.",
            source: ClusterDNSComponent.request(1035, "4.2.1")
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, address)
            let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...64 {
                    group.addTask {
                        let query = stage.query("web.default.svc.cluster.local", .a)
                        return try await stage.answer(to: query).map(AnswerText.text) == address
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            // UDP may lose a few.
            try stage.scenario.expect(
                "at least 60 of 64 are answered with \(address)", observed: "\(answered) are", answered >= 60)
        },
    ]
}
