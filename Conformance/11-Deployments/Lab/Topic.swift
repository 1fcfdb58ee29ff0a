internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "deployments", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let deployment = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"
    static let code = "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/"
}
