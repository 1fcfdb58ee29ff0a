import Schema

/// Values that can be written in several ways are stored in one, so that whoever compares two versions of an object sees no
/// change where there is none: `1024Mi` and `1Gi` are both `1Gi`.
extension Shape {
    /// - Parameter document: of this shape.
    func writeCanonically(_ document: inout JSON) {
        switch (self, document) {
        case (.quantity, .string), (.quantity, .integer), (.quantity, .number):
            if let quantity = try? Quantity(json: document) { document = quantity.json }
        case (.object(let shape), .object(var object)):
            document = .null
            for index in object.members.indices {
                shape[object.members[index].name]?.shape.writeCanonically(&object.members[index].value)
            }
            document = .object(object)
        case (.map(let value), .object(var object)):
            document = .null
            for index in object.members.indices { value.writeCanonically(&object.members[index].value) }
            document = .object(object)
        case (.list(let element), .array(var elements)):
            document = .null
            for index in elements.indices { element.writeCanonically(&elements[index]) }
            document = .array(elements)
        default: break
        }
    }
}
