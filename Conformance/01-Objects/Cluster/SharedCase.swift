internal import Client
internal import Conformance
internal import Schema

/// A requirement of any API server, and the story that tries it: told to a program, and to a cluster.
struct SharedCase: Sendable {
    typealias Body = @Sendable (ObjectStage) async throws -> Void
    let name: String
    let requirement: Requirement
    let body: Body

    init(_ name: String, _ must: String, _ page: String, says: String = "", _ body: @escaping Body) {
        self.name = name
        requirement = Requirement(must, source: page, says: says)
        self.body = body
    }

    /// As a case of a suite, in a namespace of its own.
    func asCase(_ prefix: String, client: @escaping @Sendable (Scenario) throws -> ClusterClient) -> Case {
        Case("\(prefix)/\(name)", requirement, timeLimit: .seconds(180)) { scenario in
            let stage = ObjectStage(
                scenario: scenario, client: try client(scenario),
                namespace: "objects-\(String(scenario.seed, radix: 36))")
            try await stage.prepare()
            do { try await body(stage) } catch {
                try await stage.leave()
                throw error
            }
            try await stage.leave()
        }
    }

    private static let docs = "https://kubernetes.io/docs/"
    static let labels = docs + "concepts/overview/working-with-objects/labels/"
    static let fields = docs + "concepts/overview/working-with-objects/field-selectors/"
    static let owners = docs + "concepts/overview/working-with-objects/owners-dependents/"
    static let finalizerPage = docs + "concepts/overview/working-with-objects/finalizers/"
    static let collection = docs + "concepts/architecture/garbage-collection/"
    static let quantity = docs + "reference/kubernetes-api/common-definitions/quantity/"
    static let meta = docs + "reference/kubernetes-api/common-definitions/object-meta/"
    static let concepts = docs + "reference/using-api/api-concepts/"
    static let conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"
}

enum SharedCases {
    static let all = selectors + quantities + deletions + wishes
}
