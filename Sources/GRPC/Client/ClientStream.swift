import HTTP
import NIOCore
import NIOHPACK

/// One call's stream on the client: HEADERS and DATA go out; HEADERS, DATA and trailers come in.
final class ClientStream: StreamUser {
    /// Weak: a caller that dropped its call has cancelled it.
    private weak var call: ClientCall?
    private var stream: HTTP2Stream?
    private let responses: Mailbox<[UInt8]>
    private var parser: MessageParser
    private var deadline: Scheduled<Void>?
    private var isDone = false
    private let isUnary: Bool
    /// A unary answer counts only with the trailers.
    private var held: [UInt8]?
    /// What the trailers say.
    private var status: ResponseHead.Status?

    init(_ call: ClientCall) {
        self.call = call
        responses = call.responses
        parser = MessageParser(maximumSize: call.maximumMessageSize)
        if case .unary = call.shape { isUnary = true } else { isUnary = false }
    }

    func begin(_ call: ClientCall, on stream: HTTP2Stream, _ loop: any EventLoop) {
        guard let connection = stream.connection else { return }
        self.stream = stream
        if let timeout = call.timeout { startDeadline(timeout, loop) }
        connection.send(headers(call), on: stream)
        switch call.shape {
        case .unary(let message), .serverStream(let message):
            connection.send(message, on: stream)
            connection.finish(stream, .data)
        case .bidirectional: break
        }
    }

    private func headers(_ call: ClientCall) -> HeaderBlock {
        let scheme = call.target.scheme == "https" ? HeaderBlock.schemeHTTPS : HeaderBlock.schemeHTTP
        var block = HeaderBlock(indexed: HeaderBlock.methodPost, scheme)
        block.add(nameAt: HeaderBlock.path, call.path)
        block.add(nameAt: HeaderBlock.authority, call.target.authority)
        block.add(nameAt: HeaderBlock.contentType, "application/grpc")
        block.add("te", "trailers")
        block.add("user-agent", "dinghy")
        if let timeout = call.timeout { block.add("grpc-timeout", timeoutText(timeout)) }
        return block
    }

    private func startDeadline(_ timeout: Duration, _ loop: any EventLoop) {
        deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.end(GRPCError(.deadlineExceeded, "no answer within \(timeout)"))
        }
    }

    private func end(_ error: GRPCError?) {
        if isDone { return }
        isDone = true
        deadline?.cancel()
        // What the server hasn't ended, it needn't go on with; nor need this side.
        if let stream, !stream.isDone { stream.connection?.reset(stream, .cancel) }
        if error == nil, let held = held.take() { responses.put(held) }
        if let call { call.end(error) } else { responses.finish(throwing: error) }
    }
}

// MARK: - In

extension ClientStream {
    func receive(_ headers: ReceivedHeaders) {
        if let code = headers.response.httpStatus, code != "200" {
            return end(GRPCError(.unavailable, "HTTP status \(code)"))
        }
        status = headers.response.status
    }

    func receive(_ bytes: ByteBuffer) {
        do {
            parser.add(bytes)
            while let message = try parser.next() {
                if isUnary { held = message } else { stream?.put(message, into: responses) }
            }
        } catch { end(error) }
    }

    func receiveEnd() {
        switch status {
        case .success: end(nil)
        case .failure(let error): end(error)
        case nil: end(GRPCError(.internal, "the stream ends without a status"))
        }
    }

    func abort(_ reason: String) { end(GRPCError(.unavailable, reason)) }
}

/// What an answer's headers and trailers say.
struct ResponseHead {
    typealias Status = Result<Void, GRPCError>

    let httpStatus: String?
    /// Nil in headers that are not the trailers.
    let status: Status?

    init(_ fields: HPACKHeaders) {
        httpStatus = fields.first(name: ":status")
        guard let number = fields.first(name: "grpc-status") else {
            status = nil
            return
        }
        let code = Int(number).flatMap { GRPCCode(rawValue: $0) } ?? .unknown
        let message = percentDecoded(fields.first(name: "grpc-message") ?? "")
        status = code == .ok ? .success(()) : .failure(GRPCError(code, message))
    }
}
