import API
import CRI
import KubeletContract
import Schema

/// What the container runtime says, in the kubelet's own words.
struct RuntimeView: Sendable {
    let runtime: RuntimeClient

    /// Which pods have something in the runtime, and a mark of its state: when the mark changes, look again.
    func podMarks() async throws -> [String: Int] {
        var marks: [String: Hasher] = [:]
        for sandbox in try await runtime.listPodSandbox(ListPodSandboxRequest()).items {
            marks[sandbox.labels[PodLabel.uid] ?? "", default: Hasher()].combine("\(sandbox.id) \(sandbox.state)")
        }
        for container in try await runtime.listContainers(ListContainersRequest()).containers {
            marks[container.labels[PodLabel.uid] ?? "", default: Hasher()].combine("\(container.id) \(container.state)")
        }
        return marks.mapValues { $0.finalize() }
    }

    func observe(uid: String) async throws -> PodObservation {
        var observation = PodObservation()
        var sandboxes = PodSandboxFilter()
        sandboxes.labelSelector = [PodLabel.uid: uid]
        var list = ListPodSandboxRequest()
        list.filter = sandboxes
        for sandbox in try await runtime.listPodSandbox(list).items {
            observation.sandboxes.append(try await status(of: sandbox))
        }
        var containers = ContainerFilter()
        containers.labelSelector = [PodLabel.uid: uid]
        var request = ListContainersRequest()
        request.filter = containers
        for container in try await runtime.listContainers(request).containers {
            if let status = try await status(ofContainer: container.id, sandbox: container.podSandboxID) {
                observation.containers.append(status)
            }
        }
        return observation
    }

    private func status(of sandbox: PodSandbox) async throws -> PodObservation.Sandbox {
        var request = PodSandboxStatusRequest()
        request.podSandboxID = sandbox.id
        let status = try await runtime.podSandboxStatus(request).status
        return PodObservation.Sandbox(
            id: sandbox.id, isReady: sandbox.state == .ready, attempt: sandbox.metadata.attempt,
            address: status?.network?.ip ?? "")
    }

    private func status(ofContainer id: String, sandbox: String) async throws -> PodObservation.Container? {
        var request = ContainerStatusRequest()
        request.containerID = id
        guard let status = try await runtime.containerStatus(request).status else { return nil }
        var container = PodObservation.Container(
            id: id, name: status.metadata.name, sandbox: sandbox, attempt: status.metadata.attempt,
            state: Self.state(status))
        container.image = status.image.userSpecifiedImage.isEmpty ? status.image.image : status.image.userSpecifiedImage
        container.imageID = status.imageRef
        container.startedAt = Time(seconds: status.startedAt / 1_000_000_000)
        container.finishedAt = Time(seconds: status.finishedAt / 1_000_000_000)
        return container
    }

    private static func state(_ status: CRI.ContainerStatus) -> PodObservation.Container.State {
        switch status.state {
        case .created: .created
        case .running: .running
        default: .exited(code: status.exitCode, reason: status.reason, message: status.message)
        }
    }
}
