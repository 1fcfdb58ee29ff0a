internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Step 4: messages as bytes.
enum WireCases {
    static let topic = Topic(
        step: 4, name: "wire", source: Topic.request(1035, "4.1"),
        invariant: "What is written reads as what was meant; what isn't a message is refused, whatever it is.",
        look: "Messages/MessageReader.swift, MessageWriter.swift")

    static let all: [Case] =
        reading + refusing + writing + limits + [
            topic.random(
                "random", must: "Any message MUST come back from its bytes as it was.", RandomMessages.roundTrips),
            topic.random(
                "garbage", must: "Bytes that are changed or cut MUST be read or refused, and nothing worse.",
                RandomMessages.garbage),
        ]

    private static let reading = [
        topic.wire(
            "question", must: "A question MUST be read.", look: "Messages/MessageReader.swift",
            """
            read 0007 0000 0001 0000 0000 0000 03 'web' 05 'local' 00 0001 0001 → 7, ? web.local. IN A
            """),
        topic.wire(
            "flags", must: "Each flag of the header MUST be read from its own bit.",
            source: Topic.request(1035, "4.1.1"), look: "the first lines of reading",
            """
            read 0007 8000 0000 0000 0000 0000 → 7, response
            read 0007 0400 0000 0000 0000 0000 → 7, authoritative
            read 0007 0200 0000 0000 0000 0000 → 7, truncated
            read 0007 0100 0000 0000 0000 0000 → 7, recursionDesired
            read 0007 0080 0000 0000 0000 0000 → 7, recursionAvailable
            read 0007 2003 0000 0000 0000 0000 → 7, operation 4, code 3
            """),
        topic.wire(
            "pointer", must: "A name that ends in a pointer MUST go on where that leads.",
            weight: 2, source: Topic.request(1035, "4.1.4"), says: "a sequence of labels ending with a pointer",
            look: "MessageReader.name",
            """
            read 0007 8000 0001 0001 0000 0000 03 'web' 05 'local' 00 0001 0001 c00c 0001 0001 00000005 0004 0a600014 → 7, response, ? web.local. IN A, answer web.local. 5 IN A 10.96.0.20
            read 0007 8000 0001 0001 0000 0000 03 'web' 05 'local' 00 0001 0001 02 'db' c010 0001 0001 00000005 0004 0a600014 → 7, response, ? web.local. IN A, answer db.local. 5 IN A 10.96.0.20
            read 0007 8000 0001 0001 0000 0000 03 'web' 05 'local' 00 0005 0001 c00c 0005 0001 00000005 0005 02 'db' c010 → 7, response, ? web.local. IN CNAME, answer web.local. 5 IN CNAME db.local.
            """),
        topic.wire(
            "pointer-to-pointer",
            must: "A pointer MAY lead to a name that ends in a pointer itself, and MUST be followed.",
            source: Topic.request(1035, "4.1.4"), look: "MessageReader.name",
            """
            read 0007 8000 0001 0002 0000 0000 03 'web' 05 'local' 00 0001 0001 02 'db' c010 0001 0001 00000005 0004 0a600014 01 'a' c01b 0001 0001 00000005 0004 0a600015 → 7, response, ? web.local. IN A, answer db.local. 5 IN A 10.96.0.20, answer a.db.local. 5 IN A 10.96.0.21
            """),
        topic.wire(
            "root", must: "The root's name MUST be read as a name without labels.", source: Topic.request(1035, "3.1"),
            """
            read 0007 0000 0001 0000 0000 0000 00 0002 0001 → 7, ? . IN NS
            """),
        topic.wire(
            "any-byte", must: "A label MAY hold any byte, a dot among them, which MUST NOT end it.",
            source: Topic.request(2181, "11"), says: "labels must be 63 octets or less",
            look: "a label is bytes, not text",
            """
            read 0007 0000 0001 0000 0000 0000 03 'a.b' 01 'c' 00 0001 0001 → 7, ? a\\.b.c. IN A
            read 0007 0000 0001 0000 0000 0000 02 00ff 00 0001 0001 → 7, ? \\000\\255. IN A
            """),
    ]

    private static let refusing = [
        topic.wire(
            "too-early", must: "A message that ends too early MUST be refused.",
            """
            read → refused
            read 0007 00 → refused
            read 0007 0000 0001 0000 0000 0000 03 'web' 05 'loc' → refused
            read 0007 0000 0001 0000 0000 0000 03 'web' 00 0001 → refused
            """),
        topic.wire(
            "pointer-loop", must: "A pointer that doesn't lead to what stands before it MUST be refused.",
            weight: 2, source: Topic.request(1035, "4.1.4"), says: "a pointer to a prior occurance of the same name",
            look: "where may a pointer lead, so that reading a name always ends?",
            """
            read 0007 0000 0001 0000 0000 0000 c00c 0001 0001 → refused
            read 0007 0000 0001 0000 0000 0000 c00e 03 'web' 00 0001 0001 → refused
            read 0007 0000 0001 0000 0000 0000 01 'a' c00c 0001 0001 → refused
            """),
        topic.wire(
            "label-length", must: "A length of 64 to 191 is neither a label nor a pointer and MUST be refused.",
            source: Topic.request(1035, "4.1.4"), says: "The 10 and 01 combinations are reserved for future use.",
            """
            read 0007 0000 0001 0000 0000 0000 40 \(String(repeating: "61", count: 64)) 00 0001 0001 → refused
            read 0007 0000 0001 0000 0000 0000 80 00 0001 0001 → refused
            """),
        topic.wire(
            "name-length", must: "A name of more than 255 bytes MUST be refused.",
            source: Topic.request(1035, "2.3.4"), says: "names: 255 octets or less",
            """
            read 0007 0000 0001 0000 0000 0000 \(label(63) + label(63) + label(63) + label(61)) 00 0001 0001 → 7, ? \(name([63, 63, 63, 61])) IN A
            read 0007 0000 0001 0000 0000 0000 \(label(63) + label(63) + label(63) + label(62)) 00 0001 0001 → refused
            """),
    ]

    private static func label(_ length: Int) -> String {
        "\(hexadecimal([UInt8(length)]))\(String(repeating: "61", count: length))"
    }

    private static func name(_ lengths: [Int]) -> String {
        lengths.map { String(repeating: "a", count: $0) + "." }.joined()
    }

    private static let writing = [
        topic.wire(
            "write-question", must: "A message MUST be written so that another reads it.",
            """
            write 7, ? web.local. IN A → itself
            write 7, response, authoritative, ? web.local. IN A, answer web.local. 5 IN A 10.96.0.20 → itself
            write 7, response, code 3, ? a\\.b.local. IN A → itself
            """),
        topic.wire(
            "write-flags", must: "Each flag MUST be written into its own bit.", source: Topic.request(1035, "4.1.1"),
            """
            write 7, authoritative → itself
            write 7, truncated → itself
            write 7, recursionDesired → itself
            write 7, recursionAvailable → itself
            write 7, response, operation 4, code 5 → itself
            """),
        topic.wire(
            "write-records", must: "Each type of record MUST be written in its form, and with its length.",
            source: Topic.request(1035, "3.3"),
            """
            write 7, ? web.local. IN AAAA, answer web.local. 5 IN AAAA fd00::20 → itself
            write 7, ? a.local. IN A, answer a.local. 5 IN CNAME b.local., answer b.local. 5 IN A 10.0.0.1 → itself
            write 7, ? 1.in-addr.arpa. IN PTR, answer 1.in-addr.arpa. 5 IN PTR web.local. → itself
            write 7, ? _a._tcp.web.local. IN SRV, answer _a._tcp.web.local. 5 IN SRV 0 100 80 web.local. → itself
            """),
        topic.wire(
            "repeats-itself", must: "A name that stands in the message already MUST be written as a pointer.",
            source: Topic.request(1035, "4.1.4"),
            says: "a domain name in a message can be represented as a pointer to a prior occurance of the same name",
            look: "MessageWriter.name",
            """
            write 7, ? web.local. IN A, answer web.local. 5 IN A 10.0.0.1, answer web.local. 5 IN A 10.0.0.2 → itself, in 59 bytes
            write 7, ? web.default.svc.cluster.local. IN CNAME, answer web.default.svc.cluster.local. 5 IN CNAME db.default.svc.cluster.local. → itself, in 64 bytes
            """),
        topic.wire(
            "host-in-full", must: "The host of an SRV record MUST NOT be compressed.",
            source: "https://www.rfc-editor.org/rfc/rfc2782",
            says:
                "Unless and until permitted by future standards action, name compression is not to be used for this field.",
            look: "MessageWriter.name(_:isCompressed:)",
            """
            write 7, ? _a._tcp.web.local. IN SRV, answer _a._tcp.web.local. 5 IN SRV 0 100 80 web.local., additional web.local. 5 IN A 10.0.0.1 → itself
            """),
        topic.make(
            "spelling", must: "The question MUST be written letter by letter as it was read.",
            says: "case preserved on output", source: Topic.request(4343, "4.1"), look: "MessageWriter.name"
        ) { scenario in
            let message = try MessageText.message("7, ? WEB.Local. IN A, answer web.local. 5 IN A 10.0.0.1")
            let written = try await WireStory.write(message, limit: 65535, scenario)
            try scenario.expect(
                "the question WEB.Local. IN A", observed: MessageText.text(written),
                written.question?.name.labels == ["WEB", "Local"] && written.answers == message.answers)
        },
    ]

    private static let limits = [
        topic.make(
            "truncated", must: "A message that has no room for its answers MUST say so, and keep within the limit.",
            says:
                "Messages carried by UDP are restricted to 512 bytes. Longer messages are truncated and the TC bit is set "
                + "in the header.", weight: 2, source: Topic.request(1035, "4.2.1"), look: "DNSMessage.bytes(limit:)"
        ) { scenario in
            var message = try MessageText.message("7, response, authoritative, ? db.local. IN A, takes 1232")
            message.answers = (1...100).map {
                Record(DomainName("db.local"), .address(.v4(IPv4Address(0x0a00_0000 + UInt32($0)))), timeToLive: 5)
            }
            let short = try await WireStory.write(message, limit: 512, scenario)
            try scenario.expect(
                "truncated, with its question and what its sender takes", observed: MessageText.text(short),
                short.isTruncated && short.question == message.question && short.payloadSize == 1232)
            let whole = try await WireStory.write(message, limit: 4096, scenario)
            try scenario.expect(
                "with room for all, all 100, and not truncated", observed: "\(whole.answers.count) answers",
                whole.answers.count == 100 && !whole.isTruncated)
        },
        topic.make(
            "additional-first", must: "Additional records that have no room MUST be left out without truncation.",
            says:
                "The TC bit should not be set merely because some extra information could have been included, but there "
                + "was insufficient room.", source: Topic.request(2181, "9"), look: "DNSMessage.bytes(limit:)"
        ) { scenario in
            var message = try MessageText.message("7, response, ? _a._tcp.db.local. IN SRV")
            message.answers = [
                Record(
                    DomainName("_a._tcp.db.local"),
                    .service(priority: 0, weight: 0, port: 1, target: DomainName("db.local")), timeToLive: 5)
            ]
            message.additional = (1...100).map {
                Record(DomainName("db.local"), .address(.v4(IPv4Address(0x0a00_0000 + UInt32($0)))), timeToLive: 5)
            }
            let short = try await WireStory.write(message, limit: 512, scenario)
            try scenario.expect(
                "the answer, not truncated", observed: MessageText.text(short),
                !short.isTruncated && short.answers == message.answers)
        },
    ]
}
