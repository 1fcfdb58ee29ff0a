internal import Client
internal import Conformance

/// A requirement of any API server, and the story that tries it: told to a program, and to a cluster.
struct SharedCase: Sendable {
    typealias Body = @Sendable (ServerStage) async throws -> Void
    let name: String
    let requirement: Requirement
    let body: Body

    init(_ name: String, _ must: String, _ page: Page, says: String = "", look: String = "", _ body: @escaping Body) {
        self.name = name
        requirement = Requirement(must, source: page.rawValue, says: says, look: look)
        self.body = body
    }

    /// As a case of a suite, in a namespace of its own.
    func asCase(_ prefix: String, client: @escaping @Sendable (Scenario) throws -> ClusterClient) -> Case {
        Case("\(prefix)/\(name)", requirement, timeLimit: .seconds(120)) { scenario in
            let stage = ServerStage(
                scenario: scenario, client: try client(scenario),
                namespace: "apiserver-\(String(scenario.seed, radix: 36))")
            try await stage.prepare()
            do { try await body(stage) } catch {
                try await stage.leave()
                throw error
            }
            try await stage.leave()
        }
    }
}

/// Where requirements are from.
enum Page: String {
    case concepts = "https://kubernetes.io/docs/reference/using-api/api-concepts/"
    case conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"
    case patches = "https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/"
    case apply = "https://kubernetes.io/docs/reference/using-api/server-side-apply/"
    case finalizers = "https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/"
    case names = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"
    case configMaps = "https://kubernetes.io/docs/concepts/configuration/configmap/"
    case access = "https://kubernetes.io/docs/reference/access-authn-authz/rbac/"
    case authorization = "https://kubernetes.io/docs/reference/access-authn-authz/authorization/"
    case authentication = "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
    case admission = "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/"
    case accounts = "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/"
    case scale = "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/"
    case discovery = "https://kubernetes.io/docs/concepts/overview/kubernetes-api/"
    case jsonPatch = "https://www.rfc-editor.org/rfc/rfc6902"
    case mergePatch = "https://www.rfc-editor.org/rfc/rfc7386"
}
