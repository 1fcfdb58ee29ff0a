internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import GRPC
internal import Logging
internal import RaftContract
internal import Schema
internal import Synchronization

/// What other members ask of this one, on the peers' port.
struct PeerServer: Sendable {
    static let removed = "etcdserver: the member has been permanently removed from the cluster"

    let store: LocalStore

    var services: GRPCServices {
        var services = GRPCServices()
        services.bidirectional(PeerService.messages) { requests, responses, _ in
            try await receiveMessages(requests, responses)
        }
        services.clientStream(PeerService.snapshot) { requests, _ in try await receiveSnapshot(requests) }
        services.unary(PeerService.members) { _, _ in store.memberList }
        services.unary(PeerService.keepAlive) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseKeepAlive(request) }
        }
        services.unary(PeerService.timeToLive) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseTimeToLive(request) }
        }
        services.unary(MaintenanceService.hashKV) { request, _ in
            try await status { () async throws(StoreError) in
                try await store.waitUntilApplied(revision: request.revision)
                return try await store.hash(request)
            }
        }
        Services(store: store).addMembership(to: &services)
        return services
    }

    // MARK: Messages

    private func receiveMessages(_ requests: GRPCMessages<PeerBytes>, _ responses: GRPCWriter<PeerBytes>) async throws {
        let sender = try await greet(requests)
        while let frame = try await nextFrame(requests) {
            guard case .messages(let messages) = frame else { throw PeerServer.unexpected }
            if store.hasRemoved(sender) { throw GRPCError(.failedPrecondition, Self.removed) }
            if messages.isEmpty { try await responses.write(PeerBytes()) } else { store.receive(messages) }
        }
    }

    /// Who is at the door.
    private func greet(_ requests: GRPCMessages<PeerBytes>) async throws -> MemberID {
        guard case .greeting(let cluster, let from, let to)? = try await nextFrame(requests) else {
            throw PeerServer.unexpected
        }
        let own = store.identity
        guard cluster == own.cluster else {
            throw GRPCError(
                .failedPrecondition,
                "etcdserver: cluster ID mismatch: \(hexadecimal(cluster)) calls \(hexadecimal(own.cluster))")
        }
        guard to == own.member else {
            throw GRPCError(
                .failedPrecondition,
                "etcdserver: member \(hexadecimal(to)) isn't here, but \(hexadecimal(own.member))")
        }
        if store.hasRemoved(from) { throw GRPCError(.failedPrecondition, Self.removed) }
        return from
    }

    private func nextFrame(_ requests: GRPCMessages<PeerBytes>) async throws -> PeerFrame? {
        guard let message = try await requests.next() else { return nil }
        do { return try PeerFrame(message.bytes) } catch { throw GRPCError(.invalidArgument, "\(error)") }
    }

    private static let unexpected = GRPCError(.invalidArgument, "an unexpected frame")

    // MARK: Snapshots

    private func receiveSnapshot(_ requests: GRPCMessages<PeerBytes>) async throws -> PeerBytes {
        _ = try await greet(requests)
        guard case .messages(let messages)? = try await nextFrame(requests),
            case .raft(let message)? = messages.first
        else { throw PeerServer.unexpected }
        var receiver = try await SnapshotReceiver(message, on: store.disk, into: store.values)
        while let frame = try await nextFrame(requests) {
            guard case .piece(let piece) = frame else { throw PeerServer.unexpected }
            try await receiver.append(piece)
        }
        guard store.receive(try await receiver.finish()) else { throw StoreError.stopped.status }
        return PeerBytes()
    }
}

/// A snapshot on its way from the network to the disk. It is believed only when it has been read back whole.
struct SnapshotReceiver: Sendable {
    private let disk: any Disk
    private let values: ValueFile?
    private let message: RaftMessage
    private let point: SnapshotPoint
    private let name: String
    private let file: any DiskFile
    private var size = 0

    init(_ message: RaftMessage, on disk: any Disk, into values: ValueFile?) async throws {
        guard let point = message.snapshotPoint else { throw GRPCError(.invalidArgument, "no snapshot's message") }
        self.disk = disk
        self.values = values
        self.message = message
        self.point = point
        let name = "\(Names.received)-\(hexadecimal(.random(in: 0 ... .max)))"
        self.name = name
        file = try await disk.perform { try disk.create(name) }
    }

    mutating func append(_ piece: [UInt8]) async throws {
        size += piece.count
        try await disk.perform { [file] in try file.append(piece) }
    }

    func finish() async throws -> ReceivedSnapshot {
        try await disk.perform { [file] in try file.sync() }
        return try await disk.performBeside {
            let snapshot = try Snapshot(try disk.read(name), keep: values.keep)
            let (cluster, term) = try ClusterState.read(snapshot.attachment)
            guard snapshot.index == point.index, term == point.term, cluster.membership == point.membership else {
                throw GRPCError(.invalidArgument, "the snapshot isn't the one that its message speaks of")
            }
            return ReceivedSnapshot(
                message: message, point: point, file: name, size: size, store: snapshot.store, cluster: cluster)
        }
    }
}
