package import CRI
import Containers
import Linux

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

    /// Ready as long as its pause process runs.
    func sandboxState(_ record: SandboxRecord) -> PodSandboxState {
        guard record.isMade, !record.isStopped else { return .notReady }
        return pauseProcess(record) == nil ? .notReady : .ready
    }

    func pauseProcess(_ record: SandboxRecord) -> ProcessID? {
        ProcessState(
            folder: records.folder(ofSandbox: record.id) + "/pause", shim: shim(ofSandbox: record.id)
        ).process
    }
}

extension PodSandboxFilter {
    fileprivate func takes(_ sandbox: PodSandbox) -> Bool {
        (id.isEmpty || sandbox.id.hasPrefix(id)) && (state.map { $0.state == sandbox.state } ?? true)
            && labelSelector.allSatisfy { sandbox.labels[$0.key] == $0.value }
    }
}
