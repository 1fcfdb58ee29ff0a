internal import API
internal import Conformance
internal import NodesContract
internal import Schema

/// The rules for zones a second time, naively, in whole numbers where that is possible. Nothing here is shared with any
/// controller.
enum NaiveZones {
    static func zone(of node: Node, among nodes: [Node], _ configuration: NodesConfiguration) -> Zone {
        let name = name(of: node)
        return all(nodes, configuration).first { $0.name == name } ?? Zone()
    }

    static func all(_ nodes: [Node], _ configuration: NodesConfiguration) -> [Zone] {
        var zones: [Zone] = []
        for name in Set(nodes.map(name)).sorted() {
            let members = nodes.filter { Self.name(of: $0) == name }
            let bad = members.filter { !isReady($0) }.count
            // In hundredths: 55 of 100.
            let isPartial = bad >= 3 && 100 * bad >= Int(configuration.unhealthyZoneThreshold * 100) * members.count
            let state: ZoneState = bad == members.count ? .fullDisruption : isPartial ? .partialDisruption : .normal
            let isLarge = members.count > configuration.largeClusterSizeThreshold
            let slow = isLarge ? configuration.secondaryNodeEvictionRate : 0
            zones.append(
                Zone(name, state, evictionRate: state == .partialDisruption ? slow : configuration.nodeEvictionRate))
        }
        if !nodes.contains(where: isReady) { for index in zones.indices { zones[index].evictionRate = 0 } }
        return zones
    }

    private static func isReady(_ node: Node) -> Bool {
        node.status.conditions.contains { $0.type == .ready && $0.status == .true }
    }

    private static func name(of node: Node) -> String {
        let region = node.metadata.labels["topology.kubernetes.io/region"] ?? ""
        return region + "/" + (node.metadata.labels["topology.kubernetes.io/zone"] ?? "")
    }

    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...15 {
            var story = try await Story(scenario)
            try await story.perform("controller large=\(random.int(in: 3...8))")
            let bad = random.int(in: 0...10)
            for number in 1...random.int(in: 1...14) {
                let zone = random.pick(["eu/a", "eu/b", "us/a"])
                let ready = random.int(in: 1...10) <= bad ? random.pick(["False", "Unknown"]) : "True"
                try await story.perform("node n\(number) zone=\(zone) ready=\(ready)")
            }
            try await story.expect("zones", Words.text(all(story.nodes, story.configuration)))
        }
    }
}
