/// Whether the values of a document have the types that were declared for them.
extension Shape {
    /// - Throws: the first value of another type, with its place. Undeclared members and nulls are passed over.
    public func check(_ document: JSON) throws(DecodeError) {
        if document.isNull { return }
        switch self {
        case .string: _ = try String(json: document)
        case .boolean: _ = try Bool(json: document)
        case .integer: _ = try Int(json: document)
        case .number: _ = try Double(json: document)
        case .bytes: _ = try Bytes(json: document)
        case .quantity: _ = try Quantity(json: document)
        case .intOrString: _ = try IntOrString(json: document)
        case .time, .microTime: _ = try MicroTime(json: document)
        case .object, .map: try checkMembers(of: document)
        case .list(let element): try Self.checkElements(of: document, element)
        case .any: break
        }
    }

    private func checkMembers(of document: JSON) throws(DecodeError) {
        guard case .object(let object) = document else { throw .expected("object", got: document) }
        for member in object {
            do { try self.member(member.name).shape.check(member.value) } catch { throw error.under(member.name) }
        }
    }

    private static func checkElements(of document: JSON, _ element: Shape) throws(DecodeError) {
        guard case .array(let elements) = document else { throw .expected("array", got: document) }
        for (index, value) in elements.enumerated() {
            do { try element.check(value) } catch { throw error.under("[\(index)]") }
        }
    }
}
