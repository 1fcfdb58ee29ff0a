internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "reconciliation", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let controllers = "https://kubernetes.io/docs/concepts/architecture/controller/"
    static let concepts = "https://kubernetes.io/docs/reference/using-api/api-concepts/"
    static let conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"
    static let writing =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/controllers.md"
    static let owners = "https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/"
    static let client = "https://github.com/kubernetes/client-go/blob/master/"
    /// The seven sentences of this lab's own controller.
    static let copier = "Sources/ReconciliationContract/ControllerCore.swift"
}
