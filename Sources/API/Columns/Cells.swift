import Schema

/// Phrases that several columns share.

func orNone(_ text: String) -> JSON { .string(text.isEmpty ? "<none>" : text) }

func number(_ value: Int) -> JSON { .integer(Int64(value)) }

/// "a=1,b=2".
func labels(_ labels: [String: String]) -> JSON {
    orNone(labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))
}

/// The first three of a list, and how many more there are.
func firstThree(_ list: [String], ifEmpty empty: String) -> JSON {
    if list.isEmpty { return .string(empty) }
    let shown = list.prefix(3).joined(separator: ",")
    return .string(list.count > 3 ? "\(shown) + \(list.count - 3) more..." : shown)
}

/// Columns of what makes pods from a template.
extension Column {
    static func containers(_ spec: @escaping @Sendable (Object) -> PodSpec) -> Column {
        Column("Containers", wide: true, "Names of the template's containers.") { object, _ in
            .string(spec(object).containers.map(\.name).joined(separator: ","))
        }
    }

    static func images(_ spec: @escaping @Sendable (Object) -> PodSpec) -> Column {
        Column("Images", wide: true, "Images of the template's containers.") { object, _ in
            .string(spec(object).containers.map(\.image).joined(separator: ","))
        }
    }

    static func selector(_ selector: @escaping @Sendable (Object) -> LabelSelector?) -> Column {
        Column("Selector", wide: true, "Labels of the pods.") { object, _ in orNone(selector(object)?.text ?? "") }
    }

    static func count(_ name: String, _ description: String, _ value: @escaping @Sendable (Object) -> Int) -> Column {
        Column(name, type: "integer", description) { object, _ in number(value(object)) }
    }

    static func text(
        _ name: String, wide: Bool = false, _ description: String, _ value: @escaping @Sendable (Object) -> String
    ) -> Column {
        Column(name, wide: wide, description) { object, _ in .string(value(object)) }
    }
}

extension Column where Object: Resource {
    static var createdAt: Column {
        Column("Created At", "When the object was created.") { object, _ in
            .string(object.metadata.creationTimestamp.description)
        }
    }
}
