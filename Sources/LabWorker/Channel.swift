internal import Glibc
internal import Schema
internal import Synchronization

/// The worker's end of the two ways between it and the harness.
final class Channel: Sendable {
    /// Nil when the program wasn't started by a harness.
    static let shared = Channel()

    private let requests: Int32
    private let answers: Int32
    private let state = Mutex(State())

    private struct State {
        var received: [UInt8] = []
        /// The number of the request that is being answered.
        var request = 0
    }

    private init?() {
        guard let variable = getenv("DINGHY_WORKER") else { return nil }
        let numbers = String(cString: variable).split(separator: ",").compactMap { Int32($0) }
        guard numbers.count == 2 else { return nil }
        (requests, answers) = (numbers[0], numbers[1])
        // Not for programs that the code under test may start.
        for number in numbers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
    }

    /// Waits for the next request; nil when the harness has no more.
    func nextRequest() -> (call: String, arguments: JSON)? {
        guard let line = nextLine(), let request = try? JSON(parsing: line), let number = request["id"]?.integer else {
            return nil
        }
        state.withLock { $0.request = number }
        return (request["call"]?.string ?? "", request["arguments"] ?? [:])
    }

    func answer(_ kind: String, _ value: JSON) {
        let number = state.withLock(\.request)
        let line = (["id": .integer(Int64(number)), kind: value] as JSON).bytes + [UInt8(ascii: "\n")]
        var written = 0
        while written < line.count {
            let count = line.withUnsafeBytes { write(answers, $0.baseAddress.map { $0 + written }, $0.count - written) }
            if count < 0 && errno != EINTR { exit(74) }
            written += max(0, count)
        }
    }

    private func nextLine() -> [UInt8]? {
        var received = state.withLock(\.received)
        var searched = 0
        while true {
            if let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                state.withLock { $0.received = Array(received[(end + 1)...]) }
                return Array(received[..<end])
            }
            searched = received.count
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            let count = read(requests, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            received += buffer.prefix(count)
        }
    }
}
