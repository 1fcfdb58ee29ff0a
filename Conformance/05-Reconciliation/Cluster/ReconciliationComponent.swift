internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import ReconciliationContract
internal import Schema

/// Black box: any program, in any language, that copies ConfigMaps as the seven sentences ask for
/// (`Sources/ReconciliationContract/ControllerCore.swift`), judged by what it writes.
///
/// The program is started with `--kubeconfig=FILE` (and KUBECONFIG in its environment), once for each case. Its connections are
/// cut, the history that it would go on from is lost, others write what it is about to write, and it is killed: whatever
/// happens, in the end there must be the copies that should be.
public enum ReconciliationComponent {
    static let user = "system:kube-controller-manager"
    static let component = "copy-controller"

    public static let suite = Suite(
        5, "Reconciliation", level: .component, component: component, setting: prepare,
        cases: CopyCases.all + FaultCases.all)

    @Sendable private static func prepare(
        _ subject: Conformance.Subject, _ run: @Sendable (any Sendable) async throws -> Void
    ) async throws {
        guard case .component(_, let stage) = subject else { throw Undecided("there is no program") }
        try await ControlPlane.run(users: [user], on: stage) { plane in
            try await permit(plane.client)
            try await run(plane)
        }
    }

    /// Whoever the program is on this stage may do what it must.
    private static func permit(_ client: ClusterClient) async throws {
        var binding = ClusterRoleBinding()
        binding.metadata.name = "conformance-copy-controller"
        (binding.roleRef.apiGroup, binding.roleRef.kind) = ("rbac.authorization.k8s.io", "ClusterRole")
        binding.roleRef.name = "cluster-admin"
        var subject = API.Subject()
        (subject.apiGroup, subject.kind, subject.name) = ("rbac.authorization.k8s.io", "User", user)
        binding.subjects = [subject]
        do { try await client.create(binding) } catch let status as Status where status.isAlreadyExists {}
    }

    /// - Parameter isStarted: the program is started before the story begins.
    static func story(
        _ name: String, _ must: String, source: String = "Sources/ReconciliationContract/ControllerCore.swift",
        says: String = "", isStarted: Bool = true, isSeeded: Bool = false,
        _ body: @escaping @Sendable (CopyProgram, CopyStage) async throws -> Void
    ) -> Case {
        Case(
            "reconciliation/component/\(name)", Requirement(must, source: source, says: says), isSeeded: isSeeded,
            timeLimit: .seconds(150)
        ) { scenario in
            let program = try CopyProgram(scenario)
            try await program.stage.namespace("kube")
            if isStarted { try program.start() }
            do { try await body(program, program.stage) } catch {
                try await program.stage.clear()
                throw error
            }
            program.kill()
            try await program.stage.clear()
        }
    }
}
