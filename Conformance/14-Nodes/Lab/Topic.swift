internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "nodes", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let nodes = "https://kubernetes.io/docs/concepts/architecture/nodes/"
    static let leases = "https://kubernetes.io/docs/concepts/architecture/leases/"
    static let taints = "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"
    static let flags = "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/"
    static let code = "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/"
}
