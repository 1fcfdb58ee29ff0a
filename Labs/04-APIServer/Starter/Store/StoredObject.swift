internal import APIServerContract
package import Schema

/// One version of one object, ready to be sent: its text, and what selectors ask for.
///
/// The text is kept rather than the parsed document: a get or a list copies bytes, and memory stays near the size of
/// what is stored. What selectors look at is read off once, when the version arrives.
package final class StoredObject: Sendable {
    /// `namespace/name`, or `name` alone: unique among the objects of a resource, and the order of lists.
    package let key: String
    package let namespace: String
    /// The store's revision that made this version: the object's `resourceVersion`.
    package let revision: Int
    /// The document with its `resourceVersion` in it.
    package let text: [UInt8]
    package let labels: [String: String]
    /// By path, such as `spec.nodeName`: only the fields that may be selected by.
    package let fields: [String: String]

    /// - Parameter document: without a `resourceVersion`, or with any.
    package init(document: JSON, revision: Int, selectableFields: [SelectableField]) {
        var document = document
        document.resourceVersion = String(revision)
        namespace = document.namespace
        key = namespace.isEmpty ? document.name : "\(namespace)/\(document.name)"
        self.revision = revision
        text = document.bytes
        labels = document.labels
        fields = Dictionary(
            selectableFields.map { ($0.path, $0.value(in: document)) }, uniquingKeysWith: { first, _ in first })
    }

    private init(_ object: StoredObject, text: [UInt8], revision: Int) {
        key = object.key
        namespace = object.namespace
        labels = object.labels
        fields = object.fields
        self.text = text
        self.revision = revision
    }

    /// The document, parsed anew.
    package func document() throws(DecodeError) -> JSON { try JSON(parsing: text) }

    /// The last version of an object, under the revision at which it was deleted: what watchers get to see of the end.
    func deleted(at revision: Int) -> StoredObject {
        // Lab 04, step 3: yours to write.
        return self
    }
}

/// A path that a field selector may name, and how the empty value is written.
package struct SelectableField: Sendable {
    package let path: String
    private let steps: [String]
    private let absent: String

    package init(_ path: String, absent: String = "") {
        self.path = path
        steps = path.split(separator: ".").map(String.init)
        self.absent = absent
    }

    func value(in document: JSON) -> String {
        switch document[path: steps] {
        case .string(let text): text
        case .bool(let flag): String(flag)
        case .integer(let number): String(number)
        default: absent
        }
    }
}
