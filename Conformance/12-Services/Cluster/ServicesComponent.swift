public import Conformance
internal import ConformanceStage
internal import Client

/// The component's suite: what any program must do that is to be a node's kube-proxy, judged by packets only.
///
/// The program is started with `--kubeconfig=FILE --hostname-override=node-1` in the network namespace of a node, anew for
/// each case. Nothing here knows which rules it writes, or with which tool.
public enum ServicesComponent {
    static let user = "system:kube-proxy"

    public static let suite = Suite(
        12, "Services", level: .component, component: "kube-proxy", setting: prepare, cases: ProxyCases.all)

    @Sendable private static func prepare(
        _ subject: Subject, _ run: @Sendable (any Sendable) async throws -> Void
    ) async throws {
        guard case .component(let programs, let stage) = subject else { throw Undecided("there is no program") }
        // Without the program each case says so, and needs no stage.
        if programs["kube-proxy"] == nil { return try await run(()) }
        try await ControlPlane.run(users: [user], on: stage) { try await run($0) }
    }

    static let virtualIPs = "https://kubernetes.io/docs/reference/networking/virtual-ips/"
    static let services = "https://kubernetes.io/docs/concepts/services-networking/service/"

    /// A case of this suite: a fresh network, and the program runs.
    static func story(
        _ identifier: String, _ must: String, source: String = virtualIPs, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (ProxyOnStage) async throws -> Void
    ) -> Case {
        Case(
            "services/component/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(90)
        ) { scenario in
            try await ProxyOnStage.play(scenario, body)
        }
    }
}
