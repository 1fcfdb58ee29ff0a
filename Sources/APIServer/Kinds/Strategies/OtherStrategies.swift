package import API
import APIServerContract
import Objects
package import Schema

/// Namespaces: held by the finalizer `kubernetes` until the namespace controller has emptied them.
package struct NamespaceStrategy: Strategy {
    package init() {}

    package var countsGenerations: Bool { false }
    package func nameErrors(_ name: String) -> [String] { LabelSyntax.problems(ofDNSLabel: name) }

    package func prepareForCreate(_ document: inout JSON) {
        document[path: ["spec", "finalizers"]] = ["kubernetes"]
        document["status"] = ["phase": "Active"]
        document[path: ["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(document.name)
    }

    /// `spec.finalizers` is changed through `finalize` only.
    package func prepareForUpdate(_ document: inout JSON, from old: JSON) {
        document[path: ["spec", "finalizers"]] = old[path: ["spec", "finalizers"]]
        document[path: ["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(document.name)
    }

    package func marked(_ document: JSON) -> JSON {
        var document = document
        document[path: ["status", "phase"]] = "Terminating"
        return document
    }
}

/// Nodes: the kubelet registers them with their status.
package struct NodeStrategy: Strategy {
    package init() {}
    package var countsGenerations: Bool { false }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        let before = old[path: ["spec", "podCIDR"]]?.string ?? ""
        guard !before.isEmpty, before != document[path: ["spec", "podCIDR"]]?.string else { return [] }
        return [.forbidden("spec.podCIDR", "node updates may not change podCIDR except from \"\" to valid")]
    }
}

/// Kinds that a PUT may make, and that don't count generations: Leases, Endpoints, Events.
package struct RecordStrategy: Strategy {
    package init() {}
    package var allowsCreateOnUpdate: Bool { true }
    package var countsGenerations: Bool { false }
}
