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

    func run() async throws {
        let data = DataFolder(path: data)
        let cluster = try ClusterConfiguration(at: data)
        let logger = Logger(label: "harbour")
        let client = try ClusterClient(
            ClientConfiguration(kubeconfig: data.kubeconfig("harbour")), userAgent: "harbour")
        let services = Informer<Service>(client, logger: logger)
        await Harbour(
            services: services, address: cluster.address, nodes: cluster.nodes.map(\.address), logger: logger
        ).run()
    }
}
