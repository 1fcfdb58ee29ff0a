internal import Conformance

/// Step 1: a record says whether it is whole, and whether it is the next one.
enum RecordCases {
    static let topic = Topic(
        step: 1, name: "record", page: "https://pkg.go.dev/go.etcd.io/etcd/server/v3/storage/wal",
        invariant:
            "A record is opened only if every byte of it is as it was written, right behind the record before it.",
        look: "Log/Frame.swift: what is the checksum over, and what is compared before a frame is believed?")

    static let all =
        whole + chain + [
            topic.random(
                "any-byte", must: "A record with any byte wrong MUST NOT be opened.",
                says: "The CRC contains the CRC32 value of all record protobufs preceding the current record.", anyByte),
            topic.random("any-cut", must: "A record that is cut off anywhere MUST NOT be opened.", anyCut),
        ]

    private static let whole = [
        topic.file(
            "round-trip", must: "What was recorded MUST be what is opened.", weight: 2,
            """
            file
            record hello
            record world
            read
            → hello, world
            """),
        topic.file(
            "empty-and-long", must: "A record MAY hold nothing, or a lot, and MUST give it back.",
            """
            file
            record empty
            record long
            record hello
            read
            → empty, long, hello
            """),
        topic.file(
            "flipped-bit", must: "A record with a wrong bit MUST NOT be opened.", weight: 2,
            """
            file
            record hello
            record world
            flip 2
            read
            → hello
            """),
        topic.file(
            "rest-ignored", must: "What stands behind a record MUST NOT matter for it.",
            """
            file
            record hello
            text world
            read
            → hello
            """),
    ]

    private static let chain = [
        topic.file(
            "swapped", must: "Records in another order MUST NOT be opened.",
            look: "Log/Frame.swift: what of the record before goes into a checksum?",
            """
            file
            record hello
            record world
            swap 1 2
            read
            → no record
            """),
        topic.file(
            "lost", must: "A record MUST NOT be opened when the one before it is missing.",
            look: "Log/Frame.swift: what of the record before goes into a checksum?",
            """
            file
            record hello
            record world
            record again
            drop 2
            read
            → hello
            """),
        topic.file(
            "repeated", must: "A record that stands twice MUST be opened once.",
            """
            file
            record hello
            record world
            repeat 2
            read
            → hello, world
            """),
        topic.file(
            "equal-payloads", must: "Records that hold the same MUST be told apart by their places.",
            """
            file
            record hello
            record hello
            record hello
            drop 1
            read
            → no record
            """),
        topic.file(
            "other-file", must: "A record of another file MUST NOT be opened.",
            look: "Log/Frame.swift: what is the salt for?",
            """
            file
            record hello
            foreign world
            read
            → hello
            """),
        topic.file(
            "other-file-first", must: "The first record of another file MUST NOT be opened as this one's.",
            look: "Log/Frame.swift: what is the salt for?",
            """
            file
            foreign hello
            read
            → no record
            """),
    ]

    @Sendable private static func anyByte(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try LogStory(scenario)
        for _ in 0..<40 {
            try await story.tell("file salt=\(random.int(in: 1...1000))\nrecord hello\nrecord world")
            let byte = random.int(in: 0...story.lengths.records[1] - 1)
            try await story.tell("flip 2 byte=\(byte)\nread\n→ hello")
        }
    }

    @Sendable private static func anyCut(_ scenario: Scenario) async throws {
        var story = try LogStory(scenario)
        try await story.tell("file\nrecord hello\nrecord world")
        for cut in 1...story.lengths.records[1] {
            try await story.tell("file\nrecord hello\nrecord world\ncut \(cut)\nread\n→ hello")
        }
    }
}
