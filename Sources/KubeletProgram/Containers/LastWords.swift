import API
import Kubelet
import KubeletContract
import Linux

/// What a container leaves behind about its end: the message in its last state.
///
/// A container writes it to `/dev/termination-log`; with the policy `FallbackToLogsOnError` the end of its log stands
/// in for it. Each attempt has a file of its own, so a restart doesn't erase what the one before has said.
/// Source: kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure.
struct LastWords {
    private static let limit = 4096
    private static let logLimit = 2048
    private static let logLines = 80

    private let settings: KubeletSettings

    init(_ settings: KubeletSettings) { self.settings = settings }

    func folder(_ pod: Pod, container: String) -> String {
        "\(settings.podFolder(pod.metadata.uid))/containers/\(container)"
    }

    func path(_ pod: Pod, container: String, attempt: Int) -> String {
        "\(folder(pod, container: container))/\(attempt)"
    }

    /// Adds the messages of those that have ended, and for which the runtime has none itself.
    func add(to observation: inout PodObservation, _ pod: Pod) {
        let specs = pod.spec.initContainers + pod.spec.containers
        for index in observation.containers.indices {
            let container = observation.containers[index]
            guard case .exited(let code, let reason, let message) = container.state, message.isEmpty,
                let spec = specs.first(where: { $0.name == container.name })
            else { continue }
            let words = lastMessage(of: container, spec, pod, code)
            observation.containers[index].state = .exited(code: code, reason: reason, message: words)
        }
    }

    private func lastMessage(of container: PodObservation.Container, _ spec: Container, _ pod: Pod, _ code: Int)
        -> String
    {
        let path = self.path(pod, container: container.name, attempt: container.attempt)
        let left = (try? FileDescriptorBox(path).read(upTo: Self.limit)) ?? []
        guard left.isEmpty, code != 0, spec.terminationMessagePolicy == "FallbackToLogsOnError" else {
            return String(decoding: left, as: UTF8.self)
        }
        return endOfLog(of: container, pod)
    }

    private func endOfLog(of container: PodObservation.Container, _ pod: Pod) -> String {
        let path =
            "\(settings.podLogFolder(pod))/"
            + KubeletSettings.logPath(container: container.name, attempt: container.attempt)
        guard let file = try? FileDescriptorBox(path), let size = try? file.size,
            let bytes = try? file.read(from: max(0, size - 4 * Self.logLimit), upTo: 4 * Self.logLimit)
        else { return "" }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.logLines).map(LogReader.text)
        return String(decoding: lines.joined().suffix(Self.logLimit), as: UTF8.self)
    }

    /// Nothing is left of a container that nobody will ask for again.
    func forget(_ container: PodObservation.Container, _ pod: Pod) {
        let log =
            "\(settings.podLogFolder(pod))/"
            + KubeletSettings.logPath(container: container.name, attempt: container.attempt)
        for path in [log, "\(log).1", path(pod, container: container.name, attempt: container.attempt)] {
            try? removeFile(path)  // It may never have been there.
        }
    }
}
