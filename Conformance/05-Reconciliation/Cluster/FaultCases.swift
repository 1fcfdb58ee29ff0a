internal import API
internal import Client
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// The seven sentences, while everything goes wrong.
enum FaultCases {
    static let all = cuts + deaths + crowds

    private static let level =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/controllers.md"
    private static let gone = "https://kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses"
    private static let says =
        "Level driven, not edge driven. Just like having a shell script that isn't running all the time, your controller "
        + "may be off for an indeterminate amount of time before running again."

    private static let cuts = [
        ReconciliationComponent.story(
            "cut-off", "What happens while a controller is cut off MUST be made up for.", source: level, says: says
        ) { program, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
            program.cut()
            try await stage.write("bye", in: "kube")
            try await stage.delete(in: "blue")
            try await stage.namespace("red", team: "web")
            try program.mend()
            try await stage.expectCopies(["blue": "bye", "green": "bye", "red": "bye"])
        },
        ReconciliationComponent.story(
            "cut-again-and-again", "A controller MUST come through any number of broken connections.", source: level
        ) { program, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "0")
            for round in 1...5 {
                program.cut()
                try await stage.write("\(round)", in: "kube")
                try program.mend()
                try await Task.sleep(for: .milliseconds(200))
            }
            try await stage.expectCopies(["blue": "5"])
        },
        ReconciliationComponent.story(
            "too-old", "When its version is too old (410), a controller MUST list again, and miss nothing.",
            source: gone,
            says: "clients must handle the case by recognizing the status code 410 Gone, clearing their local cache, "
                + "performing a new get or list operation, and starting the watch from the resourceVersion that was returned."
        ) { program, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.source("news", to: "web", text: "old news")
            try await stage.expectCopies(["blue": "old news", "green": "old news"], named: "news")
            program.cut()
            try await stage.delete(in: "kube")
            try await stage.delete("news", in: "green")
            try await stage.age()
            try program.mend()
            try await stage.expectCopies([:], named: "motd")
            try await stage.expectCopies(["blue": "old news", "green": "old news"], named: "news")
        },
    ]

    private static let deaths = [
        ReconciliationComponent.story(
            "started-late", "A controller that is started late MUST do what is missing.", source: level, says: says,
            isStarted: false
        ) { program, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "hello")
            try program.start()
            try await stage.expectCopies(["blue": "hello"])
        },
        ReconciliationComponent.story(
            "gone-while-dead", "Copies whose source has gone while the controller was dead MUST be deleted.",
            source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/",
            says: "Cross-namespace owner references are disallowed by design."
        ) { program, stage in
            for name in ["blue", "green"] { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try await stage.expectCopies(["blue": "hello", "green": "hello"])
            program.kill()
            try await stage.delete(in: "kube")
            try program.start()
            try await stage.expectCopies([:])
        },
        ReconciliationComponent.story(
            "killed-at-work", "A controller that is killed in the middle of its work MUST end it when it is back.",
            source: level, isStarted: false
        ) { program, stage in
            let names = (1...20).map { "n\($0)" }
            for name in names { try await stage.namespace(name, team: "web") }
            try await stage.source(to: "web", text: "hello")
            try program.start()
            try await stage.eventually("the first copy is there") {
                for name in names where try await stage.find(in: name) != nil { return (true, "") }
                return (false, "there is none")
            }
            program.kill()
            try program.start()
            try await stage.expectCopies([String: String](names.map { ($0, "hello") }) { $1 })
        },
    ]

    private static let crowds = [
        ReconciliationComponent.story(
            "conflicts", "A write that is refused because somebody else was faster MUST be decided anew.",
            source: "https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions"
        ) { _, stage in
            try await stage.namespace("blue", team: "web")
            try await stage.source(to: "web", text: "0")
            try await stage.expectCopies(["blue": "0"])
            stage.scenario.say("source and copy are changed forty times, at the same time")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 1...40 { try await stage.quietly(in: "kube", ["data": ["text": "\(round)"]]) }
                }
                group.addTask {
                    for round in 1...40 {
                        try await stage.quietly(in: "blue", ["metadata": ["labels": ["round": "\(round)"]]])
                    }
                }
                try await group.waitForAll()
            }
            try await stage.expectCopies(["blue": "40"])
            let label = try await stage.find(in: "blue")?.metadata.labels["round"]
            try stage.scenario.expect("the other's label", label, equals: "40")
        },
        ReconciliationComponent.story(
            "storm", "Whatever happens, in the end there MUST be the copies that should be.", source: level,
            isSeeded: true
        ) { program, stage in
            var random = stage.scenario.randomness()
            var storm = Storm()
            for name in ["blue", "green", "red"] { try await stage.namespace(name, team: "web") }
            for _ in 1...30 { try await storm.step(program, stage, &random) }
            try program.mend()
            if !storm.isRunning { try program.start() }
            try await stage.expectCopies(storm.expected)
        },
    ]
}

/// Anything, at any time; and what must come of it.
private struct Storm {
    var isRunning = true
    private var isCut = false
    private var text: String?
    private var teams = ["blue": "web", "green": "web", "red": "web"]

    var expected: [String: String] {
        guard let text else { return [:] }
        return teams.filter { $0.value == "web" }.mapValues { _ in text }
    }

    mutating func step(_ program: CopyProgram, _ stage: CopyStage, _ random: inout Randomness) async throws {
        let name = random.pick(["blue", "green", "red"])
        switch random.int(in: 1...8) {
        case 1:
            if isRunning { program.kill() } else { try program.start() }
            isRunning.toggle()
        case 2, 3:
            if isCut { try program.mend() } else { program.cut() }
            isCut.toggle()
        case 4:
            let team = random.pick(["web", "db"])
            teams[name] = team
            try await stage.relabel(name, team: team)
        case 5 where try await stage.find(in: name)?.sourceKey != nil:
            try await stage.remove(in: name)
        case 6 where text != nil:
            try await stage.delete(in: "kube")
            text = nil
        default:
            let next = "\(random.int(in: 1...1000))"
            if text == nil {
                try await stage.source(to: "web", text: next)
            } else {
                try await stage.write(next, in: "kube")
            }
            text = next
        }
        try await Task.sleep(for: .milliseconds(random.int(in: 0...150)))
    }
}

extension CopyStage {
    /// Without a sentence in the story.
    func quietly(in place: String, _ patch: JSON) async throws {
        _ = try await client.patch(ConfigMap.self, "motd", namespace: space(place), .merge(patch))
    }

    /// Deletes a copy, unless the controller does so at the same moment.
    func remove(in place: String) async throws {
        do { try await delete(in: place) } catch let status as Status where status.isNotFound {}
    }

    /// The copies of one source among several.
    func expectCopies(_ expected: [String: String], named name: String) async throws {
        try await eventually("of \(name) \(Self.sentence(expected))") {
            let options = ListOptions(labelSelector: "\(ConfigMap.copiedFrom)=\(space("kube"))")
            let copies = try await client.list(ConfigMap.self, options).items.filter { $0.name == name }
            let found = [String: String](
                copies.map { (String($0.namespace.dropLast(tag.count + 1)), $0.data["text"] ?? "") }
            ) { $1 }
            return (found == expected, "there are \(Self.sentence(found))")
        }
        scenario.say("there are the copies of \(name) that should be")
    }

    /// Writes so much that an API server doesn't remember what was before; how much that takes is its own affair.
    func age() async throws {
        let before = try await client.list(ConfigMap.self, ListOptions(namespace: space("kube"))).metadata
            .resourceVersion
        try await stranger("ballast", in: "kube", text: "")
        for round in 0..<16 {
            let text = String(repeating: "\(round % 10)", count: 900_000)
            _ = try await client.patch(
                ConfigMap.self, "ballast", namespace: space("kube"), .merge(["data": ["text": .string(text)]]))
        }
        let isForgotten = try await isTooOld(before)
        scenario.say(
            "somebody writes 14 MB; version \(before) \(isForgotten ? "is too old now" : "is still remembered")")
        try await delete("ballast", in: "kube")
    }

    private func isTooOld(_ version: String) async throws -> Bool {
        do {
            let options = ListOptions(namespace: space("kube"))
            for try await _ in try await client.watch(ConfigMap.self, options, from: version, seconds: 2) {
                return false
            }
            return false
        } catch let status as Status where status.isGone { return true }
    }
}
