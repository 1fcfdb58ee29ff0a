internal import Conformance

/// Made-up selectors: each term knows its text and its meaning. Nothing here is shared with any implementation.
enum RandomSelectors {
    private typealias Term = (text: String, holds: (String?) -> Bool)

    @Sendable static func labels(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...25 {
            var story = try await Story(scenario)
            var labels: [String: String] = [:]
            for key in ["app", "tier", "cores"] where random.happens(2, in: 3) { labels[key] = value(&random) }
            let text = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            try await story.perform("labels" + (text.isEmpty ? "" : " " + text))
            var (texts, isChosen) = ([String](), true)
            for _ in 0..<random.int(in: 1...3) {
                let key = random.pick(["app", "tier", "cores"])
                let term = term(key, &random)
                texts.append(term.text)
                isChosen = isChosen && term.holds(labels[key])
            }
            try await story.expect("selects \(texts.joined(separator: ","))", isChosen ? "yes" : "no")
        }
    }

    private static func value(_ random: inout Randomness) -> String { random.pick(["web", "shop", "", "4", "16"]) }

    private static func term(_ key: String, _ random: inout Randomness) -> Term {
        let (one, two, bound) = (value(&random), value(&random), random.int(in: 1...20))
        let terms: [Term] = [
            ("\(key)=\(one)", { $0 == one }),
            ("\(key)!=\(one)", { $0 == nil || $0 != one }),
            ("\(key) in (\(one),\(two))", { $0 == one || $0 == two }),
            ("\(key) notin (\(one),\(two))", { $0 == nil || $0 != one && $0 != two }),
            (key, { $0 != nil }),
            ("!\(key)", { $0 == nil }),
            ("\(key)>\(bound)", { text in ["4", "16"].contains(text) && Int(text ?? "") ?? 0 > bound }),
            ("\(key)<\(bound)", { text in ["4", "16"].contains(text) && Int(text ?? "") ?? 0 < bound }),
        ]
        return random.pick(terms)
    }

    /// Values of letters that mean something, found by the selector that has a backslash before each of these.
    @Sendable static func fields(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...25 {
            var story = try await Story(scenario)
            var terms: [String] = []
            for name in ["note", "spec.nodeName"] {
                let letters = (0..<random.int(in: 0...6)).map { _ in random.pick(["a", "b", ",", "=", "\\", "!"]) }
                story.fields[name] = letters.joined()
                let escaped = letters.map { [",", "=", "\\"].contains($0) ? "\\" + $0 : $0 }.joined()
                terms.append("\(name)=\(escaped)")
                scenario.say("the field \(name) is: \(letters.joined())")
            }
            try await story.expect("chooses \(terms.joined(separator: ","))", "yes")
            try await story.expect("chooses " + terms[0].replacingFirst("=", with: "!="), "no")
        }
    }
}

extension String {
    fileprivate func replacingFirst(_ sign: Character, with text: String) -> String {
        guard let index = firstIndex(of: sign) else { return self }
        return self[..<index] + text + self[self.index(after: index)...]
    }
}
