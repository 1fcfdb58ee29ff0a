internal import APIServerContract
package import Schema

/// The part of an object that the server keeps: who it is, since when, which version.
///
/// A client may send whatever it likes there: of a new object it is forgotten, of another one it stays as it was.
package enum ObjectMetadata {
    /// What a create needs from outside, so that the rules stay pure.
    package struct Birth: Sendable {
        package var uid: String
        package var now: Time
        /// Five letters behind a `generateName`.
        package var suffix: String

        package init(uid: String, now: Time, suffix: String) {
            self.uid = uid
            self.now = now
            self.suffix = suffix
        }
    }

    /// Makes a new object out of what a client sent: a name where it asked for one, an identity, no history.
    ///
    /// - Parameter namespace: that of the path; empty for what has none.
    package static func prepareForCreate(_ document: inout JSON, birth: Birth, namespace: String) {
        // lab 04.1: begin
        if document.name.isEmpty, let prefix = document[path: ["metadata", "generateName"]]?.string, !prefix.isEmpty {
            document[path: ["metadata", "name"]] = .string(prefix.prefix(63 - birth.suffix.count) + birth.suffix)
        }
        document[path: ["metadata", "namespace"]] = namespace.isEmpty ? nil : .string(namespace)
        document[path: ["metadata", "uid"]] = .string(birth.uid)
        document[path: ["metadata", "creationTimestamp"]] = birth.now.json
        dropEmpty(&document)
        let historic = ["generation", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"]
        for name in historic {
            document[path: ["metadata", name]] = nil
        }
        // lab 04.1: end
    }

    /// What no update may change is taken from the stored version.
    package static func prepareForUpdate(_ document: inout JSON, from old: JSON) {
        // lab 04.1: begin
        let kept = [
            "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName",
            "generation",
        ]
        for name in kept { document[path: ["metadata", name]] = old[path: ["metadata", name]] }
        document[path: ["metadata", "selfLink"]] = nil
        dropEmpty(&document)
        // lab 04.1: end
    }

    /// No labels, and an empty map of labels, are the same thing, and look the same.
    private static func dropEmpty(_ document: inout JSON) {
        for name in ["labels", "annotations", "ownerReferences", "finalizers"] {
            guard let value = document[path: ["metadata", name]] else { continue }
            if value == [:] || value == [] { document[path: ["metadata", name]] = nil }
        }
    }
}
