package import EtcdContract

/// One number for everything that is visible at a revision: two stores that did the same have the same.
///
/// Left out compared with etcd: the same number as etcd's for the same keys; it sums over its file's records.
extension View {
    /// - Parameter revision: 0 for the newest.
    package func hash(at revision: Int = 0) throws(Refusal) -> UInt32 {
        if revision > self.revision { throw .futureRevision }
        if revision > 0, revision < compactRevision { throw .compacted(revision: compactRevision) }
        let last = revision == 0 ? self.revision : revision
        var sum = CRC32C()
        for (key, history) in index.entries(in: .all) {
            for version in history.versions where version.revision.main <= last {
                var writer = ByteWriter()
                writer.entry(Entry(key: key, version: version))
                sum.add(writer.bytes)
            }
        }
        return sum.value
    }
}
