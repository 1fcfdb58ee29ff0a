package import API
package import Schema

/// What a kind's declaration calls required must be there, and not be empty.
package enum RequiredMembers {
    package static func missing(in document: JSON, shape: ObjectShape) -> [StatusCause] {
        missing(document, .object(shape), at: "")
    }

    private static func missing(_ document: JSON, _ shape: Shape, at field: String) -> [StatusCause] {
        switch (shape, document) {
        case (.object(let shape), .object(let object)):
            shape.members.flatMap { member -> [StatusCause] in
                let place = field.isEmpty ? member.name : "\(field).\(member.name)"
                guard let value = object[member.name], !isEmpty(value) else {
                    return member.isRequired ? [.required(place)] : []
                }
                return missing(value, member.shape, at: place)
            }
        case (.list(let element), .array(let elements)):
            elements.enumerated().flatMap { missing($1, element, at: "\(field)[\($0)]") }
        case (.map(let value), .object(let object)):
            object.members.flatMap { missing($0.value, value, at: "\(field)[\($0.name)]") }
        default: []
        }
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
