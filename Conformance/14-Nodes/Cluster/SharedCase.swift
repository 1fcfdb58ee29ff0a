internal import API
internal import Conformance

/// A requirement of any node lifecycle controller, and the story that tries it: told to a program, and to a cluster.
struct SharedCase: Sendable {
    typealias Body = @Sendable (NodeStage) async throws -> Void
    let name: String
    let requirement: Requirement
    /// Told to clusters, too: those stories that wait for a silence take a minute there, so not all are.
    var isForClusters = true
    let body: Body

    init(
        _ name: String, _ must: String, _ page: String = SharedCase.taints, says: String = "", onClusters: Bool = true,
        _ body: @escaping Body
    ) {
        self.name = name
        requirement = Requirement(must, source: page, says: says)
        isForClusters = onClusters
        self.body = body
    }

    static let nodes = "https://kubernetes.io/docs/concepts/architecture/nodes/"
    static let taints = "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"
    static let flags = "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/"
}

enum SharedCases {
    static let all = silences + conditions + evictions
}
