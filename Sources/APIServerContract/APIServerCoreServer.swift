internal import API
public import Schema

/// An API server's decisions, asked for in JSON: one request, one answer.
///
/// ```
///   begin                {"history": 100}                                      → {}
///   perform              {"request": {…}, "meanwhile": [{…}], "now": 1000}     → {"object": {…}} or {"status": {…}}
///   watch                {"resource": "configmaps", "after": 3}                → {"events": […]} or {"status": {…}}
///   mergePatch           {"patch": {…}, "document": {…}}                       → {"object": {…}}
///   strategicMergePatch  {"patch": {…}, "document": {…}, "kind": "pods"}       → {"object": {…}} or {"refused": "…"}
///   permits              {"wanted": {…}, "user": "jane", "groups": […], "policy": {…}}  → {"permits": true}
/// ```
/// So code of unknown quality can live in a process of its own. Times are seconds.
public struct APIServerCoreServer<Core: APIServerCore> {
    private var core = Core(history: 100)

    public init() {}

    /// Throws when the request is none.
    public mutating func answer(_ call: String, _ arguments: JSON) throws -> JSON {
        switch call {
        case "begin":
            core = Core(history: try Int(json: arguments["history"] ?? .null))
            return [:]
        case "perform": return try perform(arguments)
        case "watch": return try watch(arguments)
        case "mergePatch":
            return ["object": core.mergePatch(arguments["patch"] ?? .null, of: arguments["document"] ?? .null)]
        case "strategicMergePatch": return try strategicMergePatch(arguments)
        case "permits": return try permits(arguments)
        default: throw DecodeError("no such call: \(call)")
        }
    }

    private mutating func perform(_ arguments: JSON) throws(DecodeError) -> JSON {
        let request = try ObjectRequest(json: arguments["request"] ?? .null)
        let meanwhile = try [ObjectRequest](json: arguments["meanwhile"] ?? .null)
        let now = Time(seconds: try Int(json: arguments["now"] ?? .null))
        do throws(Status) {
            return ["object": try core.perform(request, meanwhile: meanwhile, now: now)]
        } catch {
            return ["status": error.json]
        }
    }

    private func watch(_ arguments: JSON) throws(DecodeError) -> JSON {
        let request = try WatchRequest(json: arguments)
        do throws(Status) {
            return ["events": .array(try core.watch(request).map(\.json))]
        } catch {
            return ["status": error.json]
        }
    }

    private func strategicMergePatch(_ arguments: JSON) throws(DecodeError) -> JSON {
        guard let type = Resources.all.first(where: { $0.kind.plural == arguments["kind"]?.string }) else {
            throw DecodeError("no such kind", path: ["kind"])
        }
        do throws(PatchError) {
            let patched = try core.strategicMergePatch(
                arguments["patch"] ?? .null, of: arguments["document"] ?? .null, shape: .object(type.shape))
            return ["object": patched]
        } catch {
            return ["refused": .string("\(error)")]
        }
    }

    private func permits(_ arguments: JSON) throws(DecodeError) -> JSON {
        let user = User(
            name: try String(json: arguments["user"] ?? .null),
            groups: try [String](json: arguments["groups"] ?? .null))
        let permits = core.permits(
            try AccessAttributes(json: arguments["wanted"] ?? .null), to: user,
            by: try AccessPolicy(json: arguments["policy"] ?? .null))
        return ["permits": .bool(permits)]
    }
}
