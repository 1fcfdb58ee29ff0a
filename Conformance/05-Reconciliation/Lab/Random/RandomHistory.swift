internal import Conformance

/// A history of three objects, of which an informer sees parts: events, or after a 410 a list. What it tells is applied to a
/// second copy, which must become what the server has.
enum RandomHistory {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            var story = try await Story(scenario)
            var world = Server()
            try await list(&story, &world)
            for _ in 1...15 { try await step(&story, &world, &random) }
        }
    }

    private static func step(_ story: inout Story, _ world: inout Server, _ random: inout Randomness) async throws {
        let isWatched = random.happens(3, in: 4)
        let events = (0..<random.int(in: 1...4)).map { _ in world.happen(&random) }
        if isWatched {
            for event in events { try await story.expect("sees \(event.line)", world.apply(event)) }
        } else {
            try await story.expect("gone", "at once")
            try await story.expect("asks", "list")
            try await list(&story, &world)
        }
        try await story.expect("asks", "watch \(world.version)")
        try await story.expect("known", world.copy.isEmpty ? "nothing" : world.text)
    }

    private static func list(_ story: inout Story, _ world: inout Server) async throws {
        let items = world.objects.sorted { $0.key < $1.key }.map { "\($0.value.name)@\($0.value.version) " }.joined()
        try await story.expect("lists \(items)at \(world.version)", world.relist())
    }

    private struct Object: Hashable {
        /// With the number of the life that it is in: `a~2`.
        var name: String
        var version: Int
        var key: String { String(name.prefix { $0 != "~" }) }
    }

    private struct Event {
        let line: String
        let object: Object
        let isGone: Bool
    }

    private struct Server {
        var objects: [String: Object] = [:]
        /// What the informer must show.
        var copy: [String: Object] = [:]
        var version = 1

        var text: String {
            copy.values.sorted { $0.key < $1.key }.map { "\($0.key)@\($0.version)" }.joined(separator: " ")
        }

        mutating func happen(_ random: inout Randomness) -> Event {
            version += 1
            let key = random.pick(["a", "b", "c"])
            if var old = objects[key] {
                old.version = version
                let isGone = random.happens(1, in: 2)
                objects[key] = isGone ? nil : old
                return Event(
                    line: "\(isGone ? "deleted" : "modified") \(old.name)@\(version)", object: old, isGone: isGone)
            }
            let new = Object(name: "\(key)~\(version)", version: version)
            objects[key] = new
            return Event(line: "added \(new.name)@\(version)", object: new, isGone: false)
        }

        /// - Returns: the change that must come out.
        mutating func apply(_ event: Event) -> String {
            let (object, old) = (event.object, copy[event.object.key])
            copy[object.key] = event.isGone ? nil : object
            if event.isGone { return "-\(object.key)@\(object.version)" }
            return old.map { "\($0.key)@\($0.version)>\(object.version)" } ?? "+\(object.key)@\(object.version)"
        }

        mutating func relist() -> String {
            var words = copy.values.filter { objects[$0.key] == nil }.sorted { $0.key < $1.key }.map {
                "-\($0.key)@\($0.version)"
            }
            for new in objects.values.sorted(by: { $0.key < $1.key }) {
                guard let old = copy[new.key] else {
                    words.append("+\(new.key)@\(new.version)")
                    continue
                }
                if old.name != new.name {
                    words += ["-\(old.key)@\(old.version)", "+\(new.key)@\(new.version)"]
                } else if old != new {
                    words.append("\(old.key)@\(old.version)>\(new.version)")
                }
            }
            copy = objects
            return words.isEmpty ? "nothing" : words.joined(separator: " ")
        }
    }
}
