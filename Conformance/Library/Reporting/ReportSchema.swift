public import Schema

/// `report.json`'s form as a JSON Schema (2020-12), for programs in other languages. It follows from the declarations of
/// ``Report`` and its parts; the file in the repository is a copy of it, which a test compares.
extension Report {
    public static var jsonSchema: JSON {
        var schema = object(Report.schema.shape)
        var definitions: JSON = [:]
        for shape in parts { definitions[shape.name] = object(shape) }
        schema["$defs"] = definitions
        let head: JSON = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Dinghy's conformance report",
        ]
        return .object(JSONObject((head.object?.members ?? []) + (schema.object?.members ?? [])))
    }

    private static let parts: [ObjectShape] = [
        ReportSubject.schema.shape, ReportProfile.schema.shape, ReportStep.schema.shape, ReportPart.schema.shape,
        ReportStatistics.schema.shape, ReportCase.schema.shape, ReportFinding.schema.shape,
        ReportEvidence.schema.shape, ReportEnvironment.schema.shape,
    ]

    /// Members that are one of a few words.
    private static let words: [String: [String]] = [
        "verdict": Verdict.allCases.map(\.rawValue), "level": Level.allCases.map(\.rawValue),
        "visibility": Visibility.allCases.map(\.rawValue), "result": ["success", "failure", "partial", "unknown"],
        "apiVersion": [Report().apiVersion], "kind": [Report().kind],
    ]

    private static func object(_ shape: ObjectShape) -> JSON {
        var properties: JSON = [:]
        for member in shape.members {
            var schema = schema(of: member.shape)
            if !member.description.isEmpty { schema["description"] = .string(member.description) }
            if let words = words[member.name] { schema["enum"] = .array(words.map { .string($0) }) }
            properties[member.name] = schema
        }
        let required = shape.members.filter(\.isRequired).map { JSON.string($0.name) }
        return [
            "description": .string(shape.description), "type": "object", "properties": properties,
            "required": .array(required), "additionalProperties": false,
        ]
    }

    private static func schema(of shape: Shape) -> JSON {
        switch shape {
        case .object(let object): ["$ref": .string("#/$defs/\(object.name)")]
        case .list(let element): ["type": "array", "items": schema(of: element)]
        case .integer: ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .time: ["type": "string", "format": "date-time"]
        default: ["type": "string"]
        }
    }
}
