/// Unknown members don't reach the store: what a shape doesn't declare is taken out, and reported.
extension Shape {
    /// Takes out the members that aren't declared.
    ///
    /// - Returns: where they stood: `spec.containers[0].foo`. Strict validation calls each an `unknown field "…"`.
    public func prune(_ document: inout JSON) -> [String] {
        switch (self, document) {
        case (.object(let shape), .object(var object)):
            document = .null
            let paths = Self.prune(&object, shape)
            document = .object(object)
            return paths
        case (.map(let value), .object(var object)):
            document = .null
            let paths = object.members.indices.flatMap { index in
                value.prune(&object.members[index].value).map { FieldPath.join(object.members[index].name, $0) }
            }
            document = .object(object)
            return paths
        case (.list(let element), .array(var elements)):
            document = .null
            let paths = elements.indices.flatMap { index in
                element.prune(&elements[index]).map { FieldPath.join("[\(index)]", $0) }
            }
            document = .array(elements)
            return paths
        default: return []
        }
    }

    private static func prune(_ object: inout JSONObject, _ shape: ObjectShape) -> [String] {
        var paths: [String] = []
        for index in object.members.indices {
            let name = object.members[index].name
            guard let member = shape[name] else {
                if !shape.keepsUnknown { paths.append(name) }
                continue
            }
            paths += member.shape.prune(&object.members[index].value).map { FieldPath.join(name, $0) }
        }
        if !paths.isEmpty, !shape.keepsUnknown { object.members.removeAll { shape[$0.name] == nil } }
        return paths
    }

    /// Takes out the members that are null, which count as absent; what has no declared shape keeps them.
    public func dropNulls(_ document: inout JSON) {
        if case .object(var object) = document {
            if case .any = self { return }
            document = .null
            object.members.removeAll { $0.value.isNull }
            for index in object.members.indices {
                member(object.members[index].name).shape.dropNulls(&object.members[index].value)
            }
            document = .object(object)
        } else if case .list(let shape) = self, case .array(var elements) = document {
            document = .null
            for index in elements.indices { shape.dropNulls(&elements[index]) }
            document = .array(elements)
        }
    }
}
