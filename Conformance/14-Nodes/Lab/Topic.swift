internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(concept: "nodes", step: step, name: name, source: source, invariant: invariant, look: look)
    }

    /// A case that is told as a story.
    /// - Parameter says: the source's own sentence.
    func story(
        _ name: String, must: String, weight: Int = 1, source: String? = nil, says: String = "", look: String? = nil,
        _ text: String
    ) -> Case {
        var told = make(name, must: must, says: says, weight: weight, source: source, look: look) { scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
        told.script = text
        return told
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
