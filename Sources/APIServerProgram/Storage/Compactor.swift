import EtcdAPI
import Logging

/// Lets the store forget: every five minutes, everything that was superseded more than five minutes ago.
///
/// So a client that comes back within that time can go on watching where it was, and the store doesn't grow for ever.
struct Compactor: Sendable {
    let store: any KeyValueStore
    let cacher: Cacher
    let logger: Logger
    private static let interval = Duration.seconds(300)

    func run() async {
        var last = 0
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.interval) } catch { return }
            let revision = cacher.revision
            if last > 0 { await compact(at: last) }
            last = revision
        }
    }

    private func compact(at revision: Int) async {
        do throws(StoreError) {
            _ = try await store.compact(CompactionRequest(revision: revision))
        } catch .compacted {
            return  // Another API server was faster.
        } catch {
            logger.warning("compaction failed", metadata: ["revision": "\(revision)", "reason": "\(error)"])
        }
    }
}
