import HTTP
package import Schema

/// The messages that the other side sends, for one reader. Reading gives back-pressure through HTTP/2's windows.
package struct GRPCMessages<Message: Declared>: AsyncSequence, Sendable {
    package typealias Element = Message
    let raw: Mailbox<[UInt8]>
    /// Kept as long as somebody may read.
    var owner: (any AnyObject & Sendable)?

    package func makeAsyncIterator() -> Iterator { Iterator(messages: self) }

    /// The next message; nil after the last.
    /// - Throws: ``GRPCError``, `CancellationError`
    package func next() async throws -> Message? {
        guard let bytes = try await raw.next() else { return nil }
        return try decoded(bytes)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let messages: GRPCMessages
        package mutating func next() async throws -> Message? { try await messages.next() }
    }
}

/// Sends messages to the other side.
package struct GRPCWriter<Message: Declared>: Sendable {
    let stream: StreamWriter

    /// Returns when the message is on its way; waits while the other side doesn't take it. Calls must not overlap.
    /// - Throws: ``GRPCError`` with code `unavailable` when the other side has gone.
    package func write(_ message: Message) async throws { try await stream.send(message.protobuf) }
}

func decoded<Message: Declared>(_ bytes: [UInt8]) throws(GRPCError) -> Message {
    do { return try Message(protobuf: bytes) } catch {
        throw GRPCError(.internal, "cannot read \(Message.self): \(error)")
    }
}
