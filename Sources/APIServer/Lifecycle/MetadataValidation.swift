package import API
import APIServerContract
import Objects
package import Schema

/// What may stand in an object's metadata: names, labels, annotations, owners, finalizers.
package enum MetadataValidation {
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
