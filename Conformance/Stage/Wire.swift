internal import Client
internal import Linux
internal import Schema
internal import Synchronization

/// The wire between a program and the API server, which can be cut: a process that passes bytes on, and doesn't look into
/// them. Cut, all connections are broken and new ones refused.
package final class Wire: Sendable {
    /// Of a kubeconfig file with the server at this end of the wire.
    package let kubeconfig: String
    private let ends: (near: String, far: String)
    private let log: String
    private let process = Mutex<StageProcess?>(nil)

    /// - Parameters:
    ///   - kubeconfig: names a server on the loopback; its certificate holds for this end of the wire, too.
    ///   - folder: for the new kubeconfig and a log.
    package init(to kubeconfig: String, in folder: String) throws {
        var document = try Kubeconfig(file: kubeconfig)
        guard let server = document.clusters.first?.cluster.server, server.hasPrefix("https://127.0.0.1:") else {
            throw StageError("a wire is on the loopback: the server in \(kubeconfig) must be at https://127.0.0.1:…")
        }
        ends = ("127.0.0.1:\(try freeLoopbackPort())", String(server.dropFirst("https://".count)))
        document.clusters[0].cluster.server = "https://" + ends.near
        (self.kubeconfig, log) = ("\(folder)/wire.conf", "\(folder)/wire.log")
        try document.write(to: self.kubeconfig)
        try mend()
    }

    package func cut() { process.withLock { $0 }?.end() }

    package func mend() throws {
        let arguments = ["load-balancer", "--listen=\(ends.near)", "--server=\(ends.far)"]
        // First the end of one that still listens there: the next one could not.
        cut()
        let next = try StageProcess(try dinghy(), arguments, log: log)
        process.withLock { $0 = next }
    }
}
