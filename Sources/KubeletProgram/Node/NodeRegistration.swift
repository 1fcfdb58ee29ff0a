import API
import Client
import CRI
import Kubelet
import Logging
import Schema

/// Tells the API server that this node is there, and keeps telling it.
///
/// Two heartbeats: a Lease in `kube-node-lease` every ten seconds, which costs little; the node's status when it has
/// changed, and every five minutes.
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Node heartbeats".
struct NodeRegistration: Sendable {
    let client: ClusterClient
    let runtime: RuntimeClient
    let settings: KubeletSettings
    let info: NodeSystemInfo
    let now: @Sendable () -> Time
    let logger: Logger

    private static let leaseInterval = Duration.seconds(10)
    private static let leaseSeconds = 40
    private static let statusSeconds = 300
    private static let readSeconds = 10

    /// A runtime that doesn't answer, at start-up above all, is back soon, and pods wait for the node to be Ready.
    private static func lookInterval(isHealthy: Bool) -> Duration { isHealthy ? .seconds(3) : .milliseconds(100) }

    func run() async {
        await register()
        await withDiscardingTaskGroup { group in
            group.addTask { await renewLease() }
            group.addTask { await keepStatus() }
        }
    }

    // MARK: The node

    private func register() async {
        var backOff = BackOff(initial: .milliseconds(50), maximum: .seconds(5))
        while !Task.isCancelled {
            do { return try await makeOrUpdate() } catch {
                logger.info("not registered yet", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: backOff.next())  // Cancellation is looked for above.
        }
    }

    private func makeOrUpdate() async throws {
        let report = NodeReport(await facts())
        do {
            try await client.create(report.node(now: now()))
            logger.info("node registered", metadata: ["node": "\(settings.nodeName)"])
        } catch let error as Status where error.reason == .alreadyExists {
            try await update(report)
        }
    }

    /// Labels and status are the kubelet's; taints are only its own at the first registration.
    private func update(_ report: NodeReport) async throws {
        let node = try await client.get(Node.self, settings.nodeName)
        var labelled = node
        labelled.metadata.labels.merge(report.labels) { _, own in own }
        try await client.patch(from: node, to: labelled)
        var changed = node
        report.update(&changed.status, now: now())
        try await client.patchStatus(from: node, to: changed)
    }

    private func facts() async -> NodeReport.Facts {
        var facts = NodeReport.Facts()
        facts.name = settings.nodeName
        facts.address = settings.nodeAddress
        facts.port = settings.port
        facts.capacity = settings.capacity
        facts.labels = settings.labels
        facts.taints = settings.taints
        facts.podCIDR = settings.podCIDR
        facts.info = info
        do {
            facts.images = try await images()
            facts.info.containerRuntimeVersion = try await runtimeVersion()
        } catch {
            facts.problem = "container runtime is down: \(error)"
        }
        return facts
    }

    private func images() async throws -> [ContainerImage] {
        try await runtime.listImages(ListImagesRequest()).images.map { image in
            var entry = ContainerImage()
            entry.names = image.repoDigests + image.repoTags
            entry.sizeBytes = Int(image.size)
            return entry
        }
    }

    private func runtimeVersion() async throws -> String {
        let version = try await runtime.version(VersionRequest())
        return "\(version.runtimeName)://\(version.runtimeVersion)"
    }

    /// Looks again and again whether the runtime still answers, and reports when that, or anything else, has changed.
    private func keepStatus() async {
        var told: String?
        var toldAt = now()
        var readAt = now()
        var isHealthy = false
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.lookInterval(isHealthy: isHealthy)) } catch { return }
            let facts = await facts()
            isHealthy = facts.problem == nil
            let summary = "\(facts.problem == nil) \(facts.images.count) \(facts.info.containerRuntimeVersion)"
            var isDue = summary != told || now() - toldAt >= Self.statusSeconds
            do {
                if !isDue, now() - readAt >= Self.readSeconds {
                    isDue = try await isContradicted(isHealthy: isHealthy)
                    readAt = now()
                }
                guard isDue else { continue }
                try await update(NodeReport(facts))
                told = summary
                toldAt = now()
            } catch let error as Status where error.reason == .notFound {
                await register()  // Somebody has deleted the node while its kubelet lives.
            } catch {
                logger.warning("node status not reported", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// What was told may have been overwritten: a controller that heard nothing for a while calls a node Unknown.
    private func isContradicted(isHealthy: Bool) async throws -> Bool {
        let node = try await client.get(Node.self, settings.nodeName)
        return node.status.conditions[.ready]?.status != (isHealthy ? .true : .false)
    }

    // MARK: The lease

    private func renewLease() async {
        while !Task.isCancelled {
            var pause = Self.leaseInterval
            do { try await renew() } catch {
                logger.warning("lease not renewed", metadata: ["reason": "\(error)"])
                // The API server isn't there yet, or its namespaces aren't.
                pause = .milliseconds(200)
            }
            do { try await Task.sleep(for: pause) } catch { return }
        }
    }

    private func renew() async throws {
        var lease = Lease()
        lease.metadata.name = settings.nodeName
        lease.metadata.namespace = "kube-node-lease"
        lease.spec.holderIdentity = settings.nodeName
        lease.spec.leaseDurationSeconds = Self.leaseSeconds
        lease.spec.renewTime = MicroTime(microseconds: now().seconds * 1_000_000)
        do {
            var known = try await client.get(Lease.self, settings.nodeName, namespace: "kube-node-lease")
            known.spec = lease.spec
            try await client.update(known)
        } catch let error as Status where error.reason == .notFound {
            try await client.create(lease)
        }
    }
}
