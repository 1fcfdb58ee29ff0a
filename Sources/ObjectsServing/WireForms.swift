public import ObjectsContract
public import Schema

/// The contract's values in JSON.
extension LabelRequirement {
    /// `{"key": "app", "equals": "web"}`; the condition's name is the second member's.
    public var json: JSON {
        switch condition {
        case .equals(let value): ["key": .string(key), "equals": .string(value)]
        case .notEquals(let value): ["key": .string(key), "notEquals": .string(value)]
        case .within(let values): ["key": .string(key), "within": values.json]
        case .notWithin(let values): ["key": .string(key), "notWithin": values.json]
        case .exists: ["key": .string(key), "exists": true]
        case .doesNotExist: ["key": .string(key), "exists": false]
        case .greaterThan(let bound): ["key": .string(key), "greaterThan": bound.json]
        case .lessThan(let bound): ["key": .string(key), "lessThan": bound.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(json.text("key"), try Condition(json: json))
    }
}

extension LabelRequirement.Condition {
    fileprivate init(json: JSON) throws(DecodeError) {
        if let value = json["equals"]?.string {
            self = .equals(value)
        } else if let value = json["notEquals"]?.string {
            self = .notEquals(value)
        } else if let values = json["within"] {
            self = .within(try [String](json: values))
        } else if let values = json["notWithin"] {
            self = .notWithin(try [String](json: values))
        } else if let exists = json["exists"]?.bool {
            self = exists ? .exists : .doesNotExist
        } else if let bound = json["greaterThan"]?.integer {
            self = .greaterThan(bound)
        } else if let bound = json["lessThan"]?.integer {
            self = .lessThan(bound)
        } else {
            throw DecodeError("expected a condition")
        }
    }
}

extension FieldRequirement {
    /// `{"field": "spec.nodeName", "is": "n1"}`, or `isNot`.
    public var json: JSON { ["field": .string(field), isNegated ? "isNot" : "is": .string(value)] }

    public init(json: JSON) throws(DecodeError) {
        guard let value = json["is"]?.string ?? json["isNot"]?.string else { throw DecodeError("expected a value") }
        self.init(json.text("field"), value, isNegated: json["isNot"] != nil)
    }
}

extension Amount {
    /// The number as text: JSON's are too small for it.
    public var json: JSON { ["nanos": .string("\(nanos)"), "format": .string(format.rawValue)] }

    public init(json: JSON) throws(DecodeError) {
        guard let nanos = Int128(json.text("nanos")), let format = Format(rawValue: json.text("format")) else {
            throw DecodeError("expected an amount")
        }
        self.init(nanos: nanos, format: format)
    }
}

extension OwnedObject {
    public var json: JSON {
        [
            "uid": .string(uid),
            "owners": .array(owners.map { ["uid": .string($0.uid), "isBlocked": .bool($0.isBlocked)] }),
            "finalizers": finalizers.json, "isGoing": .bool(isGoing),
        ]
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(
            json.text("uid"),
            owners: (json["owners"]?.array ?? []).map {
                Owner($0.text("uid"), isBlocked: $0["isBlocked"]?.bool == true)
            },
            finalizers: try [String](json: json["finalizers"] ?? []), isGoing: json["isGoing"]?.bool == true)
    }
}

/// One member, named as the case; nothing to do is `{}`.
extension GarbageDecision {
    public var json: JSON {
        switch self {
        case .nothing: [:]
        case .lookUp(let uids): ["lookUp": uids.json]
        case .removeReferences(let uids): ["removeReferences": uids.json]
        case .delete(let policy): ["delete": .string(policy.rawValue)]
        case .setFree(let uids): ["setFree": uids.json]
        case .removeFinalizer(let finalizer): ["removeFinalizer": .string(finalizer)]
        case .lookAt(let uids): ["lookAt": uids.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            self = .nothing
            return
        }
        switch member.name {
        case "lookUp": self = .lookUp(try [String](json: member.value))
        case "removeReferences": self = .removeReferences(try [String](json: member.value))
        case "setFree": self = .setFree(try [String](json: member.value))
        case "lookAt": self = .lookAt(try [String](json: member.value))
        case "removeFinalizer": self = .removeFinalizer(try String(json: member.value))
        default:
            guard let policy = member.value.string.flatMap({ Propagation(rawValue: $0) }) else {
                throw DecodeError("no such decision")
            }
            self = .delete(policy)
        }
    }
}

extension ObservedCondition {
    public var json: JSON {
        [
            "type": .string(type), "status": .string(status), "reason": .string(reason),
            "lastTransitionTime": lastTransitionTime.json,
        ]
    }

    public init(json: JSON) {
        self.init(
            json.text("type"), json.text("status"), reason: json.text("reason"),
            lastTransitionTime: json.number("lastTransitionTime"))
    }
}
