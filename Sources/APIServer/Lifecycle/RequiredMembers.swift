package import API
package import Schema

/// What a kind's declaration calls required must be there, and not be empty.
package enum RequiredMembers {
    package static func missing(in document: JSON, shape: ObjectShape) -> [StatusCause] {
        places(in: document, .object(shape)).map { .required($0) }
    }

    /// Goes through what the document has, not through all that it could have, and puts a place together on the way
    /// out: what is complete costs little.
    private static func places(in document: JSON, _ shape: Shape) -> [String] {
        switch (shape, document) {
        case (.object(let shape), .object(let object)):
            shape.required.filter { object[$0].map(isEmpty) ?? true }
                + object.members.flatMap { member -> [String] in
                    guard let declared = shape[member.name] else { return [] }
                    return places(in: member.value, declared.shape).map { under(member.name, $0) }
                }
        case (.list(let element), .array(let elements)):
            elements.enumerated().flatMap { index, value in
                places(in: value, element).map { under("[\(index)]", $0) }
            }
        case (.map(let value), .object(let object)):
            object.members.flatMap { member in
                places(in: member.value, value).map { under("[\(member.name)]", $0) }
            }
        default: []
        }
    }

    private static func under(_ step: String, _ place: String) -> String {
        place.hasPrefix("[") ? step + place : "\(step).\(place)"
    }

    private static func isEmpty(_ value: JSON) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        default: false
        }
    }
}
