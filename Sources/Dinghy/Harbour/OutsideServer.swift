import Linux
import Logging
import PodNetwork
import Schema

/// A server outside of the cluster that something inside needs: an etcd that was there already.
///
/// From inside no way leads out. So the harbour listens in the namespace of each control plane, on the server's own
/// address, and takes each connection to the real one. Because the address is the same on both sides, its certificate fits.
///
/// ```
///   kube-apiserver ──▶ 10.0.0.5:2379 in the control plane's namespace ──▶ harbour ──▶ 10.0.0.5:2379
/// ```
/// Left out: servers that are known by name.
struct OutsideServer: Hashable, Sendable {
    let address: String
    let port: Int

    /// - Parameter url: `https://10.0.0.5:2379`; `localhost` is the host's.
    init(url: String) throws(UsageError) {
        let parts = url.split(separator: "/").last.map { $0.split(separator: ":").map(String.init) } ?? []
        let address = parts.first == "localhost" ? "127.0.0.1" : parts.first ?? ""
        guard url.contains("://"), IPv4Address(address) != nil, parts.count == 2, let port = Int(parts[1]) else {
            throw UsageError("\(url): expected https://ADDRESS:PORT with an IPv4 address, or localhost")
        }
        self.address = address
        self.port = port
    }

    /// Passes connections of a node on until the task is cancelled.
    func run(in node: String, logger: Logger) async throws {
        let listening = try listen(in: node)
        logger.info("listening inside", metadata: ["node": "\(node)", "address": "\(address)", "port": "\(port)"])
        await listening.serve { connection in
            guard let outer = try? await Connection.dial(address, port) else { return }
            await connection.exchange(with: outer)
        }
    }

    private func listen(in node: String) throws -> ListeningPort {
        let namespace = RunFolder.namespace(node)
        if let address = IPv4Address(address), address.octets[0] != 127 {
            try NetlinkSocket(namespace: namespace).addAddress(address, prefixLength: 32, to: "lo")
        }
        let (address, port) = (address, port)
        let socket = try inNetworkNamespace(of: namespace) { try listenTCP(address, port).release() }
        return ListeningPort(port, socket: FileDescriptor(owning: socket))
    }
}
