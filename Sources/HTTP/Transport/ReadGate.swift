/// Whether a socket is read: closed while its reader is behind.
package struct ReadGate: Sendable {
    /// In pieces of what one read gives, at most 64 KiB.
    package static let highMark = 8
    package static let lowMark = 2

    /// Sent down a channel by the reader when it has caught up.
    package struct Open: Sendable { package init() {} }

    private var isClosed = false
    private var isReadDue = false

    package init() {}

    package mutating func close() { isClosed = true }

    /// Whether a read that the channel wants now may happen; if not, it is due later.
    package mutating func mayRead() -> Bool {
        if isClosed { isReadDue = true }
        return !isClosed
    }

    /// Whether a read is due.
    package mutating func open() -> Bool {
        isClosed = false
        defer { isReadDue = false }
        return isReadDue
    }
}
