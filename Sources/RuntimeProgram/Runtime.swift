import CRI
import Cgroups
import Containers
import GRPC
import Linux
package import Logging
import PodNetwork

/// A node's container runtime: what CRI asks for, done with `Containers` and `PodNetwork`.
///
/// ```
/// kubelet ──CRI──▶ Runtime ─┬─ RecordStore     what sandboxes and containers are made from
///                           ├─ ImageStore      layers, unpacked
///                           ├─ CgroupTree      limits, use
///                           ├─ CNICaller       the pod's address
///                           └─ Shim, one a pod the processes
/// ```
/// It may be killed at any instant: nothing that runs depends on it, and what was half made is removed when it comes
/// back. All calls may be repeated and may come at the same time; those that change one pod's sandbox take turns.
package final class Runtime: Sendable {
    let configuration: RuntimeConfiguration
    let log: Logger
    let records: RecordStore
    let images: ImageStore
    let cgroups: any CgroupTree
    let network: CNICaller
    let abilities: NodeAbilities
    let turns = Turns()
    let streams = PendingStreams()
    let samples = UsageSamples()

    package init(_ configuration: RuntimeConfiguration, log: Logger) throws {
        self.configuration = configuration
        self.log = log
        records = try RecordStore(folder: configuration.state)
        images = try ImageStore(folder: configuration.images)
        let base = String(configuration.cgroupRoot.drop { $0 == "/" })
        cgroups = findCgroups(mount: configuration.cgroupMount, base: base)
        network = CNICaller(
            binaryDirectories: configuration.pluginFolders, configurationDirectory: configuration.networkConfiguration)
        try makeFolder(configuration.root + "/containers")
        try makeFolder(configuration.networkNamespaces)
        abilities = try findAbilities(scratch: configuration.root + "/trial")
        for shortcoming in cgroups.shortcomings { log.warning("degraded", metadata: ["reason": "\(shortcoming)"]) }
        if !abilities.overlay {
            log.warning("degraded", metadata: ["reason": "no overlay file systems: roots are copied"])
        }
    }

    /// Makes the node ready: the busybox image, and an end to what was begun and not finished.
    package func prepare() async throws {
        if try images.find("busybox") == nil, fileExists(configuration.busybox) {
            let image = try addBusyboxImage(to: images, busybox: configuration.busybox)
            // Now, and not when the first pod waits for it.
            _ = try images.layers(of: image)
            log.info("made the busybox image", metadata: ["image": "\(image.id)"])
        }
        for sandbox in records.sandboxes where !sandbox.isMade { try await discard(sandbox) }
        let known = Set(records.containers.map(\.id))
        for id in try listFolder(configuration.root + "/containers") where !known.contains(id) {
            try removeTree("\(configuration.root)/containers/\(id)")
        }
        for container in records.containers where records.findSandbox(container.sandbox) == nil {
            try await remove(container)
        }
    }

    func shim(ofSandbox id: String) -> Shim { Shim(folder: records.folder(ofSandbox: id)) }

    func state(of container: ContainerRecord) -> ProcessState {
        ProcessState(folder: records.folder(ofContainer: container.id), shim: shim(ofSandbox: container.sandbox))
    }

    /// The process of a container that runs.
    /// - Throws: `GRPCError` with `.failedPrecondition`
    func runningProcess(of container: ContainerRecord) throws -> ProcessID {
        guard let process = state(of: container).process else {
            throw GRPCError(.failedPrecondition, "container \"\(container.id)\" is not running")
        }
        return process
    }
}

/// A new name: 128 random bits.
func newID() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(generator.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

/// Lets those who change the same thing do so one after the other.
actor Turns {
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    nonisolated func take<Value: Sendable>(
        _ key: String, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        await begin(key)
        do {
            let value = try await body()
            await end(key)
            return value
        } catch {
            await end(key)
            throw error
        }
    }

    private func begin(_ key: String) async {
        guard waiting[key] != nil else {
            waiting[key] = []
            return
        }
        await withCheckedContinuation { waiting[key, default: []].append($0) }
    }

    private func end(_ key: String) {
        guard var line = waiting[key], !line.isEmpty else {
            waiting[key] = nil
            return
        }
        let next = line.removeFirst()
        waiting[key] = line
        next.resume()
    }
}
