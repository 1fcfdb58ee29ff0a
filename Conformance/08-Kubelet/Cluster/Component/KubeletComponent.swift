internal import Client
public import Conformance
internal import ConformanceStage

/// Black box: any program that is to be a node's kubelet, judged by what it asks of the container runtime and by what it
/// tells the API server.
///
/// The program is started anew for each case, with `--kubeconfig`, `--hostname-override`, `--container-runtime-endpoint`,
/// `--root-dir` and `--port`; in its other flags `{folder}` stands for a folder of the case's. The runtime is the
/// suite's (``StageRuntime``), so nothing runs, and no root is needed on the suite's side.
public enum KubeletComponent {
    static let user = "system:node:stage-node"

    public static let suite = Suite(
        8, "Kubelet", level: .component, component: "kubelet", setting: ControlPlane.setting(for: user),
        cases: LifeOnStage.all + RestartsOnStage.all + ProbesOnStage.all + EndingsOnStage.all + StatusOnStage.all)

    /// A case of this suite: a fresh runtime, and the program runs.
    static func story(
        _ identifier: String, _ must: String, source: String = Page.lifeCycle, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (KubeletOnStage) async throws -> Void
    ) -> Case {
        Case(
            "kubelet/component/\(identifier)", Requirement(must, source: source, says: says), weight: weight,
            isAlone: true, timeLimit: .seconds(180)
        ) { scenario in
            try await KubeletOnStage.play(scenario, body)
        }
    }
}

/// Where requirements are from.
enum Page {
    static let lifeCycle = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/"
    static let ending = lifeCycle + "#pod-termination"
    static let initContainers = "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/"
    static let sidecars = "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/"
    static let probes =
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"
    static let hooks = "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"
    static let images = "https://kubernetes.io/docs/concepts/containers/images/"
    static let nodes = "https://kubernetes.io/docs/concepts/architecture/nodes/"
    static let interface =
        "https://github.com/kubernetes/cri-api/blob/master/pkg/apis/runtime/v1/api.proto"
    static let environment =
        "https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/"
}
