internal import Conformance

extension Topic {
    init(step: Int, name: String, source: String, invariant: String, look: String) {
        self.init(
            concept: "objects", step: step, name: name, source: source, invariant: invariant, look: look
        ) { text, scenario in
            var story = try await Story(scenario)
            try await story.tell(text)
        }
    }
}

/// Where requirements are from.
enum Page {
    private static let docs = "https://kubernetes.io/docs/"
    static let labels = docs + "concepts/overview/working-with-objects/labels/"
    static let fields = docs + "concepts/overview/working-with-objects/field-selectors/"
    static let quantity = docs + "reference/kubernetes-api/common-definitions/quantity/"
    static let collection = docs + "concepts/architecture/garbage-collection/"
    static let owners = docs + "concepts/overview/working-with-objects/owners-dependents/"
    static let finalizers = docs + "concepts/overview/working-with-objects/finalizers/"
    static let meta = docs + "reference/kubernetes-api/common-definitions/object-meta/"
    static let conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"
    static let parseSelector =
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/fields/selector.go"
    static let collector =
        "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/garbagecollector/garbagecollector.go"
}
