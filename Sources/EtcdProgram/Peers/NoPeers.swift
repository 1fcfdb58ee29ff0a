package import EtcdAPI
package import GRPC
package import RaftContract
internal import Schema

/// The transport of a member that has nobody to talk to.
package struct NoPeers: PeerTransport {
    package init() {}
    package func send(_ messages: [PeerMessage], to member: MemberID) {}
    package func send(_ snapshot: SentSnapshot, to member: MemberID) {}
    package func update(_ members: [MemberAttributes]) {}
    package func isReachable(_ member: MemberID) -> Bool { false }

    package func call<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, of member: MemberID
    ) async throws(StoreError) -> Response {
        throw .unavailable("etcdserver: member \(hexadecimal(member)) can't be reached")
    }

    package func run(_ store: LocalStore) async throws { try await Task.sleep(for: .seconds(1 << 40)) }
}
