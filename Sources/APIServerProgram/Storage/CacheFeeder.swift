import APIMachinery
import APIServer
import EtcdAPI
import Logging
import Schema

/// Keeps the watch cache in step with the store: reads everything once, then watches from there.
///
/// When the connection breaks it goes on at the next revision; when the store has forgotten that revision it reads
/// everything again, and every watcher of ours is told to do the same.
struct CacheFeeder: Sendable {
    let store: any KeyValueStore
    let cacher: Cacher
    let freshness: Freshness
    /// By resource.
    let selectableFields: [String: [SelectableField]]
    let logger: Logger

    /// How many objects are read at a time at the start.
    private static let page = 500
    private static let retryDelay = Duration.milliseconds(200)

    func run() async {
        while !Task.isCancelled {
            do throws(StoreError) {
                var revision = try await load()
                while !Task.isCancelled { revision = try await follow(from: revision) }
            } catch {
                logger.warning("store lost, reading it again", metadata: ["reason": "\(error)"])
            }
            await pause()
        }
    }

    private func pause() async {
        // Cancellation ends the pause, and the loops above look for it.
        try? await Task.sleep(for: Self.retryDelay)
    }

    // MARK: Reading everything

    /// Returns the revision of which the cache now is.
    private func load() async throws(StoreError) -> Int {
        var objects: [String: [StoredObject]] = [:]
        var request = RangeRequest(prefix: Array(ObjectKey.root.utf8), limit: Self.page)
        while true {
            let response = try await store.range(request)
            if request.revision == 0 { request.revision = response.header.revision }
            for pair in response.kvs {
                guard let (resource, object) = decode(pair) else { continue }
                objects[resource, default: []].append(object)
            }
            guard response.more, let last = response.kvs.last else { break }
            request.key = last.key + [0]
        }
        cacher.load(objects, resources: Array(selectableFields.keys), revision: request.revision)
        return request.revision
    }

    private func decode(_ pair: KeyValue) -> (String, StoredObject)? {
        guard let key = ObjectKey(storeKey: pair.key), let fields = selectableFields[key.resource] else { return nil }
        do {
            let document = try JSON(parsing: pair.value)
            return (
                key.resource, StoredObject(document: document, revision: pair.modRevision, selectableFields: fields)
            )
        } catch {
            logger.error("unreadable object in the store", metadata: ["key": "\(key)", "reason": "\(error)"])
            return nil
        }
    }

    // MARK: Following changes

    /// Takes in changes until the watch breaks; returns the revision reached.
    private func follow(from start: Int) async throws(StoreError) -> Int {
        var revision = start
        defer { freshness.follow(nil) }
        do throws(StoreError) {
            let watch = try await store.watch(
                WatchCreateRequest(
                    prefix: Array(ObjectKey.root.utf8), startRevision: start + 1, progressNotify: true))
            freshness.follow(watch)
            var batches = watch.makeAsyncIterator()
            while let batch = try await batches.next(isolation: #isolation) {
                cacher.apply(batch.events.compactMap(feed), revision: batch.revision)
                revision = batch.revision
            }
        } catch .compacted(let oldest) {
            throw .compacted(revision: oldest)
        } catch {
            logger.warning("watch on the store broke", metadata: ["reason": "\(error)"])
            await pause()
        }
        return revision
    }

    private func feed(_ event: Event) -> Cacher.Feed? {
        if event.type == .put { return decode(event.kv).map { .put(resource: $0.0, $0.1) } }
        return ObjectKey(storeKey: event.kv.key).map { key in
            .delete(resource: key.resource, key: key.key, revision: event.kv.modRevision)
        }
    }
}
