internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "replicasets", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let replicaSet = "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/"
    static let controllers = "https://kubernetes.io/docs/concepts/architecture/controller/"
    static let owners = "https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/"
    static let controllerReference =
        "https://github.com/kubernetes/design-proposals-archive/blob/main/api-machinery/controller-ref.md"
    static let code = "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/"
}
