internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "apiserver", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    private static let reference = "https://kubernetes.io/docs/reference/"
    static let concepts = reference + "using-api/api-concepts/"
    static let access = reference + "access-authn-authz/rbac/"
    static let conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"
    static let finalizers = "https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/"
    static let names = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
    static let mergePatch = "https://www.rfc-editor.org/rfc/rfc7386"
    static let strategic =
        "https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/"
    static let strategicDetails =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md"
}
