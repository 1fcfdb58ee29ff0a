internal import Conformance

/// Made-up roles and bindings in a small world, of which everything that is permitted can be listed.
enum RandomPolicies {
    private static let users = ["jane": ["dev"], "joe": ["dev", "ops"]]
    private static let verbs = ["get", "list"]
    private static let resources = ["pods", "pods/log", "secrets"]
    private static let names = ["", "web"]
    private static let namespaces = ["", "default", "other"]

    /// A rule, by what it says: each list may have `*`; no names are all names.
    private struct Rule {
        var verbs: [String]
        var resources: [String]
        var names: [String]

        var words: String {
            "verbs=\(verbs.joined(separator: ",")) resources=\(resources.joined(separator: ","))"
                + (names.isEmpty ? "" : " names=\(names.joined(separator: ","))")
        }

        /// Everything in the world that it permits in a namespace.
        func permitted(in namespace: String) -> Set<String> {
            var all: Set<String> = []
            for verb in RandomPolicies.verbs where verbs == ["*"] || verbs.contains(verb) {
                for resource in RandomPolicies.resources where resources == ["*"] || resources.contains(resource) {
                    for name in RandomPolicies.names where names.isEmpty || names.contains(name) {
                        all.insert(RandomPolicies.wish(verb, resource, name, namespace))
                    }
                }
            }
            return all
        }
    }

    private static func wish(_ verb: String, _ resource: String, _ name: String, _ namespace: String) -> String {
        let parts = resource.split(separator: "/")
        let place = namespace.isEmpty ? "" : " in=\(namespace)"
        return "\(verb) \(parts[0])/\(name)\(parts.count > 1 ? "/\(parts[1])" : "")\(place)"
    }

    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...4 {
            var story = try Story(scenario)
            let permitted = try await makePolicy(&story, &random)
            for _ in 1...20 {
                let user = random.pick(users.keys.sorted())
                let wanted = wish(
                    random.pick(verbs), random.pick(resources), random.pick(names), random.pick(namespaces))
                let groups = (users[user] ?? []).joined(separator: ",")
                let isPermitted = permitted[user]?.contains(wanted) == true
                try await story.expect("may \(user) groups=\(groups) \(wanted)", isPermitted ? "yes" : "no")
            }
        }
    }

    /// - Returns: by user, everything that is permitted.
    private static func makePolicy(
        _ story: inout Story, _ random: inout Randomness
    ) async throws -> [String: Set<String>] {
        var permitted: [String: Set<String>] = [:]
        for number in 1...5 {
            let rule = Rule(
                verbs: random.pick([["*"], ["get"], ["list"]]),
                resources: random.pick([["*"], ["pods"], ["pods/log"], ["secrets", "pods"]]),
                names: random.pick([[], [], ["web"]]))
            let (subject, whom) = random.pick([
                ("user:jane", ["jane"]), ("group:dev", ["jane", "joe"]), ("group:ops", ["joe"]), ("user:ops", []),
            ])
            let place = random.pick(["default", "other"])
            let isEverywhere = random.happens(1, in: 3)
            if isEverywhere {
                try await story.perform("clusterrole r\(number) \(rule.words)")
                try await story.perform("clusterbind r\(number) to \(subject)")
            } else {
                try await story.perform("role r\(number) \(rule.words) in=\(place)")
                try await story.perform("bind r\(number) to \(subject) in=\(place)")
            }
            for namespace in isEverywhere ? namespaces : [place] {
                for user in whom { permitted[user, default: []].formUnion(rule.permitted(in: namespace)) }
            }
        }
        return permitted
    }
}
