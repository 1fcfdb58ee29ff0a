internal import Crypto
internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import GRPC
internal import RaftContract
internal import RaftContract

extension Services {
    func addMaintenance(to services: inout GRPCServices) {
        services.unary(MaintenanceService.status) { _, _ in
            try await status { () async throws(StoreError) in try await store.status() }
        }
        services.unary(MaintenanceService.alarm) { request, _ in
            try await status { () async throws(StoreError) in try await store.alarm(request) }
        }
        services.unary(MaintenanceService.moveLeader) { request, _ in
            try await status { () async throws(StoreError) in try await store.moveLeader(to: request.targetID) }
            var response = MoveLeaderResponse()
            response.header = store.header(store.revision)
            return response
        }
        services.unary(MaintenanceService.defragment) { _, _ in
            try await status { () async throws(StoreError) in try await store.defragment() }
        }
        services.unary(MaintenanceService.hash) { _, _ in
            let sum = try await status { () async throws(StoreError) in try await store.hash(HashKVRequest()) }
            var response = HashResponse()
            response.header = sum.header
            response.hash = sum.hash
            return response
        }
        services.unary(MaintenanceService.hashKV) { request, _ in
            try await status { () async throws(StoreError) in try await store.hash(request) }
        }
        services.serverStream(MaintenanceService.snapshot) { _, responses, _ in try await sendSnapshot(responses) }
        services.unary(ClusterService.memberList) { request, _ in
            try await status { () async throws(StoreError) in try await store.memberList(request) }
        }
        addMembership(to: &services)
    }

    /// Also for other members, who pass on what only the leader can do.
    func addMembership(to services: inout GRPCServices) {
        services.unary(ClusterService.memberAdd) { request, _ in
            try await status { () async throws(StoreError) in try await store.memberAdd(request) }
        }
        services.unary(ClusterService.memberRemove) { request, _ in
            try await status { () async throws(StoreError) in try await store.memberRemove(request) }
        }
        services.unary(ClusterService.memberUpdate) { request, _ in
            try await status { () async throws(StoreError) in try await store.memberUpdate(request) }
        }
        services.unary(ClusterService.memberPromote) { request, _ in
            try await status { () async throws(StoreError) in try await store.memberPromote(request) }
        }
    }

    /// The file as a stock etcd's would be (``Backend``), and behind it its SHA-256: that there is one, `etcdctl snapshot save`
    /// sees by the length.
    private func sendSnapshot(_ responses: GRPCWriter<SnapshotResponse>) async throws {
        var (writer, revision) = try await store.backupWriter()
        var sum = SHA256()
        var response = SnapshotResponse()
        response.header = store.header(revision)
        response.remainingBytes = UInt64(writer.length)
        while let part = writer.next(upTo: SavedSnapshot.pieceSize) {
            sum.update(data: part)
            response.remainingBytes -= UInt64(part.count)
            response.blob = part
            try await responses.write(response)
        }
        response.blob = Array(sum.finalize())
        try await responses.write(response)
    }
}

/// A file that `etcdctl snapshot save` has written, from this etcd or a stock one.
enum SavedSnapshot {
    static let pieceSize = 256 << 10
    private static let block = 512

    /// Puts it into an empty disk, as what a new cluster begins with: every first member begins with the same file.
    static func restore(_ bytes: [UInt8], to disk: any Disk, _ cluster: InitialCluster) throws {
        guard bytes.count % block == SHA256.byteCount else {
            throw RecoveryError(description: "no checksum at its end")
        }
        let contents = bytes.dropLast(SHA256.byteCount)
        guard SHA256.hash(data: contents).elementsEqual(bytes.suffix(SHA256.byteCount)) else {
            throw RecoveryError(description: "the checksum doesn't fit")
        }
        let names = try disk.names()
        guard !names.contains(where: { $0.hasPrefix("log-") || $0.hasPrefix("snapshot-") }) else {
            throw RecoveryError(description: "the data directory is in use already; restore into an empty one")
        }
        let (store, index): (MultiVersionStore, Int)
        do { (store, index) = try Backend.store(in: try BoltReader(Array(contents))) } catch {
            throw RecoveryError(description: "\(error)")
        }
        guard let identity = cluster.identity else {
            throw RecoveryError(description: "the initial cluster has no member \(cluster.own)")
        }
        try MemberFile.write(identity, to: disk)
        let founding = Founding(disk: disk, salt: .random(in: 0 ... .max))
        try founding.found(store, cluster.state, at: EntryPosition(term: 1, index: max(1, index)))
    }
}
