internal import ClusterDNS
internal import ClusterDNSContract
internal import NIOCore
internal import NIOPosix

/// A name server that is asked about names outside the cluster, over UDP.
///
/// Each question has a socket and an identifier of its own, both by chance, so that nobody can guess what a false
/// answer would have to look like. Left out: TCP, several servers, a cache.
package struct Upstream: Sendable {
    private let server: SocketAddress

    /// - Parameter address: `192.0.2.1` or `192.0.2.1:5353`.
    package init(_ address: String) throws {
        let parts = address.split(separator: ":").map(String.init)
        server = try SocketAddress(ipAddress: parts.first ?? "", port: parts.count > 1 ? Int(parts[1]) ?? 53 : 53)
    }

    /// - Returns: the answer as one to `query`; nil when there was none in time.
    func ask(_ question: DNSMessage.Question, for query: DNSMessage) async -> DNSMessage? {
        for _ in 0..<2 {
            if let answer = try? await attempt(question), !answer.isTruncated || answer.answers.isEmpty == false {
                var response = answer
                (response.identifier, response.question) = (query.identifier, query.question)
                response.payloadSize = query.payloadSize.map { _ in 1232 }
                return response
            }
        }
        return nil
    }

    private func attempt(_ question: DNSMessage.Question) async throws -> DNSMessage? {
        var query = DNSMessage()
        query.identifier = .random(in: 0...UInt16.max)
        query.recursionDesired = true
        query.question = question
        query.payloadSize = 1232
        let (identifier, bytes) = (query.identifier, query.bytes())
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "0.0.0.0", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<AddressedEnvelope<ByteBuffer>, AddressedEnvelope<ByteBuffer>>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(AddressedEnvelope(remoteAddress: server, data: ByteBuffer(bytes: bytes)))
            return try await withThrowingTaskGroup(of: DNSMessage?.self) { group in
                group.addTask { try await firstAnswer(inbound, identifier, question) }
                group.addTask {
                    try await Task.sleep(for: .seconds(2))
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
    }

    private func firstAnswer(
        _ inbound: NIOAsyncChannelInboundStream<AddressedEnvelope<ByteBuffer>>, _ identifier: UInt16,
        _ question: DNSMessage.Question
    ) async throws -> DNSMessage? {
        for try await envelope in inbound where envelope.remoteAddress == server {
            guard let answer = try? DNSMessage(parsing: Array(envelope.data.readableBytesView)) else { continue }
            if answer.isResponse, answer.identifier == identifier, answer.question == question { return answer }
        }
        return nil
    }
}
