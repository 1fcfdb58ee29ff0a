internal import Conformance

/// Step 2: what a crash leaves behind.
enum RecoveryCases {
    static let topic = Topic(
        step: 2, name: "recovery", page: "learning/api_guarantees/",
        invariant: "What was acknowledged is given back, or the file is refused; what was torn was never acknowledged.",
        look: "Log/LogFrames.swift: is anything whole behind the first frame that isn't?")

    private static let durable = "Any completed operations are durable. All accessible data is also durable data."

    static let all =
        ends + middles + [
            topic.random(
                "every-cut", must: "Wherever the last record is cut off, those before it MUST be given back.",
                says: durable, everyCut),
            topic.random(
                "every-wrong-byte",
                must: "A wrong byte MUST be taken for a torn end in the last record, and for corruption before it.",
                says: durable, everyByte),
            topic.random(
                "random-crashes", must: "Exactly the records that were whole MUST be given back.", says: durable,
                crashes),
        ]

    private static let ends = [
        topic.file(
            "whole", must: "A file that is whole MUST give back all of its records.", says: durable, weight: 2,
            """
            file
            record hello
            record world
            recover
            → hello, world
            """),
        topic.file(
            "no-record", must: "A file without records MUST be fine.",
            """
            file
            recover
            → no record
            """),
        topic.file(
            "torn", must: "A last record that was cut off MUST be dropped, and the file be fine.", weight: 2,
            """
            file
            record hello
            record world
            cut 3
            recover
            → hello, torn
            """),
        topic.file(
            "only-torn", must: "A file with nothing but a torn record MUST be fine, and hold nothing.",
            """
            file
            record hello
            cut 1
            recover
            → no record, torn
            """),
        topic.file(
            "zeros", must: "Space that was set aside and never written MUST be taken for a torn end.",
            """
            file
            record hello
            zeros 4096
            recover
            → hello, torn
            """),
        topic.file(
            "torn-beginning", must: "A file that was cut off in its beginning MUST hold nothing.",
            """
            file
            recover
            → no record
            cut 5
            recover
            → nothing
            """),
        topic.file(
            "goes-on", must: "Behind what was given back, records MUST go on.", weight: 2,
            """
            file
            record hello
            record world
            cut 3
            recover
            → hello, torn
            go-on again
            recover
            → hello, again
            """),
    ]

    private static let middles = [
        topic.file(
            "corruption", must: "A broken record with a whole one behind it MUST be refused.", says: durable, weight: 2,
            """
            file
            record hello
            record world
            record again
            flip 2
            recover
            → corruption
            """),
        topic.file(
            "first-broken", must: "A broken first record MUST be refused when others follow.",
            """
            file
            record hello
            record world
            flip 1 byte=2
            recover
            → corruption
            """),
        topic.file(
            "missing", must: "A file in which a record is missing MUST be refused.",
            """
            file
            record hello
            record world
            record again
            drop 2
            recover
            → corruption
            """),
        topic.file(
            "earlier-file", must: "A torn end of a file behind which others were begun MUST be refused.", weight: 2,
            look: "Log/LogFrames.swift: a later file was begun only when this one was whole.",
            """
            file
            record hello
            record world
            cut 3
            recover earlier
            → corruption
            """),
        topic.file(
            "earlier-file-whole", must: "A whole file behind which others were begun MUST be fine.",
            """
            file
            record hello
            recover earlier
            → hello
            """),
        topic.file(
            "other-file", must: "A record of another file at the end MUST be taken for a torn end.",
            """
            file
            record hello
            foreign world
            recover
            → hello, torn
            """),
    ]

    @Sendable private static func everyCut(_ scenario: Scenario) async throws {
        var story = try LogStory(scenario)
        try await story.tell("file\nrecord hello\nrecord world")
        for cut in 1...story.lengths.records[1] - 1 {
            try await story.tell("file\nrecord hello\nrecord world\ncut \(cut)\nrecover\n→ hello, torn")
        }
    }

    @Sendable private static func everyByte(_ scenario: Scenario) async throws {
        var story = try LogStory(scenario)
        try await story.tell("file\nrecord hello\nrecord world")
        let lengths = story.lengths.records
        for (record, length) in lengths.enumerated() {
            let expected = record == lengths.count - 1 ? "hello, torn" : "corruption"
            for byte in 0..<length {
                try await story.tell(
                    "file\nrecord hello\nrecord world\nflip \(record + 1) byte=\(byte)\nrecover\n→ \(expected)")
            }
        }
    }

    @Sendable private static func crashes(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try LogStory(scenario)
        for _ in 0..<15 {
            let payloads = (1...random.int(in: 1...6)).map { "\($0)-\(random.int(in: 0...999_999))" }
            try await story.tell(
                "file salt=\(random.int(in: 1...99))\n" + payloads.map { "record \($0)\n" }.joined())
            let lengths = story.lengths.records
            var cut = random.int(in: 0...lengths.reduce(0, +))
            try await story.tell("cut \(cut)")
            var kept = payloads
            while let last = lengths.prefix(kept.count).last, cut > 0 {
                kept.removeLast()
                cut -= last
            }
            let found = kept.isEmpty ? "no record" : kept.joined(separator: ", ")
            try await story.tell("recover\n→ \(found)\(cut < 0 ? ", torn" : "")")
        }
    }
}
