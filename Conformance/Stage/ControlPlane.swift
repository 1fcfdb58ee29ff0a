internal import API
internal import Certificates
package import Client
internal import Glibc
package import HTTP
internal import Linux
internal import Schema
internal import Tokens

/// A control plane without nodes, for examining one component: our etcd and our API server as processes on the loopback,
/// in a folder of their own. Nodes are objects that the cases write, so no pod ever runs; nobody but the program under
/// test acts on anything.
///
/// ```
///   case ── admin's client ──▶ kube-apiserver ──▶ etcd (a unix socket)
///                                   ▲
///   program under test ── its kubeconfig
/// ```
package struct ControlPlane: Sendable {
    package let folder: String
    /// As a member of `system:masters`.
    package let client: ClusterClient
    /// The API server's store; nil when the control plane is not ours.
    package let store: HTTP.Endpoint?
    /// Of whoever may do everything, when the control plane is not ours.
    private let borrowed: String?

    /// Of a component, by its user: `system:kube-scheduler`.
    package func kubeconfig(of user: String) -> String {
        borrowed ?? "\(folder)/\(user.replacing(":", with: "-")).conf"
    }

    /// Starts it, and ends it after `body`; its folder is removed.
    /// - Parameters:
    ///   - users: who gets a kubeconfig.
    ///   - apiServer: another API server's program and flags: then it is what is examined, over an etcd of ours.
    ///   - stage: a kubeconfig of somebody who may do everything on a control plane from elsewhere, which serves instead.
    package static func run(
        users: [String], on stage: String? = nil, apiServer: [String] = [],
        _ body: @Sendable (ControlPlane) async throws -> Void
    ) async throws {
        let folder = try makeTemporaryFolder("dinghy-stage")
        defer { try? removeTree(folder) }
        if let stage { return try await body(try await borrowed(stage, folder)) }
        let port = try freeLoopbackPort()
        let credentials = try StageCredentials(folder: folder, port: port)
        for user in users { try credentials.writeKubeconfig(of: user) }
        let place =
            apiServer.isEmpty
            ? HTTP.Endpoint.unix(path: "\(folder)/etcd.sock") : .tcp(host: "127.0.0.1", port: try freeLoopbackPort())
        let plane = ControlPlane(
            folder: folder,
            client: try ClusterClient(
                try credentials.configuration(of: "admin", ["system:masters"]), userAgent: "stage"),
            store: place, borrowed: nil)
        let program = try dinghy()
        let store = apiServer.isEmpty ? "unix://\(folder)/etcd.sock" : "http://\(place)"
        let etcd = try StageProcess(
            program, ["etcd", "--data-dir=\(folder)/etcd", "--listen-client-urls=\(store)"], log: "\(folder)/etcd.log")
        defer { etcd.end() }
        let words = apiServer.isEmpty ? [program, "kube-apiserver"] : apiServer
        let server = try StageProcess(
            words[0], words.dropFirst() + serving(folder, port, store), log: "\(folder)/kube-apiserver.log")
        defer { server.end() }
        try await plane.waitUntilReady(server)
        try await body(plane)
    }

    /// It may have no nodes: whatever a case finds, it deletes.
    private static func borrowed(_ kubeconfig: String, _ folder: String) async throws -> ControlPlane {
        let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "stage")
        if let node = try await client.list(Node.self).items.first?.metadata.name {
            throw StageError("\(kubeconfig) is of a cluster with nodes, such as \(node), which the cases would delete")
        }
        return ControlPlane(folder: folder, client: client, store: nil, borrowed: kubeconfig)
    }

    /// Flags that every API server needs.
    private static func serving(_ folder: String, _ port: Int, _ store: String) -> [String] {
        [
            "--etcd-servers=\(store)", "--bind-address=127.0.0.1", "--secure-port=\(port)",
            "--tls-cert-file=\(folder)/server.crt", "--tls-private-key-file=\(folder)/server.key",
            "--client-ca-file=\(folder)/ca.crt", "--service-account-signing-key-file=\(folder)/sa.key",
            "--service-account-key-file=\(folder)/sa.pub",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-cluster-ip-range=10.96.0.0/16",
        ]
    }

    /// A server that is ready may still be making what every cluster has.
    private func waitUntilReady(_ server: StageProcess) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        for path in ["/readyz", "/api/v1/namespaces/default"] {
            while (try? await client.send(.get, Target(path: path, query: Query()))) == nil {
                guard ContinuousClock.now < deadline, server.isRunning else {
                    throw StageError("the API server didn't start:\n\(server.log)")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

/// Why there is no stage to play on. No fault of what is examined.
package struct StageError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

/// The program that has etcd and API server in it: this one, or the one beside it.
func dinghy() throws -> String {
    guard let own = realpath("/proc/self/exe", nil) else { throw StageError("/proc/self/exe can't be read") }
    defer { free(own) }
    let path = String(cString: own)
    if path.hasSuffix("/dinghy") { return path }
    return path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + "dinghy"
}
