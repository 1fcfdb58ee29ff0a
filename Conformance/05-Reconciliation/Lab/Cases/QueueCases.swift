internal import Conformance

/// Step 1: each key once, and never in two hands.
enum QueueCases {
    static let topic = Topic(
        step: 1, name: "queue", source: Page.client + "util/workqueue/queue.go",
        invariant:
            "A key that is dirty will be given out once more; a key that is processing is in one worker's hands.",
        look: "WorkQueue.swift: in which of `order`, `dirty` and `processing` is the key before, and after?")

    static let all =
        plain + delayed + [
            topic.random(
                "random", must: "No two workers MUST ever hold the same key, and no added key MUST be lost.",
                RandomQueue.tell)
        ]

    private static let plain = [
        topic.story(
            "in-order", must: "Keys MUST be given out in the order in which they were added.",
            """
            add a
            add b
            take → a
            take → b
            take → nothing
            """),
        topic.story(
            "once", must: "A key that is added several times before it is taken MUST be given out once.", weight: 2,
            says: "if an item is added multiple times before it can be processed, it will only be processed once.",
            """
            add a
            add b
            add a a a
            take → a
            done a
            take → b
            take → nothing
            """),
        topic.story(
            "not-in-two-hands", must: "A key MUST NOT be given out while a worker holds it.", weight: 2,
            says: "a single item will not be processed multiple times concurrently",
            """
            add a
            take → a
            add a
            take → nothing
            add b
            take → b
            take → nothing
            """),
        topic.story(
            "again-after-done", must: "A key that is added while a worker holds it MUST be given out again afterwards.",
            weight: 2, says: "it is allowed for an item to be reenqueued while it is being processed",
            look: "WorkQueue.swift: `done`. What has happened since the worker looked at the object?",
            """
            add a
            take → a
            add a
            done a
            take → a
            done a
            take → nothing
            """),
        topic.story(
            "done-forgets", must: "A key that nobody has added meanwhile MUST NOT come back when it is done.",
            """
            add a
            take → a
            done a
            take → nothing
            add a
            take → a
            """),
        topic.story(
            "behind-the-others", must: "A key that comes again MUST stand behind those that wait already.",
            """
            add a
            take → a
            add b
            add a
            done a
            add c
            take → b
            take → a
            take → c
            """),
        topic.story(
            "done-of-nobody", must: "Saying that a key is done which nobody holds MUST change nothing.",
            """
            add a
            done a
            take → a
            done b
            done b
            take → nothing
            """),
    ]

    private static let delayed = [
        topic.story(
            "delayed", must: "A key that is added for later MUST NOT be given out before its time.",
            source: Page.client + "util/workqueue/delaying_queue.go",
            """
            add a in=50
            take → nothing
            wait 49
            take → nothing
            wait 1
            take → a
            """),
        topic.story(
            "earliest-counts", must: "Of several times of one key the earliest MUST count.", weight: 2,
            source: Page.client + "util/workqueue/delaying_queue.go",
            says: "if the entry already exists, update the time only if it would cause the item to be queued sooner",
            """
            add a in=500
            add a in=100
            add a in=300
            deadline → 100
            wait 100
            take → a
            done a
            wait 1000
            take → nothing
            deadline → none
            """),
        topic.story(
            "by-time", must: "Delayed keys MUST be given out in the order of their times.",
            source: Page.client + "util/workqueue/delaying_queue.go",
            """
            add c in=30
            add a in=10
            add b in=20
            deadline → 10
            wait 30
            take → a
            take → b
            take → c
            """),
        topic.story(
            "due-but-held", must: "A key that falls due while a worker holds it MUST wait until the worker is done.",
            """
            add a
            take → a
            add a in=10
            wait 20
            take → nothing
            done a
            take → a
            """),
        topic.story(
            "now-and-later", must: "A key that is added for now and for later MUST be given out both times.",
            """
            add a in=50
            add a
            take → a
            done a
            take → nothing
            wait 50
            take → a
            """),
    ]
}

/// Step 2: what fails is tried again, later and later.
enum RetryCases {
    static let topic = Topic(
        step: 2, name: "retries", source: Page.client + "util/workqueue/default_rate_limiters.go",
        invariant: "A key waits for its own back-off and for its place among all, whichever is later.",
        look: "BackOff.swift, TokenBucket.swift, RateLimiter.swift")

    static let all = [
        topic.story(
            "doubles", must: "A key that fails again and again MUST wait twice as long each time, from 5 ms on.",
            weight: 2, look: "BackOff.swift: how long after the first failure, the second, the third?",
            """
            add a
            take → a
            fails a → 5
            wait 5
            take → a
            fails a → 10
            wait 10
            take → a
            fails a → 20
            wait 20
            take → a
            fails a → 40
            """),
        topic.story(
            "comes-again",
            must: "A key that has failed MUST be given out again when its delay is over, and not before.",
            """
            add a
            take → a
            fails a → 5
            wait 4
            take → nothing
            wait 1
            take → a
            """),
        topic.make(
            "at-most", must: "A key MUST NOT wait longer than 1000 s, however often it has failed.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/pull/31396",
            look: "BackOff.swift: 5 ms doubled forty times is more than a 64-bit number of nanoseconds holds."
        ) { scenario in
            var story = try await Story(scenario)
            scenario.say("key a fails 70 times, and each time it is waited for")
            for count in 0..<70 {
                try await story.perform(count == 0 ? "add a" : "wait 1000000")
                try await story.expect("take", "a")
                try await story.expect("fails a", "\(count < 18 ? 5 << count : 1_000_000)")
            }
        },
        topic.story(
            "success-forgets", must: "After a success the next failure of a key MUST count as its first.",
            """
            add a
            take → a
            fails a → 5
            wait 5
            take → a
            fails a → 10
            wait 10
            take → a
            succeeds a
            add a
            take → a
            fails a → 5
            """),
        topic.story(
            "each-for-itself", must: "One key's failures MUST NOT slow down another key.",
            """
            add a b
            take → a
            fails a → 5
            wait 5
            take → b
            fails b → 5
            wait 5
            take → a
            fails a → 10
            """),
        topic.make(
            "bucket", must: "All keys together MUST NOT be tried again more often than 100 at once and 10 a second.",
            weight: 2, look: "TokenBucket.swift: when is the bucket full again, and who finds none?"
        ) { scenario in
            var story = try await Story(scenario)
            scenario.say("103 keys fail at the same moment")
            for number in 1...103 {
                try await story.expect("fails k\(number)", "\(number <= 100 ? 5 : (number - 100) * 100)")
            }
        },
        topic.make(
            "bucket-fills", must: "After a while without failures as many retries as before MUST be possible at once."
        ) { scenario in
            var story = try await Story(scenario)
            scenario.say("100 keys fail; two seconds later 21 more do")
            for number in 1...121 {
                if number == 101 { try await story.perform("wait 2000") }
                try await story.expect("fails k\(number)", "\(number <= 120 ? 5 : 100)")
            }
        },
        topic.make(
            "bucket-is-full",
            must: "However long nothing has failed, no more than 100 retries MUST be possible at once.",
            look: "TokenBucket.swift: a bucket that is full doesn't get any fuller."
        ) { scenario in
            var story = try await Story(scenario)
            scenario.say("a key fails; ten minutes later 101 keys do")
            try await story.expect("fails k0", "5")
            try await story.perform("wait 600000")
            for number in 1...101 { try await story.expect("fails k\(number)", number <= 100 ? "5" : "100") }
        },
        topic.random(
            "random", must: "Each delay MUST follow from the failures of the key and of all keys.", RandomRetries.tell),
    ]
}
