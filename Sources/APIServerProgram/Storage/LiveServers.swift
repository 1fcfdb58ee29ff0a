import EtcdAPI
import Logging
import Synchronization

/// Which API servers of the cluster are alive, as the store knows it: each has put its address there, under a lease that
/// ends some seconds after the server has.
///
/// ```
///   /registry/masterleases/172.30.0.2     lease of 15 s, renewed every 5 s
///   /registry/masterleases/172.30.0.3
/// ```
/// So the Service `kubernetes` leads to those only that answer. Source: `--endpoint-reconciler-type=lease` of Kubernetes.
final class LiveServers: Sendable {
    private let store: any KeyValueStore
    private let address: String
    private let lease = Mutex(0)
    private let logger: Logger

    private static let timeToLive = 15
    private static let prefix = Array("\(ObjectKey.root)masterleases/".utf8)
    static let interval = Duration.seconds(5)

    init(store: any KeyValueStore, address: String, logger: Logger) {
        self.store = store
        self.address = address
        self.logger = logger
    }

    /// Gives a sign of life, and says who else has given one; the own address alone when the store doesn't answer.
    func renew() async -> [String] {
        do throws(StoreError) {
            try await giveSign()
            let found = try await store.range(RangeRequest(prefix: Self.prefix, keysOnly: true)).kvs
            return found.map { String(decoding: $0.key.dropFirst(Self.prefix.count), as: UTF8.self) }
        } catch {
            logger.warning("no sign of life given", metadata: ["reason": "\(error)"])
            return [address]
        }
    }

    private func giveSign() async throws(StoreError) {
        let held = lease.withLock(\.self)
        if held != 0, try await store.leaseKeepAlive(LeaseKeepAliveRequest(id: held)).timeToLive > 0 { return }
        let granted = try await store.leaseGrant(LeaseGrantRequest(timeToLive: Self.timeToLive)).id
        _ = try await store.put(Self.prefix + Array(address.utf8), [], lease: granted)
        lease.withLock { $0 = granted }
    }

    /// Leaves at once instead of when the lease ends.
    func leave() async {
        let held = lease.withLock(\.self)
        guard held != 0 else { return }
        var request = LeaseRevokeRequest()
        request.id = held
        do { _ = try await store.leaseRevoke(request) } catch {
            logger.info("the lease is left to end by itself", metadata: ["reason": "\(error)"])
        }
    }
}
