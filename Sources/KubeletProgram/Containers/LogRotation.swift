import CRI
import Linux
import Logging

/// Keeps logs from filling the disk: a file of more than 10 MiB is put aside, and the runtime begins a new one.
///
/// One old file is kept a container. Source: `containerLogMaxSize` of the kubelet's configuration.
struct LogRotation: Sendable {
    let runtime: RuntimeClient
    let folder: String
    let logger: Logger

    private static let limit = 10 << 20
    private static let interval = Duration.seconds(10)

    func run() async {
        while !Task.isCancelled {
            do {
                try await rotateAll()
                try await Task.sleep(for: Self.interval)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("logs not rotated", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: Self.interval)  // Cancellation is looked for above.
            }
        }
    }

    private func rotateAll() async throws {
        var filter = ContainerFilter()
        filter.state = ContainerStateValue()
        filter.state?.state = .running
        var request = ListContainersRequest()
        request.filter = filter
        for container in try await runtime.listContainers(request).containers {
            let labels = container.labels
            let pod = [PodLabel.namespace, PodLabel.name, PodLabel.uid].map { labels[$0] ?? "" }.joined(separator: "_")
            let path =
                "\(folder)/\(pod)/"
                + KubeletSettings.logPath(container: container.metadata.name, attempt: container.metadata.attempt)
            guard fileExists(path), try FileDescriptorBox(path).size > Self.limit else { continue }
            try renameFile(path, to: "\(path).1")
            var reopen = ReopenContainerLogRequest()
            reopen.containerID = container.id
            _ = try await runtime.reopenContainerLog(reopen)
        }
    }
}
