import API
import Client
import Glibc
import Linux
import Logging

/// The cluster's way to the outside: listens on the host for every NodePort, and takes each connection to a node.
///
/// It is the only component in the host's network namespace. A socket keeps the namespace in which it was made, whoever
/// uses it, and that is the whole trick: those that accept are made here, those that dial are made on a thread that has
/// entered the cluster's root namespace, where the nodes are plugged in. So every packet arrives at a node from outside
/// and passes the rules that kube-proxy made there.
///
/// ```
///   curl 127.0.0.1:30080 ──▶ harbour ──▶ 172.30.0.2:30080 ──(kube-proxy's rules)──▶ a pod, on whichever node
/// ```
/// Left out: UDP; the client's address (the node sees 172.30.0.1).
struct Harbour: Sendable {
    let services: Informer<Service>
    /// Where it listens.
    let address: String
    /// The nodes' addresses; a connection goes to the first that takes it.
    let nodes: [String]
    let logger: Logger

    private static let retry = Duration.seconds(10)

    func run() async {
        let changed = Signal()
        services.onChange { _ in changed.raise() }
        await withDiscardingTaskGroup { group in
            group.addTask { await services.run() }
            await services.waitUntilSynced()
            var ports = OpenPorts(address: address)
            var told: [Int: String]?
            while !Task.isCancelled {
                for listening in ports.follow(NodePorts(of: services.all)) {
                    group.addTask { await serve(listening) }
                }
                if told != ports.taken { report(ports.taken) }
                told = ports.taken
                await changed.wait(until: ports.taken.isEmpty ? nil : .now + Self.retry)
            }
        }
    }

    private func serve(_ listening: ListeningPort) async {
        logger.info("listening", metadata: ["address": "\(address)", "port": "\(listening.port)"])
        await withDiscardingTaskGroup { group in
            while let connection = try? await listening.accept() {
                group.addTask { await forward(connection, port: listening.port) }
            }
            logger.info("no longer listening", metadata: ["address": "\(address)", "port": "\(listening.port)"])
        }
    }

    private func forward(_ connection: Connection, port: Int) async {
        for node in nodes {
            let namespace = RunFolder.namespace(NodeWiring.rootNamespace)
            guard let inner = try? await Connection.dial(node, port, from: namespace) else { continue }
            return await connection.exchange(with: inner)
        }
        logger.debug("no node takes the connection", metadata: ["port": "\(port)"])
    }

    /// Once for each change; `dinghy status` shows the file's lines.
    private func report(_ taken: [Int: String]) {
        let taken = taken.sorted { $0.key < $1.key }
        for (port, reason) in taken {
            logger.warning("port can't be opened", metadata: ["port": "\(port)", "reason": "\(reason)"])
        }
        let lines = taken.map { "NodePort \($0.key) can't be reached from the host: \($0.value)" }
        do { try writeFile(RunFolder.harbourReport, lines.joined(separator: "\n")) } catch {
            logger.warning("report can't be written", metadata: ["reason": "\(error)"])
        }
    }
}
