import API
import APIMachinery
import APIServer
import APIServerContract
import EtcdAPI
import HTTP
import Schema

/// get and list: answered from the watch cache, in the form that the client asked for.
struct ReadHandler: Sendable {
    let storage: Storage
    let clock: Clock

    // MARK: get

    func get(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        try await waitForRevision(request)
        guard let object = storage.cacher.get(request.resource.storageName, request.key.key) else {
            throw .notFound(request.resource.kind, name: request.info.name)
        }
        return try Answer.object(object.text, request, now: clock.now())
    }

    // MARK: list

    /// With a `continue` token or an exact `resourceVersion` the store is read at that revision; else the cache.
    func list(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        try await waitForRevision(request)
        let selection = try request.selection()
        let limit = try request.number("limit") ?? 0
        let match = try request.resourceVersionMatch()
        let page: Page
        if let token = request.query["continue"], !token.isEmpty {
            page = try await history(request, selection, from: ContinueToken(parsing: token), limit: limit)
        } else if match == "Exact", let revision = try request.number("resourceVersion") {
            page = try await history(
                request, selection, from: ContinueToken(revision: revision, lastKey: ""), limit: limit)
        } else {
            page = present(request, selection, limit: limit)
        }
        return try Answer.list(page, request, now: clock.now())
    }

    /// A part of a list.
    struct Page: Sendable {
        var texts: [[UInt8]]
        var revision: Int
        /// Where the next part begins; nil at the end.
        var next: ContinueToken?
        /// How many follow, where that is known.
        var remaining: Int?
    }

    private func present(_ request: APIRequest, _ selection: Selection, limit: Int) -> Page {
        let (objects, revision) = storage.cacher.list(request.resource.storageName, selection)
        guard limit > 0, objects.count > limit, case let last = objects[limit - 1] else {
            return Page(texts: objects.map(\.text), revision: revision)
        }
        return Page(
            texts: objects.prefix(limit).map(\.text), revision: revision,
            next: ContinueToken(revision: revision, lastKey: last.key), remaining: objects.count - limit)
    }

    /// Reads the store at an older revision, until the page is full.
    private func history(
        _ request: APIRequest, _ selection: Selection, from token: ContinueToken, limit: Int
    ) async throws(Status) -> Page {
        let prefix = ObjectKey(resource: request.resource.storageName, namespace: selection.namespace, name: "")
            .storeKey
        var range = RangeRequest(prefix: prefix, revision: token.revision, limit: limit > 0 ? limit : 500)
        if !token.lastKey.isEmpty {
            range.key =
                ObjectKey(resource: request.resource.storageName, namespace: "", name: token.lastKey).storeKey + [0]
        }
        var page = Page(texts: [], revision: token.revision)
        while true {
            let response = try await read(range)
            for pair in response.kvs {
                guard let object = StoredObject(pair, of: request.resource), selection.contains(object) else {
                    continue
                }
                page.texts.append(object.text)
                guard limit > 0, page.texts.count == limit else { continue }
                let more = response.more || pair.key != response.kvs.last?.key
                page.next = more ? ContinueToken(revision: token.revision, lastKey: object.key) : nil
                return page
            }
            guard response.more, let last = response.kvs.last else { return page }
            range.key = last.key + [0]
        }
    }

    private func read(_ range: RangeRequest) async throws(Status) -> RangeResponse {
        do {
            return try await storage.store.range(range)
        } catch .compacted {
            throw .expired("The provided continue parameter is too old to display a consistent list result.")
        } catch {
            throw Status(store: error)
        }
    }

    // MARK: Freshness

    /// `resourceVersion=N` asks for data that is not older than N.
    private func waitForRevision(_ request: APIRequest) async throws(Status) {
        guard storage.cacher.isReady else { throw .serviceUnavailable("the watch cache is not filled yet") }
        guard let revision = try request.number("resourceVersion"), revision > storage.cacher.revision else { return }
        let cacher = storage.cacher
        await withTimeLimit(.seconds(3)) { await cacher.wait(forRevision: revision) }
        guard cacher.revision >= revision else {
            throw .tooLargeResourceVersion(revision, current: cacher.revision)
        }
    }
}

/// Where a list that was cut by `limit` goes on: at the same revision, behind a key.
struct ContinueToken: Sendable, Hashable {
    var revision: Int
    var lastKey: String

    init(revision: Int, lastKey: String) {
        self.revision = revision
        self.lastKey = lastKey
    }

    init(parsing text: String) throws(Status) {
        guard let bytes = Base64.decodeURL(text), let json = try? JSON(parsing: bytes),
            let revision = json["rv"]?.integer, let key = json["start"]?.string
        else { throw .badRequest("continue key is not valid") }
        self.init(revision: revision, lastKey: key)
    }

    var text: String {
        Base64.encodeURL((["v": "meta.k8s.io/v1", "rv": revision.json, "start": lastKey.json] as JSON).bytes)
    }
}
