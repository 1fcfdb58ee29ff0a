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
        // lab 06.4: begin
        if namespaces.network == .own { steps.append(.enter(.network, path: pause.networkNamespace)) }
        let new = [(NamespaceKind.ipc, namespaces.ipc), (.hostname, namespaces.hostname)].filter { $0.1 == .own }
        if !new.isEmpty { steps.append(.leave(new.map(\.0))) }
        // Only now: before, it would be the node's own name that changes, and the node's own settings.
        if namespaces.hostname == .own, !pause.hostname.isEmpty { steps.append(.setHostname(pause.hostname)) }
        // lab 06.4: end
        for (name, value) in pause.sysctls.sorted(by: { $0.key < $1.key }) {
            steps.append(.write(value, to: "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 })))
        }
        return steps + [.dieWithShim, .holdNamespaces]
    }

    /// - Parameter pause: the pause process's number.
    static func joining(_ pause: Int, _ options: NamespaceOptions) -> [PodStep] {
        // lab 06.4: begin
        let namespaces = NamespacePlan.ofContainer(options)
        let shared = [
            (NamespaceKind.ipc, namespaces.ipc), (.hostname, namespaces.hostname), (.network, namespaces.network),
        ]
        return shared.filter { $0.1 == .pod }.map { .enter($0.0, path: "/proc/\(pause)/ns/\($0.0.rawValue)") }
        // lab 06.4: end
    }
}
