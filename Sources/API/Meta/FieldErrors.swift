public import Schema

/// What is wrong with a member of a document, in Kubernetes' words.
///
/// Source: k8s.io/apimachinery/pkg/util/validation/field.
extension StatusCause {
    public init(reason: String, field: String, _ message: String) {
        self.init()
        self.reason = reason
        self.field = field
        self.message = message
    }

    /// `spec.containers[0].image: Required value`.
    public static func required(_ field: String, _ detail: String = "") -> StatusCause {
        StatusCause(reason: "FieldValueRequired", field: field, "Required value" + suffix(detail))
    }

    public static func invalid(_ field: String, value: JSON, _ detail: String) -> StatusCause {
        StatusCause(reason: "FieldValueInvalid", field: field, "Invalid value: \(text(value))" + suffix(detail))
    }

    public static func wrongType(_ field: String, value: JSON, _ detail: String) -> StatusCause {
        StatusCause(reason: "FieldValueTypeInvalid", field: field, "Invalid value: \(text(value))" + suffix(detail))
    }

    public static func notSupported(_ field: String, value: JSON, supported: [String]) -> StatusCause {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        return StatusCause(
            reason: "FieldValueNotSupported", field: field,
            "Unsupported value: \(text(value)): supported values: \(list)")
    }

    public static func duplicate(_ field: String, value: JSON) -> StatusCause {
        StatusCause(reason: "FieldValueDuplicate", field: field, "Duplicate value: \(text(value))")
    }

    public static func notFound(_ field: String, value: JSON) -> StatusCause {
        StatusCause(reason: "FieldValueNotFound", field: field, "Not found: \(text(value))")
    }

    public static func forbidden(_ field: String, _ detail: String) -> StatusCause {
        StatusCause(reason: "FieldValueForbidden", field: field, "Forbidden" + suffix(detail))
    }

    public static func tooLong(_ field: String, limit: Int) -> StatusCause {
        StatusCause(reason: "FieldValueTooLong", field: field, "Too long: may not be more than \(limit) bytes")
    }

    public static func tooMany(_ field: String, count: Int, limit: Int) -> StatusCause {
        StatusCause(
            reason: "FieldValueTooMany", field: field,
            "Too many: \(count): must have at most \(limit) item\(limit == 1 ? "" : "s")")
    }

    private static func suffix(_ detail: String) -> String { detail.isEmpty ? "" : ": \(detail)" }
    private static func text(_ value: JSON) -> String { String(decoding: value.bytes, as: UTF8.self) }
}
