internal import Logging
internal import NIOCore
internal import NIOPosix

/// The cluster's name server on one address: UDP for nearly everything, TCP for answers that are too large.
package struct NameServer: Sendable {
    private typealias Datagram = AddressedEnvelope<ByteBuffer>
    private let responder: Responder
    private let datagrams: NIOAsyncChannel<Datagram, Datagram>
    private let connections: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>

    /// The port on which it listens.
    package var port: Int { datagrams.channel.localAddress?.port ?? 0 }

    /// Opens both sockets, TCP's first: a port that the kernel chooses for UDP alone may be that of a TCP connection of
    /// this machine, for a minute after its end, too. The other way round that hardly ever happens.
    /// - Parameter port: 0 lets the kernel choose.
    package init(_ names: ClusterNames, upstream: Upstream?, host: String, port: Int) async throws {
        responder = Responder(names: names, upstream: upstream)
        connections = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(FrameDecoder()), MessageToByteHandler(FrameEncoder()),
                        IdleStateHandler(readTimeout: .seconds(10)), IdleCloser())
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
        do {
            datagrams = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: host, port: connections.channel.localAddress?.port ?? port) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
                }
        } catch {
            try? await connections.executeThenClose { _ in }
            throw error
        }
    }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await answerDatagrams() }
            group.addTask { try await acceptConnections() }
        }
    }

    private func answerDatagrams() async throws {
        try await datagrams.executeThenClose { inbound, outbound in
            try await withThrowingDiscardingTaskGroup { group in
                for try await datagram in inbound {
                    let address = datagram.remoteAddress
                    switch responder.reply(to: Array(datagram.data.readableBytesView), isDatagram: true) {
                    case .nothing: break
                    case .bytes(let bytes):
                        // A client that is gone is no reason to stop.
                        try? await outbound.write(Datagram(remoteAddress: address, data: ByteBuffer(bytes: bytes)))
                    case .later(let forwarding):
                        group.addTask {
                            let bytes = await responder.forward(forwarding, isDatagram: true)
                            try? await outbound.write(Datagram(remoteAddress: address, data: ByteBuffer(bytes: bytes)))
                        }
                    }
                }
            }
        }
    }

    private func acceptConnections() async throws {
        try await connections.executeThenClose { inbound in
            await withDiscardingTaskGroup { group in
                do {
                    for try await connection in inbound { group.addTask { await answer(connection) } }
                } catch { group.cancelAll() }
            }
        }
    }

    /// Questions of one connection are answered one after the other.
    private func answer(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        // A connection that breaks concerns nobody but its client.
        try? await connection.executeThenClose { inbound, outbound in
            for try await question in inbound {
                switch responder.reply(to: Array(question.readableBytesView), isDatagram: false) {
                case .nothing: return
                case .bytes(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
                case .later(let forwarding):
                    let bytes = await responder.forward(forwarding, isDatagram: false)
                    try await outbound.write(ByteBuffer(bytes: bytes))
                }
            }
        }
    }
}

/// Over TCP each message has its length in front (RFC 1035, section 4.2.2).
private struct FrameDecoder: NIOSingleStepByteToMessageDecoder {
    mutating func decode(buffer: inout ByteBuffer) -> ByteBuffer? {
        buffer.readLengthPrefixedSlice(as: UInt16.self)
    }

    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> ByteBuffer? { decode(buffer: &buffer) }
}

private struct FrameEncoder: MessageToByteEncoder {
    func encode(data: ByteBuffer, out: inout ByteBuffer) {
        out.writeInteger(UInt16(clamping: data.readableBytes))
        out.writeImmutableBuffer(data)
    }
}

private final class IdleCloser: ChannelInboundHandler {
    typealias InboundIn = Any

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
