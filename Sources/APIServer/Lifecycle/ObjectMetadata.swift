package import API
import Objects
package import Schema

/// The part of an object that the server keeps: who it is, since when, which version.
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
    package static func prepareForCreate(
        _ document: inout JSON, birth: Birth, namespace: String, countsGenerations: Bool
    ) {
        if document.name.isEmpty, let prefix = document[path: ["metadata", "generateName"]]?.string, !prefix.isEmpty {
            document[path: ["metadata", "name"]] = .string(prefix.prefix(63 - birth.suffix.count) + birth.suffix)
        }
        document[path: ["metadata", "namespace"]] = namespace.isEmpty ? nil : .string(namespace)
        document[path: ["metadata", "uid"]] = .string(birth.uid)
        document[path: ["metadata", "creationTimestamp"]] = birth.now.json
        document[path: ["metadata", "generation"]] = countsGenerations ? 1 : nil
        dropEmpty(&document)
        for gone in ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            document[path: ["metadata", gone]] = nil
        }
    }

    /// What no update may change is taken from the stored version; a changed spec is a new generation.
    package static func prepareForUpdate(_ document: inout JSON, from old: JSON, countsGenerations: Bool) {
        let kept = [
            "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName",
        ]
        for name in kept { document[path: ["metadata", name]] = old[path: ["metadata", name]] }
        document[path: ["metadata", "selfLink"]] = nil
        dropEmpty(&document)
        guard countsGenerations, let generation = old[path: ["metadata", "generation"]]?.integer else { return }
        let next = Generation.next(generation, from: members(of: old), to: members(of: document))
        document[path: ["metadata", "generation"]] = next.json
    }

    private static func members(of document: JSON) -> [String: JSON] {
        Dictionary((document.object?.members ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// No labels, and an empty map of labels, are the same thing, and look the same.
    private static func dropEmpty(_ document: inout JSON) {
        for name in ["labels", "annotations", "ownerReferences", "finalizers"] {
            guard let value = document[path: ["metadata", name]] else { continue }
            if value == [:] || value == [] { document[path: ["metadata", name]] = nil }
        }
    }

    /// - Parameter nameErrors: the kind's own rule.
    package static func validate(_ document: JSON, nameErrors: (String) -> [String]) -> [StatusCause] {
        let name = document.name
        guard !name.isEmpty else { return [.required("metadata.name", "name or generateName is required")] }
        return nameErrors(name).map { .invalid("metadata.name", value: .string(name), $0) }
            + labelErrors(document) + annotationErrors(document) + ownerErrors(document) + finalizerErrors(document)
    }

    private static func labelErrors(_ document: JSON) -> [StatusCause] {
        labelErrors(document[path: ["metadata", "labels"]], at: "metadata.labels")
    }

    /// The errors of a map of labels, wherever it stands.
    package static func labelErrors(_ labels: JSON?, at field: String) -> [StatusCause] {
        (labels?.object?.members ?? []).flatMap { label -> [StatusCause] in
            let value = label.value.string ?? ""
            return LabelSyntax.problems(ofKey: label.name).map { .invalid(field, value: .string(label.name), $0) }
                + LabelSyntax.problems(ofValue: value).map { .invalid(field, value: .string(value), $0) }
        }
    }

    private static func annotationErrors(_ document: JSON) -> [StatusCause] {
        let annotations = document[path: ["metadata", "annotations"]]?.object?.members ?? []
        let size = annotations.reduce(0) { $0 + $1.name.utf8.count + ($1.value.string?.utf8.count ?? 0) }
        let keys = annotations.flatMap { annotation in
            LabelSyntax.problems(ofKey: annotation.name.lowercased()).map {
                StatusCause.invalid("metadata.annotations", value: .string(annotation.name), $0)
            }
        }
        return size > 256 << 10 ? keys + [.tooLong("metadata.annotations", limit: 256 << 10)] : keys
    }

    private static func ownerErrors(_ document: JSON) -> [StatusCause] {
        let owners = document[path: ["metadata", "ownerReferences"]]?.array ?? []
        let incomplete = owners.enumerated().flatMap { index, owner in
            ["apiVersion", "kind", "name", "uid"].filter { owner[$0]?.string ?? "" == "" }.map {
                StatusCause.required("metadata.ownerReferences[\(index)].\($0)", "must not be empty")
            }
        }
        let controllers = owners.filter { $0["controller"]?.bool == true }
        guard controllers.count > 1 else { return incomplete }
        return incomplete + [
            .invalid(
                "metadata.ownerReferences", value: .array(owners),
                "Only one reference can have Controller set to true. Found \"true\" in references for "
                    + controllers.map { "\($0["kind"]?.string ?? "")/\($0["name"]?.string ?? "")" }
                    .joined(separator: " and "))
        ]
    }

    private static func finalizerErrors(_ document: JSON) -> [StatusCause] {
        document.finalizers.flatMap { finalizer -> [StatusCause] in
            if ["orphan", "foregroundDeletion", "kubernetes"].contains(finalizer) { return [] }
            guard finalizer.contains("/") else {
                return [
                    .invalid(
                        "metadata.finalizers", value: .string(finalizer),
                        "name is neither a standard finalizer name nor is it fully qualified")
                ]
            }
            return LabelSyntax.problems(ofKey: finalizer).map {
                .invalid("metadata.finalizers", value: .string(finalizer), $0)
            }
        }
    }
}
