internal import Conformance
internal import EtcdContract

extension Operation {
    /// `put …`, `delete …`, `get …` or `txn …`.
    init(_ text: String) throws(StoryError) {
        let words = Words(text)
        switch words.verb {
        case "put":
            let keeps = words.has("keep-value")
            var put = Put(
                Key(try words.word(1)), keeps ? [] : Array(try words.word(2).utf8),
                lease: try words.number("lease") ?? 0)
            put.wantsPrevious = words.has("prev")
            put.keepsValue = keeps
            put.keepsLease = words.has("keep-lease")
            self = .put(put)
        case "delete":
            self = .delete(Deletion(try KeySpan(words.word(1)), wantsPrevious: words.has("prev")))
        case "get": self = .range(try RangeQuery(words))
        case "txn": self = .transaction(try Transaction(text))
        default: throw StoryError(text, "is no operation")
        }
    }
}

extension RangeQuery {
    init(_ words: Words) throws(StoryError) {
        self.init(
            try KeySpan(words.word(1)), revision: try words.revision(), limit: try words.number("limit") ?? 0)
        keysOnly = words.has("keys")
        countOnly = words.has("count")
        minModRevision = try words.number("min-mod") ?? 0
        maxModRevision = try words.number("max-mod") ?? 0
        minCreateRevision = try words.number("min-create") ?? 0
        maxCreateRevision = try words.number("max-create") ?? 0
        let targets = ["key", "version", "create", "mod", "value"]
        if let by = words.value("by") {
            guard let index = targets.firstIndex(of: by) else { throw StoryError(words.text, "\(by) is no order") }
            target = Target(rawValue: UInt8(index)) ?? .key
            order = .ascending
        }
        if words.has("desc") { order = .descending }
    }
}

extension Transaction {
    /// `txn if CONDITION, CONDITION then OPERATION; OPERATION else OPERATION`; each part may be missing.
    fileprivate init(_ text: String) throws(StoryError) {
        let halves = text.parts(by: " else ")
        let parts = halves[0].parts(by: " then ")
        var conditions: [Condition] = []
        if parts[0].hasPrefix("txn if ") {
            for condition in parts[0].dropFirst("txn if ".count).split(separator: ",") {
                conditions.append(try Condition(condition.trimmed))
            }
        }
        self.init(
            if: conditions, then: try Self.operations(parts.dropFirst().first ?? ""),
            else: try Self.operations(halves.dropFirst().first ?? ""))
    }

    private static func operations(_ text: String) throws(StoryError) -> [Operation] {
        var operations: [Operation] = []
        for part in text.split(separator: ";") { operations.append(try Operation(part.trimmed)) }
        return operations
    }
}

extension Condition {
    /// `mod a = 3`: of which number of which keys what holds.
    fileprivate init(_ text: String) throws(StoryError) {
        let words = text.split(separator: " ").map(String.init)
        let relations: [String: Relation] = ["=": .equal, ">": .greater, "<": .less, "!=": .notEqual]
        guard words.count == 4, let relation = relations[words[2]] else { throw StoryError(text, "is no condition") }
        let number = Int(words[3]) ?? 0
        let target: Target
        switch words[0] {
        case "version": target = .version(number)
        case "create": target = .createRevision(number)
        case "mod": target = .modRevision(number)
        case "lease": target = .lease(number)
        case "value": target = .value(Value(Array(words[3].utf8)))
        default: throw StoryError(text, "is no condition")
        }
        self.init(try KeySpan(words[1]), relation, target)
    }
}
