import LabWorker
import PodsContract

/// The pause process: it holds what a pod's containers share, and does nothing else.
///
/// ```
///   pause ──own──▶ ipc, host name, (processes)      a container ──enters──▶ /proc/PAUSE/ns/ipc, …
///         ──enters─▶ the pod's network, made before it by whoever connects it
/// ```
/// Without it the pod's address would end with the first container that dies. It must be the last that the kernel kills
/// when memory is short.
enum PauseSteps {
    static func steps(_ pause: PauseProcess) -> [PodStep] {
        let namespaces = NamespacePlan.ofPause(pause.options)
        var steps: [PodStep] = [.tryToWrite("-998", to: "/proc/self/oom_score_adj")]
        // Lab 06, step 4: yours to write.
        notWritten()
        for (name, value) in pause.sysctls.sorted(by: { $0.key < $1.key }) {
            steps.append(.write(value, to: "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 })))
        }
        return steps + [.dieWithShim, .holdNamespaces]
    }

    /// - Parameter pause: the pause process's number.
    static func joining(_ pause: Int, _ options: NamespaceOptions) -> [PodStep] {
        // Lab 06, step 4: yours to write.
        notWritten()
    }
}
