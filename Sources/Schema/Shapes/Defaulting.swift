/// What a document doesn't say, its declaration does: the API server writes the defaults into it before it is stored.
extension Shape {
    /// Fills in the declared defaults of every object that is there, then those inside of what was filled in.
    public func fillDefaults(in document: inout JSON) {
        switch (self, document) {
        case (.object(let shape), .object(var object)):
            document = .null
            for member in shape.defaulted where (object[member.name] ?? .null).isNull {
                object[member.name] = member.defaultValue
            }
            for index in object.members.indices {
                shape[object.members[index].name]?.shape.fillDefaults(in: &object.members[index].value)
            }
            document = .object(object)
        case (.map(let value), .object(var object)):
            document = .null
            for index in object.members.indices { value.fillDefaults(in: &object.members[index].value) }
            document = .object(object)
        case (.list(let element), .array(var elements)):
            document = .null
            for index in elements.indices { element.fillDefaults(in: &elements[index]) }
            document = .array(elements)
        default: break
        }
    }
}
