public import ObjectsContract
public import Schema

/// The rules that hold for every object, asked for in JSON: one request, one answer.
///
/// ```
///   {"init": {}}                                                            → {}
///   {"label": {"key": "app", "equals": "web", "value": "web"}}              → {"holds": true}
///   {"labels": {"text": "app=web,!old"}}                                    → {"requirements": [{…}]} or {"error": "…"}
///   {"fields": {"text": "spec.nodeName!=n1"}}                               → {"requirements": [{…}]} or {"error": "…"}
///   {"field": {"field": "spec.nodeName", "is": "n1", "value": ""}}          → {"holds": false}
///   {"amount": {"text": "1.5Gi"}}                                           → {"nanos": "…", "format": "binarySI"} or {"error": "…"}
///   {"canonical": {"nanos": "1500000000", "format": "decimalSI"}}           → {"text": "1500m"}
///   {"observe": {"uid": "a", "owners": [{"uid": "b", "isBlocked": true}], "finalizers": [], "isGoing": false}}
///                                                                           → {"uids": ["a"]}
///   {"remove": {"uid": "a"}}                                                → {"uids": []}
///   {"absent": {"uid": "a"}}                                                → {}
///   {"decide": {"uid": "a"}}                                                → {"delete": "Background"}
///   {"finalizers": {"present": […], "policy": "Orphan"}}                    → {"finalizers": ["orphan"]}
///   {"generation": {"current": 1, "old": {"spec": "{}"}, "new": {…}}}       → {"generation": 2}
///   {"isObserved": {"generation": 2, "by": 1}}                              → {"isObserved": false}
///   {"conditions": {"present": [{…}], "report": {…}, "now": 100}}           → {"conditions": [{…}]}
/// ```
/// So code of unknown quality can live in a process of its own. A label that isn't there has no `value`.
public struct ObjectsServer<Core: ObjectsCore> {
    private var core = Core()

    public init() {}

    /// Throws when the request is none; the core is as it was then.
    public mutating func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let member = request.object?.members.first else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do { return try answer(member.name, member.value) } catch { throw error.under(member.name) }
    }

    private mutating func answer(_ request: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch request {
        case "init":
            core = Core()
            return [:]
        case "label", "labels", "field", "fields": return try select(request, given)
        case "amount": return read { () throws(QuantityError) in try core.amount(given.text("text")).json }
        case "canonical": return ["text": .string(core.canonical(try Amount(json: given)))]
        case "observe", "remove", "absent", "decide", "finalizers": return try own(request, given)
        default: return try compare(request, given)
        }
    }

    private func select(_ request: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch request {
        case "label":
            return ["holds": .bool(core.holds(try LabelRequirement(json: given), for: given["value"]?.string))]
        case "field":
            return ["holds": .bool(core.holds(try FieldRequirement(json: given), for: given.text("value")))]
        case "labels":
            return read { () throws(SelectorError) in
                ["requirements": .array(try core.labelRequirements(given.text("text")).map(\.json))]
            }
        default:
            return read { () throws(SelectorError) in
                ["requirements": .array(try core.fieldRequirements(given.text("text")).map(\.json))]
            }
        }
    }

    private mutating func own(_ request: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch request {
        case "observe": return ["uids": core.observe(try OwnedObject(json: given)).json]
        case "remove": return ["uids": core.remove(given.text("uid")).json]
        case "decide": return core.decide(given.text("uid")).json
        case "absent":
            core.remember(absent: given.text("uid"))
            return [:]
        default:
            let present = try [String](json: given["present"] ?? [])
            let policy = given["policy"]?.string.flatMap { Propagation(rawValue: $0) }
            return ["finalizers": core.finalizers(present, deletedBy: policy).json]
        }
    }

    private func compare(_ request: String, _ given: JSON) throws(DecodeError) -> JSON {
        switch request {
        case "generation":
            let (old, new) = (
                try [String: String](json: given["old"] ?? [:]), try [String: String](json: given["new"] ?? [:])
            )
            return ["generation": core.generation(given.number("current"), from: old, to: new).json]
        case "isObserved":
            return ["isObserved": .bool(core.isObserved(given.number("generation"), by: given.number("by")))]
        case "conditions":
            let present = (given["present"]?.array ?? []).map(ObservedCondition.init)
            let report = ObservedCondition(json: given["report"] ?? [:])
            return [
                "conditions": .array(
                    core.conditions(present, reporting: report, at: given.number("now")).map(\.json))
            ]
        default: throw DecodeError("no such request")
        }
    }

    /// What can't be read is an answer, too.
    private func read<Failure: CustomStringConvertible>(_ body: () throws(Failure) -> JSON) -> JSON {
        do { return try body() } catch { return ["error": .string(error.description)] }
    }
}

extension JSON {
    func text(_ name: String) -> String { self[name]?.string ?? "" }
    func number(_ name: String) -> Int { self[name]?.integer ?? 0 }
}
