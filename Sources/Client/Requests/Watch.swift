package import API
import HTTP
package import ReconciliationContract
import Schema

/// The events of a watch, as they come; it ends when the server ends it.
/// - Throws: `Status` for an ERROR event (410: the version is too old, list anew), `HTTPError` when the connection breaks.
package struct WatchStream<R: Resource>: AsyncSequence, Sendable {
    package typealias Element = WatchEvent<R>
    let lines: HTTPBody.Lines

    package func makeAsyncIterator() -> Iterator { Iterator(lines: lines.makeAsyncIterator()) }

    package struct Iterator: AsyncIteratorProtocol {
        var lines: HTTPBody.Lines.Iterator

        package mutating func next() async throws -> WatchEvent<R>? {
            while let line = try await lines.next() {
                if line.isEmpty { continue }
                return try WatchEvent(document: try JSON(parsing: line))
            }
            return nil
        }
    }
}

extension ClusterClient {
    /// Reports every change after a version: a list's, or the one of the last event that came.
    /// - Parameter seconds: after which the server ends the watch, so that no connection lives forever.
    package func watch<R: Resource>(
        _ type: R.Type, _ options: ListOptions = ListOptions(), from resourceVersion: String, seconds: Int = 0
    ) async throws -> WatchStream<R> {
        var options = options
        options.resourceVersion = resourceVersion
        var query = options.query
        query.add("watch", "true")
        query.add("allowWatchBookmarks", "true")
        if seconds > 0 { query.add("timeoutSeconds", String(seconds)) }
        let body = try await stream(Target(path: R.kind.path(namespace: options.namespace), query: query))
        return WatchStream(lines: body.lines())
    }
}
