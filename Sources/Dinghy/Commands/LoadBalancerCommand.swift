import ArgumentParser
import Linux
import Logging

/// A component of the cluster; not for typing.
struct LoadBalancerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load-balancer", abstract: "Take connections to one of several API servers.", shouldDisplay: false)

    @Option(help: "Where to listen, from inside: 172.30.0.1:6443.")
    var listen: String

    @Option(help: "A socket of the host that is listening already, given by its descriptor.")
    var listenDescriptor: [Int32] = []

    @Option(help: "An API server: 172.30.0.2:6443. May be repeated.")
    var server: [String]

    func run() async throws {
        let logger = Logger(label: "load-balancer")
        let inside = try LoadBalancer.Server(listen)
        let balancer = LoadBalancer(servers: try server.map(LoadBalancer.Server.init), logger: logger)
        let ports =
            [ListeningPort(inside.port, socket: try listenTCP(inside.address, inside.port))]
            + listenDescriptor.map { ListeningPort(inside.port, socket: FileDescriptor(owning: $0)) }
        await withDiscardingTaskGroup { group in
            for port in ports { group.addTask { await balancer.run(port) } }
        }
    }
}
