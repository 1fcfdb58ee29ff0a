/// Shapes as OpenAPI v3 describes them: what `kubectl explain` prints, and what clients validate and merge by.
///
/// Each declared type is a schema of its own, referred to by name, so that a type may contain itself. What OpenAPI
/// has no word for stands in `x-kubernetes-…` marks: how lists are merged, for instance.
public enum OpenAPI {
    /// A kind's document, and what the kind is called.
    public struct Root: Sendable {
        public var shape: ObjectShape
        public var group: String
        public var version: String
        public var kind: String

        public init(shape: ObjectShape, group: String, version: String, kind: String) {
            self.shape = shape
            self.group = group
            self.version = version
            self.kind = kind
        }
    }

    static let referencePrefix = "#/components/schemas/"

    /// The schemas of kinds and of everything they refer to, by name and sorted: `components.schemas`.
    public static func components(of roots: [Root]) -> JSONObject {
        var schemas: [String: JSON] = [:]
        var waiting: [ObjectShape] = []
        for root in roots {
            var schema = schema(of: root.shape)
            let known = schemas[root.shape.name]?[kindMark]?.array ?? []
            schema[kindMark] = .array(
                known + [
                    ["group": .string(root.group), "kind": .string(root.kind), "version": .string(root.version)]
                ])
            schemas[root.shape.name] = schema
            waiting.append(root.shape)
        }
        while let shape = waiting.popLast() {
            for found in shape.members.compactMap({ $0.shape.reference }) where schemas[found.name] == nil {
                schemas[found.name] = schema(of: found)
                waiting.append(found)
            }
        }
        return JSONObject(schemas.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, $0.value) })
    }

    static let kindMark = "x-kubernetes-group-version-kind"

    /// The schema of one type; what its members are is referred to.
    public static func schema(of shape: ObjectShape) -> JSON {
        var schema: JSON = ["type": "object"]
        if !shape.description.isEmpty { schema["description"] = .string(shape.description) }
        if !shape.members.isEmpty {
            schema["properties"] = .object(
                JSONObject(shape.members.map { JSONObject.Member($0.name, Self.schema(of: $0)) }))
        }
        let required = shape.members.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if shape.keepsUnknown { schema["x-kubernetes-preserve-unknown-fields"] = true }
        return schema
    }

    private static func schema(of member: ObjectShape.Member) -> JSON {
        let shape = member.shape
        var schema = schema(of: shape)
        // Beside a reference nothing else may stand.
        if schema["$ref"] != nil { schema = ["allOf": [schema]] }
        if !member.description.isEmpty { schema["description"] = .string(member.description) }
        if let value = member.defaultValue { schema["default"] = value }
        for mark in marks(of: member.merge, on: shape) { schema[mark.name] = mark.value }
        return schema
    }

    private static func schema(of shape: Shape) -> JSON {
        switch shape {
        case .string: ["type": "string"]
        case .boolean: ["type": "boolean"]
        case .integer: ["type": "integer", "format": "int64"]
        case .number: ["type": "number", "format": "double"]
        case .bytes: ["type": "string", "format": "byte"]
        case .quantity: ["oneOf": [["type": "string"], ["type": "number"]]]
        case .intOrString:
            ["format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]], intOrStringMark: true]
        case .time, .microTime: ["type": "string", "format": "date-time"]
        case .object(let shape): ["$ref": .string(referencePrefix + shape.name)]
        case .map(let value): ["type": "object", "additionalProperties": schema(of: value)]
        case .list(let element): ["type": "array", "items": schema(of: element)]
        case .any: ["x-kubernetes-preserve-unknown-fields": true]
        }
    }

    static let intOrStringMark = "x-kubernetes-int-or-string"

    private static func marks(of merge: MergeStrategy, on shape: Shape) -> JSONObject {
        switch (merge, shape) {
        case (.natural, .list), (.atomic, .list): ["x-kubernetes-list-type": "atomic"]
        case (.atomic, _): ["x-kubernetes-map-type": "atomic"]
        case (.set, _): ["x-kubernetes-list-type": "set", "x-kubernetes-patch-strategy": "merge"]
        case (.byKey(let keys, let retainKeys), _):
            [
                "x-kubernetes-list-map-keys": .array(keys.map { .string($0) }), "x-kubernetes-list-type": "map",
                "x-kubernetes-patch-merge-key": .string(keys.first ?? ""),
                "x-kubernetes-patch-strategy": retainKeys ? "merge,retainKeys" : "merge",
            ]
        case (.retainKeys, _): ["x-kubernetes-patch-strategy": "retainKeys"]
        case (.natural, _): [:]
        }
    }
}

extension Shape {
    /// The type that a value of this shape contains: through lists and maps.
    fileprivate var reference: ObjectShape? {
        switch self {
        case .object(let shape): shape
        case .map(let inner), .list(let inner): inner.reference
        default: nil
        }
    }
}
