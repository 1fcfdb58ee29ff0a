import HTTP
import NIOCore
import NIOHTTP2
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
    let channel: any Channel

    /// Returns when the message is on its way; waits while the other side doesn't take it. Calls must not overlap.
    /// - Throws: ``GRPCError`` with code `unavailable` when the other side has gone.
    package func write(_ message: Message) async throws {
        do {
            try await channel.writeWithBackPressure(dataFrame(message.protobuf, endsStream: false))
        } catch is HTTPError { throw GRPCError(.unavailable, "the stream was closed by the other side") }
    }
}

func decoded<Message: Declared>(_ bytes: [UInt8]) throws(GRPCError) -> Message {
    do { return try Message(protobuf: bytes) } catch {
        throw GRPCError(.internal, "cannot read \(Message.self): \(error)")
    }
}

func dataFrame(_ message: [UInt8], endsStream: Bool) -> HTTP2Frame.FramePayload {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(message.count + 5)
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(UInt32(message.count))
    buffer.writeBytes(message)
    return .data(.init(data: .byteBuffer(buffer), endStream: endsStream))
}
