public import Conformance
internal import ConformanceStage

/// The component's suite: what any program must do that is to be a cluster's name server, judged by its answers only.
///
/// The program is started with `--kubeconfig=FILE --bind-address=127.0.0.1 --port=PORT` (and KUBECONFIG and DNS_PORT in its
/// environment), anew for each case, on a control plane of ours without nodes; services and endpoints are what the cases
/// write. The domain is cluster.local.
public enum ClusterDNSComponent {
    static let user = "system:dns"
    static let component = "cluster-dns"

    public static let suite = Suite(
        13, "ClusterDNS", level: .component, component: component, setting: ControlPlane.setting(for: user),
        cases: RecordCases.all + ServerCases.all)

    static let specification = "https://github.com/kubernetes/dns/blob/master/docs/specification.md"

    static func request(_ number: Int, _ section: String) -> String {
        "https://www.rfc-editor.org/rfc/rfc\(number)#section-\(section)"
    }

    /// A case of this suite: the program runs, and there are no services but the cluster's own.
    static func story(
        _ identifier: String, _ must: String, source: String = specification, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (NamesOnStage) async throws -> Void
    ) -> Case {
        Case(
            "dns/component/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(90)
        ) { scenario in
            try await NamesOnStage(scenario).play(body)
        }
    }
}
