public import Conformance

/// The component's suite: what any program must do that is to be a cluster's store, seen through etcd's gRPC API only.
///
/// Each case has a process of its own, on a data folder of its own. The program is started with etcd's flags
/// `--data-dir`, `--listen-client-urls` and `--advertise-client-urls`; what only a member of a cluster needs stands in the
/// environment, in etcd's words (`ETCD_LISTEN_PEER_URLS`…), so that a program that has no peers need not know it.
public enum EtcdComponent {
    public static let suite = Suite(
        2, "Etcd", level: .component, component: "etcd",
        cases: RetoldStories.all + DurabilityCases.all + ConcurrencyCases.all + WatchStreamCases.all
            + LeaseTimeCases.all + MaintenanceCases.all)

    /// A case of this suite: the store is empty when it begins, and the program runs.
    static func story(
        _ identifier: String, _ must: String, _ page: Page, says: String = "", weight: Int = 1, seconds: Int = 60,
        _ body: @escaping @Sendable (EtcdOnStage) async throws -> Void
    ) -> Case {
        Case(
            "etcd/component/\(identifier)", Requirement(must, source: page.rawValue, says: says), weight: weight,
            timeLimit: .seconds(seconds)
        ) { scenario in
            try await EtcdOnStage.run(scenario, body)
        }
    }
}

/// Where the requirements are from.
enum Page: String {
    case guarantees = "https://etcd.io/docs/v3.5/learning/api_guarantees/"
    case api = "https://etcd.io/docs/v3.5/learning/api/"
    case reference = "https://etcd.io/docs/v3.5/dev-guide/api_reference_v3/"
    case maintenance = "https://etcd.io/docs/v3.5/op-guide/maintenance/"
    case limits = "https://etcd.io/docs/v3.5/dev-guide/limit/"
    case configuration = "https://etcd.io/docs/v3.5/op-guide/configuration/"
}
