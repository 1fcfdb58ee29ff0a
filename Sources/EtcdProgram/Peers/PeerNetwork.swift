package import EtcdAPI
package import GRPC
package import HTTP
package import Logging
package import RaftContract
internal import Schema
internal import Synchronization

/// The way to all other members, over gRPC.
package final class PeerNetwork: PeerTransport {
    private let tls: ClientTLS?
    private let logger: Logger
    private let state = Mutex(State())
    /// For ``run(_:)``.
    private let jobs = Mailbox<Job>()

    private enum Job: Sendable {
        case run(PeerConnection)
        case send(SentSnapshot, PeerConnection)
    }

    private struct State {
        var identity: Identity?
        var members: [MemberAttributes] = []
        var connections: [MemberID: PeerConnection] = [:]
    }

    /// - Parameter tls: how this member proves to the others who it is.
    package init(tls: ClientTLS? = nil, logger: Logger = Logger(label: "etcd.peers")) {
        self.tls = tls
        self.logger = logger
    }

    package func send(_ messages: [PeerMessage], to member: MemberID) { _ = connection(member)?.outbox.put(messages) }

    package func send(_ snapshot: SentSnapshot, to member: MemberID) {
        if let connection = connection(member) { jobs.put(.send(snapshot, connection)) }
    }

    package func isReachable(_ member: MemberID) -> Bool { connection(member)?.isReachable ?? false }

    private func connection(_ member: MemberID) -> PeerConnection? { state.withLock { $0.connections[member] } }

    package func call<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, of member: MemberID
    ) async throws(StoreError) -> Response {
        guard let client = connection(member)?.client else {
            throw .unavailable("etcdserver: member \(hexadecimal(member)) can't be reached")
        }
        do { return try await client.unary(method, request, timeout: Self.callTimeout) } catch {
            throw StoreError(error)
        }
    }
}

// MARK: - Connections

extension PeerNetwork {
    private static let callTimeout = Duration.seconds(7)

    package func update(_ members: [MemberAttributes]) {
        state.withLock { $0.members = members }
        reconnect()
    }

    package func run(_ store: LocalStore) async throws {
        state.withLock { $0.identity = store.identity }
        reconnect()
        defer { for connection in state.withLock(\.connections).values { connection.close() } }
        try await withThrowingDiscardingTaskGroup { group in
            while let job = try await jobs.next() {
                group.addTask {
                    switch job {
                    case .run(let connection): try await self.run(connection, store)
                    case .send(let snapshot, let connection): await self.send(snapshot, over: connection, store)
                    }
                }
            }
        }
    }

    /// One connection for each member at its present addresses.
    private func reconnect() {
        let (closed, opened) = state.withLock { state -> ([PeerConnection], [PeerConnection]) in
            guard let identity = state.identity else { return ([], []) }
            let stale = state.connections.filter { id, connection in
                !state.members.contains { $0.id == id && $0.peerURLs == connection.member.peerURLs }
            }
            for id in stale.keys { state.connections[id] = nil }
            let missing = state.members.filter { state.connections[$0.id] == nil }
            let opened = missing.compactMap { open($0, identity) }
            for connection in opened { state.connections[connection.member.id] = connection }
            return (Array(stale.values), opened)
        }
        for connection in closed { connection.close() }
        for connection in opened { jobs.put(.run(connection)) }
    }

    private func open(_ member: MemberAttributes, _ identity: Identity) -> PeerConnection? {
        do { return try PeerConnection(to: member, from: identity, tls: tls, logger: logger) } catch {
            logger.error("no way to a member", metadata: ["member": "\(member.name)", "reason": "\(error)"])
            return nil
        }
    }

    private func run(_ connection: PeerConnection, _ store: LocalStore) async throws {
        try await connection.run { error in
            store.noteUnreachable(connection.member.id)
            if let error = error as? GRPCError, error.message == PeerServer.removed { store.noteRemoved() }
        }
    }

    private func send(_ snapshot: SentSnapshot, over connection: PeerConnection, _ store: LocalStore) async {
        do { try await connection.send(snapshot) } catch {
            logger.warning(
                "a snapshot didn't arrive",
                metadata: ["member": "\(hexadecimal(connection.member.id))", "reason": "\(error)"])
            store.noteUnreachable(connection.member.id)
        }
    }
}
