/// How much may be sent: on a stream, and on a connection as a whole. Only DATA counts. Source: RFC 9113, section 5.2.
struct SendWindow {
    private static let maximum = 1 << 31 - 1

    /// Negative after the other side has changed its mind about streams' first windows.
    private(set) var size: Int

    init(_ size: Int) { self.size = size }

    mutating func use(_ count: Int) { size -= count }

    mutating func grow(by count: Int) throws(HTTP2Failure) {
        guard size + count <= Self.maximum else { throw HTTP2Failure(.flowControlError, "a window beyond 2^31-1") }
        size += count
    }
}

/// How much the other side may send. What was read is given back when it is worth a frame.
struct ReceiveWindow {
    private let size: Int
    /// Sent, and not given back.
    private var used = 0

    init(_ size: Int) { self.size = size }

    mutating func use(_ count: Int) throws(HTTP2Failure) {
        used += count
        if used > size { throw HTTP2Failure(.flowControlError, "more than the window allows") }
    }

    /// How much is to be given back now; nil if that can wait.
    mutating func takeUpdate() -> Int? {
        guard used > size / 2 else { return nil }
        defer { used = 0 }
        return used
    }
}
