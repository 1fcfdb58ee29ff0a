import Cgroups
package import CRI
import Containers
import Schema
import Linux

// What containers there are, and how they are: from their records, and from what the shim has written beside them.

extension Runtime {
    package func listContainers(_ request: ListContainersRequest) async throws -> ListContainersResponse {
        var response = ListContainersResponse()
        response.containers = records.containers.map(summary).filter { request.filter?.takes($0) ?? true }
        return response
    }

    private func summary(_ record: ContainerRecord) -> Container {
        var container = Container()
        container.id = record.id
        container.podSandboxID = record.sandbox
        container.metadata = record.config.metadata
        container.image = record.config.image
        container.imageRef = record.imageReference
        container.imageID = record.imageID
        container.state = containerState(record, state(of: record))
        container.createdAt = record.createdAt
        container.labels = record.config.labels
        container.annotations = record.config.annotations
        return container
    }

    func containerState(_ record: ContainerRecord, _ state: ProcessState) -> ContainerState {
        switch state {
        case .notStarted: record.startError.isEmpty ? .created : .exited
        case .running: .running
        case .ended: .exited
        }
    }

    package func containerStatus(_ request: ContainerStatusRequest) async throws -> ContainerStatusResponse {
        let record = try records.container(request.containerID)
        let state = state(of: record)
        var status = CRI.ContainerStatus()
        status.id = record.id
        status.metadata = record.config.metadata
        status.state = containerState(record, state)
        status.createdAt = record.createdAt
        status.image = record.config.image
        status.imageRef = record.imageReference
        status.imageID = record.imageID
        status.labels = record.config.labels
        status.annotations = record.config.annotations
        status.mounts = record.config.mounts
        status.logPath = record.specification.logPath
        status.user = user(record)
        status.stopSignal = record.config.stopSignal
        var resources = ContainerResources()
        resources.linux = record.config.linux?.resources
        status.resources = resources
        describe(state, of: record, in: &status)
        var response = ContainerStatusResponse()
        response.status = status
        if request.verbose { response.info = ["specification": record.specification.json.description] }
        return response
    }

    private func describe(_ state: ProcessState, of record: ContainerRecord, in status: inout CRI.ContainerStatus) {
        switch state {
        case .notStarted where !record.startError.isEmpty:
            // As containerd has it: 128, and no time of a start that never was.
            status.exitCode = 128
            status.finishedAt = record.createdAt
            status.reason = "StartError"
            status.message = record.startError
        case .notStarted: break
        case .running(_, let start): status.startedAt = start
        case .ended(let exitCode, let start, let end):
            status.startedAt = start
            status.finishedAt = end
            status.exitCode = Int(exitCode)
            let isOutOfMemory = exitCode == 137 && cgroups.memoryKills(record.specification.cgroup) > 0
            status.reason = isOutOfMemory ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error"
        }
    }

    private func user(_ record: ContainerRecord) -> CRI.ContainerUser {
        var linux = LinuxContainerUser()
        linux.uid = record.specification.user.user
        linux.gid = record.specification.user.group
        linux.supplementalGroups = record.specification.user.groups
        var user = CRI.ContainerUser()
        user.linux = linux
        return user
    }
}

extension ContainerFilter {
    fileprivate func takes(_ container: Container) -> Bool {
        (id.isEmpty || container.id.hasPrefix(id)) && (state.map { $0.state == container.state } ?? true)
            && (podSandboxID.isEmpty || container.podSandboxID == podSandboxID)
            && labelSelector.allSatisfy { container.labels[$0.key] == $0.value }
    }
}
