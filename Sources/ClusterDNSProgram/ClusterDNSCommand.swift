package import ArgumentParser
internal import Client
internal import ClusterDNS
internal import ClusterDNSContract
internal import HTTP
internal import Logging
internal import Synchronization

/// `dinghy dns`: the names of services and pods.
package struct ClusterDNSCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "dns", abstract: "Answers questions about the names of services and pods.")

    @Option(help: "How to reach the API server.")
    var kubeconfig: String

    @Option(help: "The address to answer on.")
    var bindAddress = "0.0.0.0"

    @Option(help: "The port to answer on, over UDP and TCP.")
    var port = 53

    @Option(help: "The domain of the cluster's names.")
    var clusterDomain = "cluster.local"

    @Option(help: "A name server for names outside the cluster, such as 192.0.2.1:53; without one they are refused.")
    var upstream: String?

    @Option(help: "Where to tell whether all names are known.")
    var readyBindAddress = "0.0.0.0:8181"

    package init() {}

    package func run() async throws {
        let logger = Logger(label: "dns")
        let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "dns")
        let names = ClusterNames(ClusterZone(domain: DomainName(clusterDomain)))
        let upstream = try upstream.map { try Upstream($0) }
        guard let endpoint = Endpoint(readyBindAddress) else {
            throw ValidationError("'\(readyBindAddress)' is not an address and port")
        }
        let health = try await HTTPServer(listeningOn: [.endpoint(endpoint)])
        let readiness = Readiness()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await health.run(readiness.answer) }
            group.addTask {
                try await names.follow(client, logger: logger) {
                    // Not earlier: "there is no such name" would be wrong before all names are known.
                    let server = try await NameServer(names, upstream: upstream, host: bindAddress, port: port)
                    logger.info("answering", metadata: ["address": "\(bindAddress):\(server.port)"])
                    readiness.isReady.withLock { $0 = true }
                    try await server.run()
                }
            }
        }
    }
}

/// `/ready` once questions are answered, `/health` from the start.
private final class Readiness: Sendable {
    let isReady = Mutex(false)

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        switch request.path {
        case "/ready" where isReady.withLock({ $0 }), "/health": .text("OK")
        case "/ready": .text("not all names are known yet", status: .unavailable)
        default: .text("not found", status: .notFound)
        }
    }
}
