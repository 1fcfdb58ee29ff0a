package import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Schema

/// The store as a stock etcd keeps it in its bbolt file. So `etcdctl snapshot status` and `restore` can read what was saved
/// from here, a stock etcd can begin with it, and here can begin what was saved from a stock etcd.
///
/// ```
/// key      revision ─▶ key, value, revisions, lease     each version of every key; a deletion's revision has a "t" behind it
/// lease    number ─▶ number, time to live
/// meta     up to where it is compacted, and the last entry of the log that is in it
/// members, members_removed, cluster, alarm, auth…       empty: who restores says who the members are
/// ```
/// Source: github.com/etcd-io/etcd, server/storage/schema, server/storage/mvcc/revision.go.
package enum Backend {
    private static let tombstone = UInt8(ascii: "t")

    package static func writer(_ store: MultiVersionStore, index: Int) -> BoltWriter {
        let places = store.places()
        let keys = BoltBucket("key", count: places.count) { number in
            let (revision, key) = places[number]
            let version = store.version(of: key, at: revision) ?? .tombstone(revision)
            return (bytes(revision) + (version.isTombstone ? [tombstone] : []), KeyValue(key, version).protobuf)
        }
        let leases = store.leases.ids.map { id in
            (bytes(id), LeaseRecord(id: id, timeToLive: store.leases[id]?.timeToLive ?? 0).protobuf)
        }
        let empty = ["alarm", "auth", "authRoles", "authUsers", "cluster", "members", "members_removed"]
        let all =
            [keys, BoltBucket("lease", leases), BoltBucket("meta", meta(store, index))]
            + empty.map { BoltBucket($0, []) }
        return BoltWriter(all.sorted { $0.name < $1.name })
    }

    private static func meta(_ store: MultiVersionStore, _ index: Int) -> [BoltBucket.Entry] {
        var entries = [(Array("consistent_index".utf8), bytes(index))]
        if store.compactRevision > 0 {
            let revision = bytes(Revision(main: store.compactRevision, sub: 0))
            entries += ["finishedCompactRev", "scheduledCompactRev"].map { (Array($0.utf8), revision) }
        }
        return entries
    }

    /// - Throws: ``CodingError``
    package static func store(in file: BoltReader) throws(CodingError) -> (store: MultiVersionStore, index: Int) {
        guard let keys = try file.entries(of: "key") else { throw CodingError(description: "no bucket of keys") }
        var versions: [(key: Key, version: Version)] = []
        for (key, value) in keys { versions.append(try version(key, value)) }
        let meta = try file.entries(of: "meta") ?? []
        let compacted = try meta.first { $0.key.elementsEqual("finishedCompactRev".utf8) }.map(\.value).map(revision)
        let index = try meta.first { $0.key.elementsEqual("consistent_index".utf8) }.map(\.value).map(number) ?? 1
        var leases: [(id: Int, timeToLive: Int)] = []
        for (_, value) in try file.entries(of: "lease") ?? [] {
            let lease: LeaseRecord = try decoded(value)
            leases.append((lease.id, lease.timeToLive))
        }
        let newest = versions.map(\.version.revision.main).max() ?? 1
        let compactRevision = compacted?.main ?? 0
        let store = try MultiVersionStore(
            revision: max(newest, compactRevision), compactRevision: compactRevision, leases: leases,
            versions: versions)
        return (store, index)
    }

    private static func version(
        _ key: [UInt8], _ value: [UInt8]
    ) throws(CodingError) -> (key: Key, version: Version) {
        let revision = try revision(key)
        let pair: KeyValue = try decoded(value)
        if key.last == tombstone, key.count == 18 { return (Key(pair.key), .tombstone(revision)) }
        return (
            Key(pair.key),
            Version(
                revision: revision, createRevision: pair.createRevision, number: pair.version,
                value: Value(pair.value), lease: pair.lease)
        )
    }
}

// MARK: - Numbers as bytes

extension Backend {
    /// Highest byte first, so that the bytes' order is the numbers'.
    private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    private static func bytes(_ revision: Revision) -> [UInt8] {
        bytes(revision.main) + [UInt8(ascii: "_")] + bytes(revision.sub)
    }

    private static func number(_ bytes: some Collection<UInt8>) throws(CodingError) -> Int {
        guard bytes.count == 8 else { throw CodingError(description: "a number of \(bytes.count) bytes") }
        return Int(truncatingIfNeeded: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private static func revision(_ bytes: [UInt8]) throws(CodingError) -> Revision {
        guard bytes.count >= 17 else { throw CodingError(description: "a revision of \(bytes.count) bytes") }
        return Revision(main: try number(bytes[..<8]), sub: try number(bytes[9..<17]))
    }

    private static func decoded<Message: Declared>(_ bytes: [UInt8]) throws(CodingError) -> Message {
        do { return try Message(protobuf: bytes) } catch {
            throw CodingError(description: "cannot read \(Message.self): \(error)")
        }
    }
}

extension KeyValue {
    fileprivate init(_ key: Key, _ version: Version) {
        self.init()
        self.key = key.bytes
        if version.isTombstone { return }
        createRevision = version.createRevision
        modRevision = version.revision.main
        self.version = version.number
        value = version.value.bytes
        lease = version.lease
    }
}

/// etcd's leasepb.Lease.
private struct LeaseRecord: Declared {
    var id = 0
    var timeToLive = 0

    static let schema = Schema<Self>("A lease in the file.") {
        Field(1, "ID", \.id)
        Field(2, "TTL", \.timeToLive)
    }
}
