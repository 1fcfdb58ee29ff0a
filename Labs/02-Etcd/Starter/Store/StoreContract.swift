package import EtcdContract

/// The store as its contract wants it: what else it needs is a snapshot in one piece.
extension MultiVersionStore: StoreCore {
    package func snapshot(index: Int, salt: UInt64) -> [UInt8] {
        var writer = SnapshotWriter(self, index: index, salt: salt)
        var bytes: [UInt8] = []
        while let part = writer.next() { bytes += part }
        return bytes
    }

    package init(snapshot: [UInt8]) throws(LogCorruption) { self = try Snapshot(snapshot).store }
}
