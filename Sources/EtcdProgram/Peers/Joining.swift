internal import EtcdAPI
internal import GRPC
internal import HTTP
internal import RaftContract

/// How a member that was added to a cluster finds out who it is: it asks those whom it was told about.
///
/// `member add` has given it a number, and all that it knows of itself are its addresses; the member with the same
/// addresses is the one it is.
struct Joining {
    let peerURLs: [String]
    let others: [(name: String, peerURLs: [String])]
    let tls: ClientTLS?

    /// - Throws: ``RecoveryError`` if nobody answers, or nobody knows this member.
    func find() async throws -> (Identity, others: [MemberAttributes]) {
        var reasons: [String] = []
        for url in others.flatMap(\.peerURLs) {
            do { return try identity(in: try await ask(url)) } catch let error as RecoveryError { throw error } catch {
                reasons.append("\(url): \(error)")
            }
        }
        throw RecoveryError(
            description: "cannot fetch cluster info from peer urls: \(reasons.joined(separator: "; "))")
    }

    /// A first member that has lost its disk must not begin again under its old number: it has promised things to the
    /// others that it doesn't know any more.
    ///
    /// - Throws: ``RecoveryError`` if the others say that this member was started before.
    func checkIsNew(_ identity: Identity) async throws {
        for url in others.flatMap(\.peerURLs) {
            guard let list = try? await ask(url), list.header.clusterID == identity.cluster else { continue }
            if let own = list.members.first(where: { $0.id == identity.member }), !own.name.isEmpty,
                !own.clientURLs.isEmpty
            {
                throw RecoveryError(
                    description: "member \(hexadecimal(identity.member)) has already been bootstrapped; "
                        + "its data is gone: remove it, and add it again")
            }
        }
    }

    private func ask(_ url: String) async throws -> MemberListResponse {
        guard let endpoint = Endpoint(url) else { throw GRPCError(.invalidArgument, "no URL") }
        let client = try GRPCClient(to: endpoint, tls: url.hasPrefix("https") ? tls : nil)
        defer { client.close() }
        return try await client.unary(PeerService.members, PeerBytes(), timeout: .seconds(2))
    }

    private func identity(in list: MemberListResponse) throws -> (Identity, [MemberAttributes]) {
        guard let own = list.members.first(where: { Set($0.peerURLs) == Set(peerURLs) }) else {
            throw RecoveryError(
                description: "the cluster has no member with the peer URLs \(peerURLs.joined(separator: ",")); "
                    + "add it with etcdctl member add first")
        }
        let others = list.members.filter { $0.id != own.id }.map { member in
            MemberAttributes(
                id: member.id, name: member.name, peerURLs: member.peerURLs, clientURLs: member.clientURLs)
        }
        return (Identity(cluster: list.header.clusterID, member: own.id), others)
    }
}
