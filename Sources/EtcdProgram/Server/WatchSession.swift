internal import EtcdAPI
internal import EtcdContract
internal import GRPC
internal import HTTP
internal import Synchronization

/// One stream of the watch service: requests create and cancel watches, the answers of all watches share the stream.
///
/// Each watch is a task that moves along the history as fast as the client reads. Nothing is buffered here: if the
/// client is slow the watch stays behind, until compaction overtakes it and it is cancelled.
final class WatchSession: Sendable {
    private let store: LocalStore
    private let responses: GRPCWriter<WatchResponse>
    private let state = Mutex(State())

    fileprivate struct State {
        var watches: [Int: Watch] = [:]
        var nextID = 0
        /// Watches that have yet to say how far they are, since the client asked for all of them.
        var askedForProgress: Set<Int> = []
    }

    fileprivate struct Watch: Sendable {
        let stream: WatchStream
        /// A large answer may be cut into several.
        let isFragmented: Bool
        let cancelled = Mailbox<Void>()
    }

    init(store: LocalStore, responses: GRPCWriter<WatchResponse>) {
        self.store = store
        self.responses = responses
    }

    func serve(_ requests: GRPCMessages<WatchRequest>) async throws {
        try await withThrowingDiscardingTaskGroup { watches in
            for try await request in requests { try await answer(request, &watches) }
            // The client has said all it wanted to say, and goes on listening.
        }
    }

    private func answer(_ request: WatchRequest, _ watches: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        switch request {
        case .none: break
        case .create(let request):
            guard let id = try await create(request) else { return }
            watches.addTask { try await self.run(id) }
        case .cancel(let request): try await cancel(request.watchID)
        case .progress: try await askForProgress()
        }
    }

    private func send(_ id: Int, revision: Int? = nil, _ change: (inout WatchResponse) -> Void) async throws {
        var response = WatchResponse()
        response.watchID = id
        response.header = store.header(revision ?? store.revision)
        change(&response)
        try await responses.write(response)
    }
}

// MARK: - Creating and cancelling

extension WatchSession {
    /// The new watch's number; nil if the request was refused.
    private func create(_ request: WatchCreateRequest) async throws -> Int? {
        let revision = store.revision
        let stream = try await status { () async throws(StoreError) in try await store.watch(request) }
        let id: Int? = state.withLock { state -> Int? in
            guard state.watches[request.watchID] == nil || request.watchID == 0 else { return nil }
            let id = request.watchID == 0 ? state.freeID() : request.watchID
            state.watches[id] = Watch(stream: stream, isFragmented: request.fragment)
            return id
        }
        guard let id else {
            try await send(-1) { response in
                response.created = true
                response.canceled = true
                response.cancelReason = "mvcc: duplicate watch ID provided on the WatchStream"
            }
            return nil
        }
        try await send(id, revision: revision) { $0.created = true }
        return id
    }

    private func cancel(_ id: Int) async throws {
        guard let watch = state.withLock({ $0.watches.removeValue(forKey: id) }) else { return }
        watch.cancelled.finish()
        try await send(id) { $0.canceled = true }
    }

    /// Follows the watch until it is cancelled, by the client or because history is gone.
    private func run(_ id: Int) async throws {
        guard let watch = state.withLock({ $0.watches[id] }) else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.follow(watch, id) }
            group.addTask { try await watch.cancelled.next() }
            defer { group.cancelAll() }
            try await group.next()
        }
        state.withLock { $0.forget(id) }
    }
}

extension WatchSession.State {
    fileprivate mutating func freeID() -> Int {
        while watches[nextID] != nil { nextID += 1 }
        defer { nextID += 1 }
        return nextID
    }

    fileprivate mutating func forget(_ id: Int) {
        watches[id] = nil
        askedForProgress.remove(id)
    }
}

// MARK: - Following

extension WatchSession {
    private func follow(_ watch: Watch, _ id: Int) async throws {
        var batches = watch.stream.makeAsyncIterator()
        while true {
            let batch: WatchBatch?
            do throws(StoreError) { batch = try await batches.next(isolation: #isolation) } catch {
                return try await end(id, error)
            }
            guard let batch else { return }
            if batch.events.isEmpty {
                try await report(id, batch.revision)
            } else {
                try await send(batch, of: id, isFragmented: watch.isFragmented)
            }
        }
    }

    /// All events of a batch are one answer, unless the watch asked for fragments: then all but the last of them say
    /// that more belongs to them.
    private func send(_ batch: WatchBatch, of id: Int, isFragmented: Bool) async throws {
        let limit = isFragmented ? store.configuration.maximumRequest : .max
        var rest = batch.events[...]
        while !rest.isEmpty {
            let fragment = rest.prefix(rest.countFitting(limit))
            rest = rest.dropFirst(fragment.count)
            try await send(id, revision: batch.revision) { response in
                response.events = Array(fragment)
                response.fragment = !rest.isEmpty
            }
        }
    }

    private func end(_ id: Int, _ error: StoreError) async throws {
        if case .unavailable = error { throw error.status }
        try await send(id) { response in
            response.canceled = true
            if case .compacted(let revision) = error { response.compactRevision = revision }
            response.cancelReason = error.message
        }
    }

    private func askForProgress() async throws {
        let watches = state.withLock { state in
            state.askedForProgress = Set(state.watches.keys)
            return state.watches.values.map(\.stream)
        }
        for stream in watches { try await status { () async throws(StoreError) in try await stream.requestProgress() } }
    }

    /// When the client asked, one answer for the whole stream, once all its watches are as far.
    private func report(_ id: Int, _ revision: Int) async throws {
        let (wasAsked, isLast) = state.withLock { state in
            let wasAsked = state.askedForProgress.remove(id) != nil
            return (wasAsked, state.askedForProgress.isEmpty)
        }
        if !wasAsked { return try await send(id, revision: revision) { _ in } }
        if isLast { try await send(-1, revision: revision) { _ in } }
    }
}

extension ArraySlice<Event> {
    /// How many from the front fit into so many bytes; at least one.
    fileprivate func countFitting(_ limit: Int) -> Int {
        var size = 0
        for (count, event) in enumerated() {
            size += event.kv.size + (event.prevKV?.size ?? 0)
            if size > limit { return Swift.max(1, count) }
        }
        return count
    }
}

extension KeyValue {
    /// About, on the wire.
    fileprivate var size: Int { key.count + value.count + 48 }
}
