/// A value that has the wrong form, and where it stands.
///
/// Thrown without a path by the value itself; each reader on the way out puts its own step in front, so that reading
/// a document that is right costs nothing for the paths.
public struct DecodeError: Error, Hashable, CustomStringConvertible {
    /// From the root: `["spec", "containers", "[0]", "image"]`.
    public var path: [String]
    /// "expected string, got number".
    public var message: String

    public init(_ message: String, path: [String] = []) {
        self.message = message
        self.path = path
    }

    static func expected(_ wanted: String, got value: JSON) -> DecodeError {
        DecodeError("expected \(wanted), got \(value.typeName)")
    }

    /// The same error, one step further out.
    public func under(_ step: String) -> DecodeError {
        DecodeError(message, path: [step] + path)
    }

    /// `spec.containers[0].image`.
    public var field: String {
        path.reduce(into: "") { text, step in text = text.isEmpty ? step : FieldPath.join(text, step) }
    }

    public var description: String { path.isEmpty ? message : "\(field): \(message)" }
}

/// Places in documents as messages name them: `spec.containers[0].image`.
enum FieldPath {
    static func join(_ first: String, _ rest: String) -> String {
        rest.hasPrefix("[") ? first + rest : first + "." + rest
    }
}
