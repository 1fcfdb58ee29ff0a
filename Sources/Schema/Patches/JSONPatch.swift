/// A JSON Patch (RFC 6902): a list of operations, each at a place given by a JSON Pointer; all succeed or none does.
///
/// ```
/// [{"op": "test", "path": "/spec/replicas", "value": 1}, {"op": "replace", "path": "/spec/replicas", "value": 2}]
/// ```
/// The messages are those of evanphx/json-patch, which Kubernetes uses. What a patch from anybody may do is bounded:
/// the number of operations, the nesting, and how much `copy` adds (copying a document into itself twenty times makes
/// a million of it).
public enum JSONPatch {
    static let maximumOperations = 10_000
    static let maximumCopiedBytes = 3 << 20

    public static func apply(_ patch: JSON, to document: JSON) throws(PatchError) -> JSON {
        guard case .array(let operations) = patch else { throw PatchError("a JSON patch is an array of operations") }
        guard operations.count <= maximumOperations else {
            throw PatchError(
                "The allowed maximum operations in a JSON patch is \(maximumOperations), got \(operations.count)")
        }
        var editor = DocumentEditor(document: document)
        for operation in operations { try Operation(operation).perform(on: &editor) }
        return editor.document
    }

    private struct Operation {
        let kind: String
        let path: JSONPointer
        let from: JSONPointer
        private let value: JSON?

        init(_ json: JSON) throws(PatchError) {
            guard let kind = json["op"]?.string else { throw PatchError("an operation has no op") }
            guard let path = json["path"]?.string else { throw PatchError("\(kind) operation has no path") }
            self.kind = kind
            self.path = try JSONPointer(path)
            from = try JSONPointer(json["from"]?.string ?? "")
            value = json["value"]
        }

        func perform(on editor: inout DocumentEditor) throws(PatchError) {
            switch kind {
            case "add": try editor.add(required(), at: path, "add")
            case "remove": _ = try editor.remove(path)
            case "replace": try editor.replace(path, by: required())
            case "test": try editor.test(path, value ?? .null)
            case "move": try editor.move(from: from, to: path)
            case "copy": try editor.copy(from: from, to: path)
            default: throw PatchError("Unexpected kind: \(kind)")
            }
        }

        private func required() throws(PatchError) -> JSON {
            guard let value else { throw PatchError("\(kind) operation has no value") }
            return value
        }
    }
}

/// A patch that cannot be read, or doesn't fit the document.
public struct PatchError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// A place in a document (RFC 6901): `/spec/containers/0/image`. In a step, `~1` stands for `/` and `~0` for `~`.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public let steps: [String]

    public init(_ text: String) throws(PatchError) {
        guard text.isEmpty || text.hasPrefix("/") else { throw PatchError("path \"\(text)\" doesn't begin with /") }
        description = text
        steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            $0.contains("~") ? String($0).replacing("~1", "/").replacing("~0", "~") : String($0)
        }
        guard steps.count <= JSON.maximumDepth else { throw PatchError("exceeded max depth") }
    }
}

extension String {
    fileprivate func replacing(_ part: String, _ other: String) -> String {
        var result = ""
        var rest = self[...]
        while let first = rest.first {
            let matches = rest.hasPrefix(part)
            result += matches ? other : String(first)
            rest = rest.dropFirst(matches ? part.count : 1)
        }
        return result
    }
}
