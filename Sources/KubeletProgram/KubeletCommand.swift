import API
package import ArgumentParser
import CRI
import Certificates
import Client
import HTTP
import Kubelet
import Linux
import Logging
import Schema
import ServiceLifecycle
import UnixSignals

/// `dinghy kubelet`: the flags, with Kubernetes' names where it has them.
package struct KubeletCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kubelet", abstract: "The node's agent: runs the pods that are bound to its node.")

    @Option(help: "How to reach the API server, and as whom.")
    var kubeconfig: String
    @Option(help: "The node's name.")
    var hostnameOverride: String
    @Option(help: "The node's address.")
    var nodeIp: String
    @Option(help: "The addresses of the node's pods.")
    var podCidr = ""
    @Option(help: "The container runtime's socket.")
    var containerRuntimeEndpoint: String
    @Option(help: "Where volumes are kept.")
    var rootDir: String
    @Option(help: "Where the containers' logs are kept.")
    var podLogsDir = "/var/log/pods"
    @Option(help: "The cgroup below which the pods' are made.")
    var cgroupRoot = "/"
    @Option(help: "The cluster's DNS servers, joined by commas.")
    var clusterDns = "10.96.0.10"
    @Option(help: "The cluster's DNS domain.")
    var clusterDomain = "cluster.local"
    @Option(help: "The certificate of this server; without it the server makes one of its own.")
    var tlsCertFile: String?
    @Option(help: "The key of that certificate.")
    var tlsPrivateKeyFile: String?
    @Option(help: "The authority of client certificates; without it nobody is let in.")
    var clientCaFile: String?
    @Option(help: "The port to listen on.")
    var port = 10250
    @Option(help: "KEY=VALUE pairs, joined by commas.")
    var nodeLabels = ""
    @Option(help: "KEY=VALUE:EFFECT, joined by commas; for the first registration.")
    var registerWithTaints = ""
    @Option(help: "What the node says it has: cpu=1,memory=512Mi.")
    var capacity = ""

    package init() {}

    package func run() async throws {
        let logger = Logger(label: "kubelet")
        let settings = try settings()
        let client = try ClusterClient(try ClientConfiguration(kubeconfig: kubeconfig), userAgent: "kubelet/v1.32.0")
        let runtime = try RuntimeClient(endpoint: containerRuntimeEndpoint)
        // A runtime that hangs shall be noticed soon, although it may take its time over a pod.
        let health = try RuntimeClient(endpoint: containerRuntimeEndpoint, timeout: .seconds(5))
        let server = try await HTTPServer(
            listeningOn: [.endpoint(.tcp(host: "0.0.0.0", port: port))], configuration: .init(tls: try tls()))
        let program = KubeletProgram(client, runtime, health: health, server, settings, logger)
        try await ServiceGroup(services: [program], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }

    private func tls() throws -> ServerTLS {
        let clients = try clientCaFile.map { try readFile($0) }
        if let tlsCertFile, let tlsPrivateKeyFile {
            return ServerTLS(
                certificateChain: try readFile(tlsCertFile), privateKey: try readFile(tlsPrivateKeyFile),
                clientAuthority: clients)
        }
        let now = Int(realNanoseconds() / 1_000_000_000)
        let own = try CertificateAuthority(commonName: "\(hostnameOverride)-ca", now: now)
            .issueServer(commonName: hostnameOverride, dnsNames: [hostnameOverride], addresses: [nodeIp], now: now)
        return ServerTLS(certificateChain: own.certificate, privateKey: own.privateKey, clientAuthority: clients)
    }

    private func settings() throws -> KubeletSettings {
        KubeletSettings(
            nodeName: hostnameOverride, nodeAddress: nodeIp, podCIDR: podCidr, port: port, rootFolder: rootDir,
            logFolder: podLogsDir, cgroupRoot: cgroupRoot,
            clusterDNS: clusterDns.split(separator: ",").map(String.init), clusterDomain: clusterDomain,
            labels: try pairs(nodeLabels, "--node-labels"), taints: try taints(),
            capacity: MachineFacts.capacity(
                given: try pairs(capacity, "--capacity").mapValues { try Quantity($0) }))
    }

    private func pairs(_ text: String, _ flag: String) throws -> [String: String] {
        try text.split(separator: ",").reduce(into: [:]) { pairs, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError("\(flag): \"\(pair)\" is not of the form KEY=VALUE")
            }
            pairs[String(parts[0])] = String(parts[1])
        }
    }

    private func taints() throws -> [Taint] {
        try registerWithTaints.split(separator: ",").map { text in
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("--register-with-taints: \"\(text)\" is not of the form KEY=VALUE:EFFECT")
            }
            let pair = parts[0].split(separator: "=", maxSplits: 1).map(String.init)
            var taint = Taint()
            taint.key = pair[0]
            taint.value = pair.count > 1 ? pair[1] : ""
            taint.effect = TaintEffect(String(parts[1]))
            return taint
        }
    }
}

/// The kubelet as a program: its loops around the core.
struct KubeletProgram: ServiceLifecycle.Service {
    private let server: HTTPServer
    private let handler: KubeletServer
    private let registration: NodeRegistration
    private let pods: Informer<Pod>
    private let services: Informer<API.Service>
    private let manager: PodManager
    private let events: EventRecorder
    private let rotation: LogRotation

    init(
        _ client: ClusterClient, _ runtime: RuntimeClient, health: RuntimeClient, _ server: HTTPServer,
        _ settings: KubeletSettings, _ logger: Logger
    ) {
        self.server = server
        let now: @Sendable () -> Time = { Time(seconds: Int(realNanoseconds() / 1_000_000_000)) }
        pods = Informer(client, ListOptions(fieldSelector: "spec.nodeName=\(settings.nodeName)"), logger: logger)
        services = Informer(client, logger: logger)
        events = EventRecorder(client: client, component: "kubelet", host: settings.nodeName, logger: logger)
        let objects = ReferencedObjects(client, services: services)
        let tokens = TokenStore(client, now: now)
        let volumes = VolumeMounter(client: client, settings: settings, objects: objects, tokens: tokens)
        let parts = PodWorker.Parts(
            client: client, runtime: runtime, view: RuntimeView(runtime: runtime),
            starter: ContainerStarter(runtime: runtime, settings: settings, objects: objects, volumes: volumes),
            volumes: volumes, objects: objects, tokens: tokens, events: events, settings: settings, now: now,
            logger: logger)
        manager = PodManager(pods: pods, parts: parts, logger: logger)
        handler = KubeletServer(pods: manager, informer: pods, runtime: runtime, settings: settings)
        registration = NodeRegistration(
            client: client, runtime: health, settings: settings,
            info: MachineFacts.info(kubeletVersion: "v1.32.0+dinghy"), now: now, logger: logger)
        rotation = LogRotation(runtime: runtime, folder: settings.logFolder, logger: logger)
    }

    /// On a signal the kubelet goes; containers stay, and the next kubelet finds them.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await registration.run() }
            group.addTask { await pods.run() }
            group.addTask { await services.run() }
            group.addTask { await manager.run() }
            group.addTask { await events.run() }
            group.addTask { await rotation.run() }
            await withGracefulShutdownHandler {
                await server.run(handler)
            } onGracefulShutdown: {
                server.shutDown()
            }
            group.cancelAll()
        }
    }
}
