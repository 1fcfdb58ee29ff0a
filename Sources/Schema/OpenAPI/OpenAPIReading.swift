/// A shape from an OpenAPI v3 schema: what a CustomResourceDefinition carries, or a server's own description.
///
/// References are followed when they are needed, so that a schema may contain itself; all else is read at once.
extension OpenAPI {
    /// - Parameters:
    ///   - name: of the schema, for the shape.
    ///   - components: the schemas that references name.
    public static func shape(
        of schema: JSON, name: String, components: JSONObject = JSONObject()
    ) throws(DecodeError) -> Shape {
        guard case .object(let object) = schema else { throw .expected("object", got: schema) }
        if let part = object["allOf"]?.array?.first { return try shape(of: part, name: name, components: components) }
        if let reference = object["$ref"]?.string { return try resolve(reference, in: components) }
        if object[intOrStringMark] == true || object["format"] == "int-or-string" { return .intOrString }
        switch object["type"]?.string {
        case "string": return string(format: object["format"]?.string)
        case "boolean": return .boolean
        case "integer": return .integer
        case "number": return .number
        case "array":
            do {
                return .list(try shape(of: object["items"] ?? [:], name: name + ".items", components: components))
            } catch {
                throw error.under("items")
            }
        case "object": return try self.object(object, name: name, components: components)
        case nil: return object["oneOf"] == quantityTypes ? .quantity : .any
        case let other?: throw DecodeError("unknown type \"\(other)\"", path: ["type"])
        }
    }

    private static let quantityTypes: JSON = [["type": "string"], ["type": "number"]]

    private static func string(format: String?) -> Shape {
        switch format {
        case "byte": .bytes
        case "date-time": .time
        default: .string
        }
    }

    private static func resolve(_ reference: String, in components: JSONObject) throws(DecodeError) -> Shape {
        let name = reference.hasPrefix(referencePrefix) ? String(reference.dropFirst(referencePrefix.count)) : reference
        guard let schema = components[name] else { throw DecodeError("\(reference) doesn't exist", path: ["$ref"]) }
        guard schema["$ref"] == nil, schema["allOf"] == nil else {
            throw DecodeError("\(reference) is itself a reference", path: ["$ref"])
        }
        return try shape(of: schema, name: name, components: components)
    }

    private static func object(
        _ schema: JSONObject, name: String, components: JSONObject
    ) throws(DecodeError) -> Shape {
        let keepsUnknown = schema["x-kubernetes-preserve-unknown-fields"] == true
        guard case .object(let properties)? = schema["properties"] else {
            guard let values = schema["additionalProperties"], values.object != nil else { return .any }
            do { return .map(try shape(of: values, name: name + ".values", components: components)) } catch {
                throw error.under("additionalProperties")
            }
        }
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        var members: [ObjectShape.Member] = []
        for property in properties {
            do {
                members.append(
                    try member(property, of: name, isRequired: required.contains(property.name), components: components)
                )
            } catch { throw error.under(property.name).under("properties") }
        }
        let description = schema["description"]?.string ?? ""
        return .object(
            ObjectShape(name: name, description: description, members: members, keepsUnknown: keepsUnknown))
    }

    private static func member(
        _ property: JSONObject.Member, of owner: String, isRequired: Bool, components: JSONObject
    ) throws(DecodeError) -> ObjectShape.Member {
        let schema = property.value
        let name = owner + "." + property.name
        let makeShape: @Sendable () -> Shape
        if schema.containsReference {
            makeShape = { (try? shape(of: schema, name: name, components: components)) ?? .any }
        } else {
            let shape = try shape(of: schema, name: name, components: components)
            makeShape = { shape }
        }
        return ObjectShape.Member(
            name: property.name, description: schema["description"]?.string ?? "", isRequired: isRequired,
            defaultValue: schema["default"], merge: mergeStrategy(of: schema), shape: makeShape)
    }

    private static func mergeStrategy(of schema: JSON) -> MergeStrategy {
        let patch = schema["x-kubernetes-patch-strategy"]?.string ?? ""
        let keys = schema["x-kubernetes-list-map-keys"]?.array?.compactMap(\.string) ?? []
        switch schema["x-kubernetes-list-type"] {
        case "set": return .set
        case "map": return .byKey(keys, retainKeys: patch.hasSuffix("retainKeys"))
        default: break
        }
        if patch == "retainKeys" { return .retainKeys }
        return schema["x-kubernetes-map-type"] == "atomic" ? .atomic : .natural
    }
}

extension JSON {
    fileprivate var containsReference: Bool {
        switch self {
        case .object(let object): object["$ref"] != nil || object.contains { $0.value.containsReference }
        case .array(let elements): elements.contains { $0.containsReference }
        default: false
        }
    }
}
