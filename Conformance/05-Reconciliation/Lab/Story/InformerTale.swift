internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// The informer. What comes, and what changes because of it: `lists a@1 b@2 at 5 → +a@1 +b@2`, `sees added c@7 → +c@7`
/// (`modified`, `deleted`), `bookmark 20 → nothing`, `resync → a@1>1`. What ends: `ends` (the watch, by itself),
/// `breaks` (the connection), `gone` (410 as the answer): `gone → at once`, or `later`. What is so: `asks → watch 5` (or
/// `list`), `synced → yes`, `known → a@1 b@2`.
struct InformerTale: Tale {
    static let verbs: Set = [
        "lists", "sees", "bookmark", "resync", "ends", "breaks", "gone", "asks", "synced", "known",
    ]
    let core: CoreUnderTest

    mutating func tell(_ verb: String, _ words: ArraySlice<String>, now: Int, _ line: String) async throws -> String? {
        switch verb {
        case "lists":
            let items = try words.dropLast(2).map { try ObjectWords.configMap([$0], line) }
            return ObjectWords.text(try await core.listed(items, words.last ?? ""))
        case "sees":
            return ObjectWords.text(try await core.received(try event(words, line)))
        case "bookmark":
            return ObjectWords.text(try await core.received(.bookmark(resourceVersion: words.first ?? "")))
        case "resync": return ObjectWords.text(try await core.resync())
        case "ends", "breaks", "gone":
            return try await core.ended(error(verb)) == 0 ? "at once" : "later"
        default: return try await state(verb)
        }
    }

    private func state(_ question: String) async throws -> String {
        switch question {
        case "asks":
            guard case .watch(let version) = try await core.request() else { return "list" }
            return "watch \(version)"
        case "synced": return try await core.hasSynced() ? "yes" : "no"
        default:
            let names = try await core.objects().map(ObjectWords.name)
            return names.isEmpty ? "nothing" : names.joined(separator: " ")
        }
    }

    private func event(_ words: ArraySlice<String>, _ line: String) throws -> WatchEvent<ConfigMap> {
        let object = try ObjectWords.configMap(words.dropFirst(), line)
        switch words.first {
        case "added": return .added(object)
        case "modified": return .modified(object)
        case "deleted": return .deleted(object)
        default: throw StoryError(line, "no such event")
        }
    }

    private func error(_ verb: String) -> Status? {
        var status = Status()
        switch verb {
        case "gone": (status.code, status.reason) = (410, "Expired")
        case "breaks": (status.code, status.reason) = (500, "InternalError")
        default: return nil
        }
        status.status = "Failure"
        return status
    }
}
