package import CRI
import Containers
import GRPC
import Linux
import Pods
import PodsContract

// What sandboxes there are, and whether they can take containers.

extension Runtime {
    package func podSandboxStatus(_ request: PodSandboxStatusRequest) async throws -> PodSandboxStatusResponse {
        let record = try records.sandbox(request.podSandboxID)
        var status = CRI.PodSandboxStatus()
        status.id = record.id
        status.metadata = record.config.metadata
        status.state = sandboxState(record)
        status.createdAt = record.createdAt
        status.network = networkStatus(record)
        status.linux = linuxStatus(record)
        status.labels = record.config.labels
        status.annotations = record.config.annotations
        var response = PodSandboxStatusResponse()
        response.status = status
        response.timestamp = Int(realNanoseconds())
        return response
    }

    private func networkStatus(_ record: SandboxRecord) -> PodSandboxNetworkStatus {
        var network = PodSandboxNetworkStatus()
        // A stopped sandbox has given its address back.
        guard !record.isStopped, let first = record.addresses.first else { return network }
        network.ip = first
        network.additionalIps = record.addresses.dropFirst().map {
            var address = PodIP()
            address.ip = $0
            return address
        }
        return network
    }

    private func linuxStatus(_ record: SandboxRecord) -> LinuxPodSandboxStatus {
        var linux = LinuxPodSandboxStatus()
        var namespaces = Namespace()
        namespaces.options = record.config.linux?.securityContext?.namespaceOptions
        linux.namespaces = namespaces
        return linux
    }

    package func listPodSandbox(_ request: ListPodSandboxRequest) async throws -> ListPodSandboxResponse {
        var response = ListPodSandboxResponse()
        response.items = records.sandboxes.filter(\.isMade).map(summary).filter { request.filter?.takes($0) ?? true }
        return response
    }

    private func summary(_ record: SandboxRecord) -> PodSandbox {
        var sandbox = PodSandbox()
        sandbox.id = record.id
        sandbox.metadata = record.config.metadata
        sandbox.state = sandboxState(record)
        sandbox.createdAt = record.createdAt
        sandbox.labels = record.config.labels
        sandbox.annotations = record.config.annotations
        return sandbox
    }

    func sandboxState(_ record: SandboxRecord) -> PodSandboxState {
        DefaultPodsCore().isReady(observe(record)) ? .ready : .notReady
    }

    /// What there is of a pod; of its containers those that are asked about.
    func observe(_ record: SandboxRecord, _ containers: [ContainerRecord] = []) -> SandboxObservation {
        var observation = SandboxObservation()
        observation.hasOwnNetwork = !record.networkNamespace.isEmpty
        observation.isHeld = record.isMade && !record.isStopped && pauseProcess(record) != nil
        observation.isStopped = record.isStopped
        observation.containers = containers.map { SandboxContainer($0.id, observedState(of: $0)) }
        return observation
    }

    private func observedState(of container: ContainerRecord) -> SandboxContainer.ContainerState {
        switch state(of: container) {
        // One that could not be started isn't started again.
        case .notStarted: container.startError.isEmpty ? .created : .exited
        case .running: .running
        case .ended: .exited
        }
    }

    /// - Throws: `GRPCError` with `.failedPrecondition` when the sandbox's state doesn't allow it.
    func expect(_ request: SandboxRequest, toBePossibleIn sandbox: SandboxObservation) throws {
        do { _ = try DefaultPodsCore().sandboxActions(for: request, in: sandbox) } catch {
            throw GRPCError(.failedPrecondition, "\(error)")
        }
    }

    /// What the kubelet has asked for.
    func namespaceOptions(of record: SandboxRecord) -> NamespaceOptions {
        NamespaceOptions(record.config.linux?.securityContext?.namespaceOptions)
    }

    func pauseProcess(_ record: SandboxRecord) -> ProcessID? {
        ProcessState(
            folder: records.folder(ofSandbox: record.id) + "/pause", shim: shim(ofSandbox: record.id)
        ).process
    }
}

extension NamespaceOptions {
    /// Without a word of the kubelet's, as Kubernetes has it by default.
    init(_ options: NamespaceOption?) {
        self.init()
        guard let options else { return }
        (network, ipc, process) = (Self.mode(options.network), Self.mode(options.ipc), Self.mode(options.pid))
    }

    private static func mode(_ mode: CRI.NamespaceMode) -> PodsContract.NamespaceMode {
        switch mode {
        case .pod: .pod
        case .container: .container
        case .node: .node
        case .target: .target
        }
    }
}

extension PodSandboxFilter {
    fileprivate func takes(_ sandbox: PodSandbox) -> Bool {
        (id.isEmpty || sandbox.id.hasPrefix(id)) && (state.map { $0.state == sandbox.state } ?? true)
            && labelSelector.allSatisfy { sandbox.labels[$0.key] == $0.value }
    }
}
