import API
import ArgumentParser
import Client
import Logging

/// A component of the cluster; not for typing.
struct HarbourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "harbour", abstract: "Open a cluster's NodePorts on the host.", shouldDisplay: false)

    @Argument(help: "The cluster's data folder.")
    var data: String

    @Option(help: "A server outside that is reached from inside, too: https://10.0.0.5:2379.")
    var outside: [String] = []

    func run() async throws {
        let data = DataFolder(path: data)
        let cluster = try ClusterConfiguration(at: data)
        let logger = Logger(label: "harbour")
        let client = try ClusterClient(
            ClientConfiguration(kubeconfig: data.kubeconfig("harbour")), userAgent: "harbour")
        let services = Informer<Service>(client, logger: logger)
        let harbour = Harbour(
            services: services, address: cluster.address, nodes: cluster.nodes.map(\.address), logger: logger)
        let servers = try outside.map { try OutsideServer(url: $0) }
        try await withThrowingDiscardingTaskGroup { group in
            for server in servers {
                for node in cluster.controlPlanes {
                    group.addTask { try await server.run(in: node.name, logger: logger) }
                }
            }
            group.addTask { await harbour.run() }
        }
    }
}
