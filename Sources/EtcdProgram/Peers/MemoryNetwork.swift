internal import Etcd
internal import EtcdAPI
internal import GRPC
internal import HTTP
package import RaftContract
internal import Schema
internal import Synchronization

/// A network that is not one: members in one process, for tests. It can be cut anywhere.
package final class MemoryNetwork: Sendable {
    private struct Link: Hashable {
        var from: MemberID
        var to: MemberID
    }

    private struct State {
        var members: [MemberID: LocalStore] = [:]
        var cut: Set<Link> = []
    }

    private let state = Mutex(State())

    package init() {}

    package func transport() -> any PeerTransport { MemoryTransport(network: self) }

    /// Nothing goes this way any more; the other way it still does.
    package func cut(from: MemberID, to: MemberID) { state.withLock { _ = $0.cut.insert(Link(from: from, to: to)) } }

    /// Nothing reaches the member, and nothing comes from it.
    package func isolate(_ member: MemberID) {
        for other in state.withLock({ $0.members.keys }) where other != member {
            cut(from: member, to: other)
            cut(from: other, to: member)
        }
    }

    package func heal() { state.withLock { $0.cut = [] } }

    fileprivate func add(_ store: LocalStore) { state.withLock { $0.members[store.identity.member] = store } }

    fileprivate func remove(_ store: LocalStore) {
        state.withLock { state in
            if state.members[store.identity.member] === store { state.members[store.identity.member] = nil }
        }
    }

    fileprivate func member(_ member: MemberID, from: MemberID) -> LocalStore? {
        state.withLock { $0.cut.contains(Link(from: from, to: member)) ? nil : $0.members[member] }
    }
}

private final class MemoryTransport: PeerTransport {
    private let network: MemoryNetwork
    private let own = Mutex<LocalStore?>(nil)
    private let snapshots = Mailbox<(SentSnapshot, MemberID)>()

    init(network: MemoryNetwork) { self.network = network }

    private func target(_ member: MemberID) -> LocalStore? {
        own.withLock(\.self).flatMap { network.member(member, from: $0.identity.member) }
    }

    func send(_ messages: [PeerMessage], to member: MemberID) { target(member)?.receive(messages) }
    func send(_ snapshot: SentSnapshot, to member: MemberID) { snapshots.put((snapshot, member)) }
    func update(_ members: [MemberAttributes]) {}
    func isReachable(_ member: MemberID) -> Bool { target(member) != nil }

    func run(_ store: LocalStore) async throws {
        own.withLock { $0 = store }
        network.add(store)
        defer { network.remove(store) }
        while let (snapshot, member) = try await snapshots.next() {
            do {
                guard let target = target(member) else { throw StoreError.unavailable("no way") }
                try await deliver(snapshot, to: target)
            } catch { store.noteUnreachable(member) }
        }
    }

    private func deliver(_ snapshot: SentSnapshot, to target: LocalStore) async throws {
        var receiver = try await SnapshotReceiver(snapshot.message, on: target.disk, into: target.values)
        var writer = snapshot.writer
        while let piece = writer.next() { try await receiver.append(piece) }
        _ = target.receive(try await receiver.finish())
    }

    func call<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, of member: MemberID
    ) async throws(StoreError) -> Response {
        guard let target = target(member), let response = try await answer(request, target) as? Response else {
            throw .unavailable("etcdserver: member \(hexadecimal(member)) can't be reached")
        }
        return response
    }

    /// What one member asks another (see ``PeerServer``).
    private func answer(_ request: any Sendable, _ target: LocalStore) async throws(StoreError) -> (any Sendable)? {
        switch request {
        case let request as LeaseKeepAliveRequest: try await target.leaseKeepAlive(request)
        case let request as LeaseTimeToLiveRequest: try await target.leaseTimeToLive(request)
        case let request as MemberAddRequest: try await target.memberAdd(request)
        case let request as HashKVRequest:
            try await { () async throws(StoreError) in
                try await target.waitUntilApplied(revision: request.revision)
                return try await target.hash(request)
            }()
        default: nil
        }
    }
}
