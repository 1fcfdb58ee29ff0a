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
        12, "Services", level: .component, component: "kube-proxy", setting: ControlPlane.setting(for: user),
        cases: ProxyCases.all)

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
