/// A store in another process: a client of etcd's gRPC API.
///
/// All calls share one HTTP/2 connection, which is opened again after it broke; each watch is a stream of its own on
/// it, so that a slow reader of one holds up no other. Of several servers one is used until it can't be reached.
///
/// A read that found no server is tried again for a short time, because a store that was killed is soon back. A write
/// is not: nobody knows whether it happened. Nor is a watch: whoever holds one resumes at the revision it has seen.
import GRPC
package import HTTP
import Synchronization

package final class RemoteStore: KeyValueStore {
    private static let callTimeout = Duration.seconds(30)
    /// A stock etcd takes anything below five seconds for an attack.
    private static let keepAlive = Duration.seconds(6)
    private static let readAttempts = 4
    private static let firstPause = Duration.milliseconds(100)

    private let clients: [GRPCClient]
    private let current = Mutex(0)

    /// - Throws: `HTTPError` when a certificate can't be read. Nothing is connected yet.
    package init(servers: [Endpoint], tls: ClientTLS? = nil) throws {
        precondition(!servers.isEmpty, "a remote store needs a server")
        clients = try servers.map { try GRPCClient(to: $0, tls: tls, keepAlive: Self.keepAlive) }
    }

    package func close() {
        for client in clients { client.close() }
    }

    // MARK: - Reading and writing

    package func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse {
        try await retrying { () async throws(StoreError) in try await self.call(KVService.range, request) }
    }

    package func put(_ request: PutRequest) async throws(StoreError) -> PutResponse {
        try await call(KVService.put, request)
    }

    package func deleteRange(_ request: DeleteRangeRequest) async throws(StoreError) -> DeleteRangeResponse {
        try await call(KVService.deleteRange, request)
    }

    package func transaction(_ request: TxnRequest) async throws(StoreError) -> TxnResponse {
        try await call(KVService.transaction, request)
    }

    package func compact(_ request: CompactionRequest) async throws(StoreError) -> CompactionResponse {
        try await call(KVService.compact, request)
    }

    package func status() async throws(StoreError) -> StatusResponse {
        try await retrying { () async throws(StoreError) in
            try await self.call(MaintenanceService.status, StatusRequest())
        }
    }

    // MARK: - Leases

    package func leaseGrant(_ request: LeaseGrantRequest) async throws(StoreError) -> LeaseGrantResponse {
        try await call(LeaseService.grant, request)
    }

    package func leaseRevoke(_ request: LeaseRevokeRequest) async throws(StoreError) -> LeaseRevokeResponse {
        try await call(LeaseService.revoke, request)
    }

    package func leaseKeepAlive(_ request: LeaseKeepAliveRequest) async throws(StoreError) -> LeaseKeepAliveResponse {
        do {
            let stream = try await client().bidirectional(LeaseService.keepAlive, timeout: Self.callTimeout)
            try await stream.requests.write(request)
            guard let response = try await stream.responses.next() else { throw StoreError.streamEnded }
            stream.cancel()
            return response
        } catch { throw failed(error) }
    }

    package func leaseTimeToLive(
        _ request: LeaseTimeToLiveRequest
    ) async throws(StoreError) -> LeaseTimeToLiveResponse {
        try await call(LeaseService.timeToLive, request)
    }

    package func leaseLeases(_ request: LeaseLeasesRequest) async throws(StoreError) -> LeaseLeasesResponse {
        try await call(LeaseService.leases, request)
    }

    // MARK: - Watching

    package func watch(_ request: WatchCreateRequest) async throws(StoreError) -> WatchStream {
        do {
            let stream = try await client().bidirectional(WatchService.watch)
            try await stream.requests.write(.create(request))
            guard let created = try await stream.responses.next() else { throw StoreError.streamEnded }
            if created.canceled { throw StoreError(created) }
            return WatchStream(RemoteWatch(stream))
        } catch { throw failed(error) }
    }
}

extension RemoteStore {
    private func client() -> GRPCClient { clients[current.withLock(\.self)] }

    private func call<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request
    ) async throws(StoreError) -> Response {
        do { return try await client().unary(method, request, timeout: Self.callTimeout) } catch { throw failed(error) }
    }

    /// The next call goes to another server, if this one can't be reached or doesn't answer.
    private func failed(_ error: any Error) -> StoreError {
        let error = StoreError(error)
        switch error {
        case .unavailable, .deadlineExceeded: current.withLock { $0 = ($0 + 1) % clients.count }
        default: break
        }
        return error
    }

    private func retrying<Value>(
        _ call: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        var pause = Self.firstPause
        for _ in 1..<Self.readAttempts {
            do throws(StoreError) { return try await call() } catch {
                guard case .unavailable = error else { throw error }
            }
            do { try await Task.sleep(for: pause) } catch { throw .cancelled }
            pause *= 2
        }
        return try await call()
    }
}

extension StoreError {
    static let streamEnded = StoreError.unavailable("the server ended the stream")

    /// Why a watch was cancelled by the server.
    init(_ cancelled: WatchResponse) {
        if cancelled.compactRevision > 0 {
            self = .compacted(revision: cancelled.compactRevision)
        } else {
            self.init(code: 1, message: cancelled.cancelReason)
        }
    }
}
