import HTTP
import Synchronization

/// Counts calls from several tasks.
final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}

/// Remembers the last request.
final class Asked: Sendable {
    private let last = Mutex<(path: String, token: String?)>(("", nil))
    var value: (path: String, token: String?) { last.withLock { $0 } }
    func set(_ request: HTTPRequest) { last.withLock { $0 = (request.path, request.headers["Authorization"]) } }
}
