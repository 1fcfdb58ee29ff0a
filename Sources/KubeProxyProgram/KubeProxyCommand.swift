package import ArgumentParser
internal import Client
internal import HTTP
internal import Linux
internal import Logging
internal import Metrics

/// `dinghy kube-proxy`: the rules of services, and the routes to other nodes' pods, on one node.
///
/// It may be killed at any time: the rules stay in the kernel and go on working, and the next process replaces them
/// as a whole.
package struct KubeProxyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kube-proxy", abstract: "Makes a node's kernel send packets for services to their endpoints.")

    @Option(help: "How to reach the API server.")
    var kubeconfig: String

    @Option(help: "The node's name.")
    var hostnameOverride: String

    @Option(help: "Where to answer health checks.")
    var healthzBindAddress = "0.0.0.0:10256"

    @Option(help: "Where to answer requests for metrics.")
    var metricsBindAddress = "127.0.0.1:10249"

    @Option(help: "How long changes are collected, in milliseconds.")
    var minSyncMilliseconds = 10

    @Option(help: "The program that speaks to the kernel's packet filter.")
    var nft = "/usr/sbin/nft"

    package init() {}

    package func validate() throws {
        for address in [healthzBindAddress, metricsBindAddress] where Endpoint(address) == nil {
            throw ValidationError("'\(address)' is not an address and port")
        }
    }

    package func run() async throws {
        let logger = Logger(label: "kube-proxy")
        let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "kube-proxy")
        let proxy = ServiceProxy(
            client, node: hostnameOverride, rules: PacketRules(nft: nft),
            period: .milliseconds(minSyncMilliseconds), logger: logger)
        let routes = NodeRoutes(client, node: hostnameOverride, logger: logger)
        let health = try await server(at: healthzBindAddress)
        let metrics = try await server(at: metricsBindAddress)
        await withDiscardingTaskGroup { group in
            group.addTask { await proxy.run() }
            group.addTask { await routes.run() }
            group.addTask { await health.run { answer($0, proxy) } }
            group.addTask { await metrics.run { answer($0, proxy) } }
        }
    }

    private func server(at address: String) async throws -> HTTPServer {
        guard let endpoint = Endpoint(address) else { throw ValidationError("'\(address)' is not an address") }
        return try await HTTPServer(listeningOn: [.endpoint(endpoint)])
    }
}

private func answer(_ request: HTTPRequest, _ proxy: ServiceProxy) -> HTTPResponse {
    switch request.path {
    case "/healthz" where proxy.isReady, "/livez": .text("ok")
    case "/healthz": .text("the rules are not in place yet", status: .unavailable)
    case "/metrics": .text(proxy.metrics.registry.exposition)
    case "/proxyMode": .text("nftables")
    default: .text("not found", status: .notFound)
    }
}
