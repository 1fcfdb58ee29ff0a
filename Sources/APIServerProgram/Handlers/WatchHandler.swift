import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema

/// watch: a stream of changes from a revision on, one JSON document a line.
///
/// Every watcher reads the resource's log at its own speed. One that falls so far behind that its place has left the
/// log gets a 410 and the end of the stream; nothing is kept for it.
struct WatchHandler: Sendable {
    let cacher: Cacher
    let clock: Clock

    /// A watch without `timeoutSeconds` ends by itself, so that no connection stays for ever.
    private static let defaultTimeout = 30 * 60
    private static let bookmarkInterval = 60
    /// So long before its end a watch gets a bookmark to go on from: seconds.
    private static let bookmarkBeforeEnd = 2
    private static let batch = 64

    func watch(_ request: APIRequest) throws(Status) -> HTTPResponse {
        guard cacher.isReady else { throw .serviceUnavailable("the watch cache is not filled yet") }
        guard request.negotiation.encoding == .json else { throw .notAcceptable(["application/json"]) }
        let selection = try request.selection()
        let start = try start(request, selection)
        let timeout = try request.number("timeoutSeconds") ?? Self.defaultTimeout
        let encoder = WatchEncoder(request: request, clock: clock)
        let deadline = clock.now() + max(1, timeout)
        let body = HTTPResponse.Body.stream { writer in
            var stream = encoder
            try await serve(start, selection, &stream, request, deadline: deadline, to: writer)
        }
        return HTTPResponse(.ok, headers: ["Content-Type": encoder.contentType], body: body)
    }

    private struct Start: Sendable {
        /// Objects to send as added first.
        var initial: [StoredObject] = []
        var place: Int
        var revision: Int
        /// A bookmark that says "that was the present" follows the initial objects.
        var marksInitialEnd = false
        var error: Status?
    }

    private func start(_ request: APIRequest, _ selection: Selection) throws(Status) -> Start {
        _ = try request.resourceVersionMatch()  // Only looked at: a watch goes on from a version.
        let resource = request.resource.storageName
        let revision = try request.number("resourceVersion") ?? 0
        let wantsInitial = request.query["sendInitialEvents"].map { $0 == "true" }
        if wantsInitial ?? (revision == 0) {
            let (objects, revision, place) = cacher.listAndPlace(resource, selection)
            return Start(initial: objects, place: place, revision: revision, marksInitialEnd: wantsInitial == true)
        }
        guard let place = cacher.place(resource, after: revision) else {
            let oldest = cacher.oldestRevision(resource)
            return Start(
                place: 0, revision: revision, error: .expired("too old resource version: \(revision) (\(oldest))"))
        }
        return Start(place: place, revision: revision)
    }

    private func serve(
        _ start: Start, _ selection: Selection, _ stream: inout WatchEncoder, _ request: APIRequest, deadline: Time,
        to writer: HTTPBodyWriter
    ) async throws {
        if let error = start.error { return try await writer.write(stream.error(error)) }
        try await sendInitial(start, &stream, to: writer)
        var place = start.place
        var reached = start.revision
        var nextBookmark = nextBookmark(deadline)
        let resource = request.resource.storageName
        while !Task.isCancelled, clock.now() < deadline {
            guard let (changes, revision) = cacher.changes(resource, from: place, limit: Self.batch) else {
                return try await writer.write(stream.error(.expired("the watcher was too slow")))
            }
            place += changes.count
            var bytes: [UInt8] = []
            for change in changes {
                guard let event = selection.event(for: change) else { continue }
                bytes += stream.event(event.type, event.object)
            }
            if changes.isEmpty { reached = revision }
            if clock.now() >= nextBookmark, changes.isEmpty, request.flag("allowWatchBookmarks") {
                bytes += stream.bookmark(revision: reached)
                nextBookmark = self.nextBookmark(deadline)
            }
            if !bytes.isEmpty { try await writer.write(bytes) }
            if changes.isEmpty { await cacher.wait(forChangeOf: resource, at: place) }
        }
    }

    /// Every minute, and shortly before the end.
    private func nextBookmark(_ deadline: Time) -> Time {
        let now = clock.now()
        let last = deadline + -Self.bookmarkBeforeEnd
        return last > now ? min(last, now + Self.bookmarkInterval) : now + Self.bookmarkInterval
    }

    private func sendInitial(_ start: Start, _ stream: inout WatchEncoder, to writer: HTTPBodyWriter) async throws {
        for chunk in stride(from: 0, to: start.initial.count, by: Self.batch) {
            let objects = start.initial[chunk..<min(start.initial.count, chunk + Self.batch)]
            try await writer.write(objects.reduce(into: []) { $0 += stream.event(.added, $1) })
        }
        if start.marksInitialEnd {
            try await writer.write(stream.bookmark(revision: start.revision, endsInitial: true))
        }
    }
}

/// Turns changes into lines of a watch stream.
struct WatchEncoder: Sendable {
    private let resource: ServedResource
    private let form: Negotiation.Form
    private let includesObject: Answer.TableObject
    private let clock: Clock
    private var hasSentColumns = false
    let contentType: String

    init(request: APIRequest, clock: Clock) {
        resource = request.resource
        form = request.negotiation.form
        includesObject = Answer.TableObject(request.query)
        contentType = request.negotiation.contentType
        self.clock = clock
    }

    mutating func event(_ type: WatchEventType, _ object: StoredObject) -> [UInt8] {
        line(type, body(object.text))
    }

    private mutating func body(_ text: [UInt8]) -> [UInt8] {
        do throws(Status) {
            switch form {
            case .object: return text
            case .metadata: return try Answer.metadata(text).bytes
            case .table:
                defer { hasSentColumns = true }
                return try Answer.table(
                    [text], resource, now: clock.now(), object: includesObject, withColumns: !hasSentColumns,
                    revision: nil
                ).bytes
            }
        } catch {
            return error.document.bytes
        }
    }

    func bookmark(revision: Int, endsInitial: Bool = false) -> [UInt8] {
        var metadata: JSON = ["resourceVersion": .string(String(revision)), "creationTimestamp": .null]
        if endsInitial { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        let object: JSON = [
            "kind": .string(resource.kind.name), "apiVersion": .string(resource.kind.apiVersion), "metadata": metadata,
        ]
        return line(.bookmark, object.bytes)
    }

    func error(_ status: Status) -> [UInt8] { line(.error, status.document.bytes) }

    private func line(_ type: WatchEventType, _ object: [UInt8]) -> [UInt8] {
        var line = Array("{\"type\":\"\(type.rawValue)\",\"object\":".utf8)
        line.reserveCapacity(line.count + object.count + 2)
        line += object
        line += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
        return line
    }
}
