internal import Conformance
internal import ObjectsContract

/// How stories tell of wishes and of what is so.
enum WishWords {
    /// `Ready=True since=100 reason=Started`, and when it is reported: `now=200`.
    static func condition(_ text: String) -> (ObservedCondition, now: Int) {
        var condition = ObservedCondition("", "")
        var now = 0
        for word in text.split(separator: " ").map({ Attribute($0) }) {
            switch word.key {
            case "since": condition.lastTransitionTime = Int(word.value) ?? 0
            case "reason": condition.reason = word.value
            case "now": now = Int(word.value) ?? 0
            default: (condition.type, condition.status) = (word.key, word.value)
            }
        }
        return (condition, now)
    }

    static func text(_ conditions: [ObservedCondition]) -> String {
        conditions.map { condition in
            let reason = condition.reason.isEmpty ? "" : " because of \(condition.reason)"
            return "\(condition.type)=\(condition.status) since \(condition.lastTransitionTime)\(reason)"
        }.joined(separator: "; ")
    }
}

extension Story {
    func compare(_ question: String, _ text: String) async throws -> String {
        let words = text.split(separator: " ").map(String.init)
        switch (question, words.count) {
        case ("generation", 5):
            let next = try await core.generation(
                Int(words[0]) ?? 0, from: SelectorWords.pairs(words[2]), to: SelectorWords.pairs(words[4]))
            return "\(next)"
        case ("observed", 3):
            return try await core.isObserved(Int(words[0]) ?? 0, by: Int(words[2]) ?? 0) ? "yes" : "no"
        case ("conditions", 0): return WishWords.text(conditions)
        default: throw StoryError("\(question) \(text)", "nobody knows what that asks")
        }
    }
}
