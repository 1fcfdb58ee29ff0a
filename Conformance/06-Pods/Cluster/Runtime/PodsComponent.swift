internal import CRI
public import Conformance
internal import Linux

/// The component's suite: what any program must do that is to be a node's container runtime, by the interface that kubelets
/// speak (CRI), and by what containers find.
///
/// The program is started with `--listen=unix://SOCKET --root=FOLDER --state=FOLDER --cni-bin-dir=FOLDER
/// --cni-conf-dir=FOLDER --cgroup-root=/NAME`, in namespaces of its own, once for all cases. It has an image `busybox`.
public enum PodsComponent {
    public static let suite = Suite(
        6, "Pods", level: .component, component: "container-runtime", setting: prepare,
        cases: SandboxStories.all + ContainerStories.all + ResourceStories.all + RuntimeStories.all)

    @Sendable private static func prepare(
        _ subject: Subject, _ run: @Sendable (any Sendable) async throws -> Void
    ) async throws {
        guard case .component(let programs, _) = subject else { throw Undecided("there is no program") }
        // Without the program, and without root, each case says so.
        guard let program = programs["container-runtime"], isRoot else { return try await run(()) }
        let home = try RuntimeHome(program, folder: try makeTemporaryFolder("dinghy-runtime"))
        defer { home.remove() }
        let client = try RuntimeClient(endpoint: home.socket, timeout: .seconds(60))
        defer { client.close() }
        try await run(RuntimeStage(home: home, client: client))
    }

    static let interface = "https://github.com/kubernetes/cri-api/blob/master/pkg/apis/runtime/v1/api.proto"
    static let pods = "https://kubernetes.io/docs/concepts/workloads/pods/"

    /// A case of this suite.
    /// - Parameter isAlone: the program is restarted, or time is measured.
    static func story(
        _ identifier: String, _ must: String, source: String = interface, says: String = "", weight: Int = 1,
        isAlone: Bool = false, _ body: @escaping @Sendable (PodOnStage) async throws -> Void
    ) -> Case {
        Case(
            "pods/component/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: isAlone, timeLimit: .seconds(90)
        ) { scenario in
            _ = try scenario.program(for: "container-runtime")
            guard isRoot else { throw Skipped("containers need root here") }
            let stage = try scenario.setting(as: RuntimeStage.self)
            try await PodOnStage(scenario, stage).tell(body)
        }
    }
}

/// The program, and a client of it.
struct RuntimeStage: Sendable {
    let home: RuntimeHome
    let client: RuntimeClient
}
