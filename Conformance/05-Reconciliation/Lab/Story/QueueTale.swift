internal import Conformance

/// The queue: `add a b`, `add a in=50`, `done a`; `fails a → 5` (it is tried again after so many milliseconds), `succeeds a`;
/// `take → a` (or `nothing`), `deadline → 50` (from now; or `none`).
struct QueueTale: Tale {
    static let verbs: Set = ["add", "done", "fails", "succeeds", "take", "deadline"]
    let core: CoreUnderTest

    mutating func tell(_ verb: String, _ words: ArraySlice<String>, now: Int, _ line: String) async throws -> String? {
        let key = words.first ?? ""
        switch verb {
        case "add":
            let delay = words.last.map { Attribute($0) }.flatMap { $0.key == "in" ? Int($0.value) : nil }
            for key in delay == nil ? words : words.dropLast() {
                if let delay { try await core.add(key, at: now + delay) } else { try await core.add(key) }
            }
        case "done": try await core.done(key)
        case "succeeds":
            try await core.forget(key)
            try await core.done(key)
        case "fails":
            let delay = try await core.addRateLimited(key, now: now)
            try await core.done(key)
            return "\(delay)"
        case "take": return try await core.next(now: now) ?? "nothing"
        default: return try await core.deadline().map { "\($0 - now)" } ?? "none"
        }
        return nil
    }
}
