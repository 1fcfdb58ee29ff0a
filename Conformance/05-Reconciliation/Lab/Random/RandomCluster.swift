internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// States made up, their writes carried out, and the second look that must find nothing.
enum RandomStates {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let names = ["blue/a", "blue/b", "green/a", "red/a"]
        for _ in 1...15 {
            var story = try await Story(scenario)
            var (desired, observed, writes) = ([String: String](), [String: String](), [String]())
            for name in names {
                if random.happens(2, in: 3) { desired[name] = random.pick(["x=1", "x=2"]) }
                if random.happens(2, in: 3) { observed[name] = random.pick(["x=1", "x=2", "x=1 y=3"]) }
                switch (desired[name], observed[name]) {
                case (_?, nil): writes.append("create \(name)")
                case (nil, _?): writes.append("delete \(name)")
                case (let want?, let have?) where want != have: writes.append("update \(name)")
                default: break
                }
            }
            for (name, text) in desired.sorted(by: { $0.key < $1.key }) {
                try await story.perform("desired \(name) \(text)")
            }
            for (name, text) in observed.sorted(by: { $0.key < $1.key }) {
                try await story.perform("observed \(name)@1 \(text)")
            }
            try await story.expect("writes", writes.isEmpty ? "nothing" : writes.sorted().joined(separator: ", "))
            for write in writes where !write.hasPrefix("delete") {
                let name = String(write.split(separator: " ")[1])
                try await story.expect("written \(name)", desired[name] ?? "")
            }
        }
    }
}

/// A cluster in which anything happens, seen late, in parts, or not at all; at the end there must be what the contract's
/// seven sentences say, worked out here from what the server has.
enum RandomCluster {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...6 {
            var world = World(core: try await CoreUnderTest(scenario.worker()))
            scenario.say("a new cluster")
            for name in ["kube", "blue", "green", "red"] { try happen("namespace \(name) team=web", &world, scenario) }
            for _ in 1...40 {
                switch random.int(in: 1...12) {
                case 1...4: try happen(event(&random, world), &world, scenario)
                case 5...8: try await world.deliver()
                case 9...10: try await world.work(&random, now: 0)
                case 11 where random.happens(1, in: 3):
                    scenario.say("another controller is started")
                    try await world.restart()
                default:
                    world.isCut.toggle()
                    if !world.isCut { try await world.list() }
                }
            }
            try await world.list()
            try scenario.expect("it comes to rest", observed: "it writes for ever", try await world.settle(now: 0))
            try check(world, scenario)
        }
    }

    private static func event(_ random: inout Randomness, _ world: World) -> String {
        let space = random.pick(["kube", "blue", "green", "red"])
        switch random.int(in: 1...8) {
        case 1: return "namespace \(space) team=\(random.pick(["web", "db"]))"
        case 2, 3: return "configmap kube/motd to:team=\(random.pick(["web", "db"])) text=\(random.int(in: 1...3))"
        case 4: return "configmap shop/motd to:team=\(random.pick(["web", "db"])) text=\(random.int(in: 4...6))"
        case 5: return "configmap \(random.pick(["blue", "green"]))/motd text=mine"
        case 6: return "delete \(space)/motd"
        case 7:
            return world.server.configMaps["\(space)/motd"] == nil ? "delete kube/motd" : "edit \(space)/motd text=9"
        default: return "edit \(space)/motd seen:yes"
        }
    }

    private static func happen(_ line: String, _ world: inout World, _ scenario: Scenario) throws {
        let words = line.split(separator: " ").map(String.init)
        switch words[0] {
        case "namespace": world.server.put(try WorldTale.namespace(words.dropFirst(), line))
        case "delete": world.server.delete(words[1])
        case "edit":
            guard var object = world.server.configMaps[words[1]] else { return }
            try ObjectWords.apply(words.dropFirst(2), to: &object, line)
            world.server.put(object, isNew: false)
        default:
            let object = try ObjectWords.configMap(words.dropFirst(), line)
            // Nobody makes a copy into something else by hand.
            if world.server.configMaps[object.key]?.sourceKey != nil { return }
            world.server.put(object, isNew: world.server.configMaps[object.key] == nil)
        }
        scenario.say(line)
    }

    private static func check(_ world: World, _ scenario: Scenario) throws {
        let (maps, spaces) = (world.server.configMaps, world.server.namespaces)
        for space in spaces.values.sorted(by: { $0.name < $1.name }) {
            let there = maps["\(space.name)/motd"]
            let wanting = maps.values.filter { source in
                source.metadata.labels[ConfigMap.copiedFrom] == nil && source.namespace != space.name
                    && source.metadata.annotations[ConfigMap.copyTo] == "team=\(space.metadata.labels["team"] ?? "")"
            }
            let texts = wanting.map { "\($0.data["text"] ?? "") from \($0.namespace)" }.sorted()
            let isForeign = there != nil && there?.metadata.labels[ConfigMap.copiedFrom] == nil
            let found = there.map { "\($0.data["text"] ?? "") from \($0.metadata.labels[ConfigMap.copiedFrom] ?? "")" }
            let isRight = isForeign || (texts.isEmpty ? found == nil : found.map(texts.contains) ?? false)
            try scenario.expect(
                texts.isEmpty
                    ? "no copy in \(space.name)" : "in \(space.name) a copy: \(texts.joined(separator: " | "))",
                observed: found ?? "there is none", isRight)
        }
    }
}
