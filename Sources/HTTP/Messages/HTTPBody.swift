/// The body of a request or answer: all there, or still coming.
///
/// It can be read once, by one task: `for try await bytes in body`, `body.lines`, or `body.collect(upTo:)`. Reading
/// gives back-pressure: nobody sends much more than what was read. A body that is dropped before its end closes the
/// client's connection, because nothing else could follow on it.
package struct HTTPBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    enum Source: Sendable {
        case bytes([UInt8])
        case coming(IncomingBody)
    }

    let source: Source

    package static func bytes(_ bytes: [UInt8]) -> HTTPBody { HTTPBody(source: .bytes(bytes)) }

    /// The whole body.
    /// - Throws: ``HTTPError/tooLarge(limit:)`` as soon as more than that many bytes have come.
    package func collect(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await bytes in self {
            if all.count + bytes.count > limit { throw HTTPError.tooLarge(limit: limit) }
            if all.isEmpty { all = bytes } else { all += bytes }
        }
        return all
    }

    package func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    package struct Iterator: AsyncIteratorProtocol {
        var source: Source

        package mutating func next() async throws -> [UInt8]? {
            switch source {
            case .bytes(let bytes):
                source = .bytes([])
                return bytes.isEmpty ? nil : bytes
            case .coming(let body):
                return try await body.next()
            }
        }
    }
}

/// A body whose bytes are still on their way.
final class IncomingBody: Sendable {
    private let bytes: Mailbox<[UInt8]>
    /// Called before the first read: that is when `100 Continue` is due.
    private let willRead: (@Sendable () -> Void)?
    /// Called when nobody can read the rest any more.
    private let abandon: (@Sendable () -> Void)?

    init(
        _ bytes: Mailbox<[UInt8]>, willRead: (@Sendable () -> Void)? = nil, abandon: (@Sendable () -> Void)? = nil
    ) {
        self.bytes = bytes
        self.willRead = willRead
        self.abandon = abandon
    }

    deinit {
        if !bytes.isFinished { abandon?() }
    }

    func next() async throws -> [UInt8]? {
        willRead?()
        return try await bytes.next()
    }
}
