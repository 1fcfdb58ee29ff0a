import EtcdAPI
import GRPC
import Glibc
import HTTP
import Linux

/// What the gRPC module alone could do: puts answered by a server that does nothing, in a process of its own.
struct EmptyCalls {
    let time: Duration

    var text: String {
        get async throws {
            let port = try freeLoopbackPort()
            var spawn = Spawn("/proc/self/exe", ["Benchmarks", "--empty-server", "\(port)"])
            spawn.parentDeathSignal = SIGKILL
            let process = try spawn.startFromLastingThread()
            return try await withChild(process) { try await rates(.tcp(host: "127.0.0.1", port: port)) }
        }
    }

    private func rates(_ endpoint: Endpoint) async throws -> String {
        // Tried again until the server listens.
        let store = try RemoteStore(servers: [endpoint])
        defer { store.close() }
        _ = try await store.status()
        var texts: [String] = []
        for clients in [1, 64] {
            let rate = try await EtcdLoad(endpoints: [endpoint], clients: clients).run(
                for: time, KVService.put, [PutRequest(key: EtcdKeys.key(0), value: EtcdKeys.value)])
            texts.append("\(Int(rate.perSecond))/s")
        }
        return texts.joined(separator: ", ")
    }

    /// Runs until it is killed.
    static func serve(port: Int) async throws {
        var services = GRPCServices()
        services.unary(KVService.put) { _, _ in PutResponse() }
        services.unary(MaintenanceService.status) { _, _ in StatusResponse() }
        let server = try await GRPCServer(
            listeningOn: [.endpoint(.tcp(host: "127.0.0.1", port: port))], services: services,
            configuration: GRPCServer.Configuration())
        await server.run()
    }
}
