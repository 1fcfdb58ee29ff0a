internal import Etcd
internal import EtcdAPI
internal import GRPC
internal import HTTP
internal import Logging
internal import RaftContract
internal import Schema
internal import Synchronization

/// The way to one other member: a stream that is opened again and again, as long as that is a member.
///
/// An empty frame is answered. Where no answer comes for a while the stream is given up, and the connection with it: after
/// a partition TCP alone would wait for minutes until it tries again.
final class PeerConnection: Sendable {
    private static let patience = Duration.seconds(3)
    private static let pingInterval = Duration.seconds(1)
    private static let pause = Duration.milliseconds(250)

    let member: MemberAttributes
    let outbox = Outbox()
    private let identity: Identity
    private let clients: [GRPCClient]
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        /// Which of the addresses is used.
        var client = 0
        var lastAnswer = ContinuousClock.now
        var isReachable = false
        /// To say it only once.
        var lastReason = ""
    }

    init(to member: MemberAttributes, from identity: Identity, tls: ClientTLS?, logger: Logger) throws {
        self.member = member
        self.identity = identity
        self.logger = logger
        clients = try member.peerURLs.compactMap { url in
            try Endpoint(url).map { endpoint in
                try GRPCClient(to: endpoint, tls: url.hasPrefix("https") ? tls : nil, connectTimeout: .seconds(1))
            }
        }
    }

    var isReachable: Bool { state.withLock(\.isReachable) }
    var client: GRPCClient? { clients.isEmpty ? nil : clients[state.withLock(\.client)] }

    func close() {
        outbox.close()
        for client in clients { client.close() }
    }

    /// Until ``close()``.
    ///
    /// - Parameter onFailure: called each time the stream breaks.
    func run(onFailure: @Sendable (any Error) -> Void) async throws {
        while !outbox.isClosed, !Task.isCancelled {
            do { try await stream() } catch {
                if Task.isCancelled || outbox.isClosed { return }
                note(error)
                onFailure(error)
            }
            outbox.clear()
            try await Task.sleep(for: Self.pause)
        }
    }

    private func note(_ error: any Error) {
        let reason = "\(error)"
        let isNew = state.withLock { state in
            defer {
                state.isReachable = false
                state.lastReason = reason
                state.client = clients.isEmpty ? 0 : (state.client + 1) % clients.count
            }
            return state.lastReason != reason
        }
        if isNew { logger.warning("no way to a member", metadata: ["member": "\(name)", "reason": "\(reason)"]) }
    }

    private var name: String { member.name.isEmpty ? hexadecimal(member.id) : member.name }

    private func stream() async throws {
        guard let client else { throw GRPCError(.unavailable, "it has no address") }
        defer { client.close() }
        let stream = try await client.bidirectional(PeerService.messages)
        state.withLock { $0.lastAnswer = .now }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.write(stream.requests) }
            group.addTask { try await self.read(stream.responses) }
            group.addTask { try await self.watchOver() }
            defer {
                stream.cancel()
                group.cancelAll()
            }
            try await group.next()
        }
    }

    private func write(_ requests: GRPCWriter<PeerBytes>) async throws {
        let greeting = PeerFrame.greeting(cluster: identity.cluster, from: identity.member, to: member.id)
        try await requests.write(PeerBytes(greeting.bytes))
        outbox.ping()
        while let messages = await outbox.next() {
            try await requests.write(PeerBytes(PeerFrame.messages(messages).bytes))
        }
    }

    private func read(_ responses: GRPCMessages<PeerBytes>) async throws {
        while try await responses.next() != nil {
            let isNew = state.withLock { state in
                defer {
                    state.isReachable = true
                    state.lastReason = ""
                }
                state.lastAnswer = .now
                return !state.isReachable
            }
            if isNew { logger.info("found a member", metadata: ["member": "\(name)"]) }
        }
    }

    private func watchOver() async throws {
        while true {
            try await Task.sleep(for: Self.pingInterval)
            outbox.ping()
            if state.withLock(\.lastAnswer).duration(to: .now) > Self.patience {
                throw GRPCError(.deadlineExceeded, "no answer for \(Self.patience)")
            }
        }
    }
}

// MARK: - Snapshots

extension PeerConnection {
    /// Over a stream of its own, so that heartbeats go on meanwhile.
    func send(_ snapshot: SentSnapshot) async throws {
        guard let client else { throw GRPCError(.unavailable, "it has no address") }
        let greeting = PeerFrame.greeting(cluster: identity.cluster, from: identity.member, to: member.id)
        let message = PeerFrame.messages([.raft(snapshot.message)])
        _ = try await client.clientStream(PeerService.snapshot) { requests in
            var writer = snapshot.writer
            try await requests.write(PeerBytes(greeting.bytes))
            try await requests.write(PeerBytes(message.bytes))
            while let piece = writer.next() { try await requests.write(PeerBytes(PeerFrame.piece(piece).bytes)) }
        }
    }
}
