internal import Conformance
internal import Schema

/// Made-up documents and patches, and the RFC's rules once more, in the plainest way.
enum RandomMerges {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for _ in 1...40 {
            let document = value(&random, depth: 3)
            let patch = value(&random, depth: 3)
            let expected = Documents.text(merged(document, patch))
            try await story.expect("merge \(Documents.text(document)) + \(Documents.text(patch))", expected)
        }
    }

    /// An object at the top, with few names, so that they meet.
    private static func value(_ random: inout Randomness, depth: Int) -> JSON {
        var object = JSONObject()
        for name in ["a", "b", "c"] where random.happens(2, in: 3) {
            object[name] = leaf(&random, depth: depth)
        }
        return .object(object)
    }

    private static func leaf(_ random: inout Randomness, depth: Int) -> JSON {
        switch random.int(in: 1...6) {
        case 1: return .null
        case 2: return .integer(Int64(random.int(in: 1...9)))
        case 3: return .array([.integer(Int64(random.int(in: 1...9))), .null])
        case 4: return .bool(true)
        default: return depth > 1 ? value(&random, depth: depth - 1) : [:]
        }
    }

    /// Section 2 of RFC 7386, line by line.
    static func merged(_ target: JSON, _ patch: JSON) -> JSON {
        guard let patch = patch.object else { return patch }
        var members = target.object?.members ?? []
        for member in patch.members {
            let old = members.first { $0.name == member.name }?.value
            members.removeAll { $0.name == member.name }
            if member.value == .null { continue }
            members.append(JSONObject.Member(member.name, merged(old ?? [:], member.value)))
        }
        return .object(JSONObject(members))
    }
}
