package import CRI
import Containers
import GRPC
import HTTP
import Linux
import Synchronization

/// Commands, attachments and port forwards that last: kubectl talks to this server, through API server and kubelet,
/// which only pass its bytes on.
///
/// ```
/// kubectl ──TLS──▶ kube-apiserver ──TLS──▶ kubelet ──▶ http://127.0.0.1:PORT/exec/TOKEN
///            1. the kubelet asks Exec over CRI, and gets this URL   2. it hands the upgraded connection on
/// ```
/// A token is good once, for a minute: whoever has one was let in by the kubelet.
enum PendingStream: Sendable {
    case exec(ExecRequest)
    case attach(AttachRequest)
    case portForward(PortForwardRequest)
}

final class PendingStreams: Sendable {
    private struct State {
        var port = 0
        var streams: [String: (stream: PendingStream, until: Int64)] = [:]
    }

    private static let lifetime: Int64 = 60_000_000_000
    private let state = Mutex(State())

    func setPort(_ port: Int) { state.withLock { $0.port = port } }

    /// The URL by which it can be had.
    func add(_ stream: PendingStream, as kind: String) throws -> String {
        let now = monotonicNanoseconds()
        let token = newID()
        let port = state.withLock { state in
            state.streams = state.streams.filter { $0.value.until > now }
            state.streams[token] = (stream, now + Self.lifetime)
            return state.port
        }
        guard port > 0 else { throw GRPCError(.unavailable, "the streaming server isn't running") }
        return "http://127.0.0.1:\(port)/\(kind)/\(token)"
    }

    func take(_ token: String) -> PendingStream? {
        let entry = state.withLock { $0.streams.removeValue(forKey: token) }
        return entry.flatMap { $0.until > monotonicNanoseconds() ? $0.stream : nil }
    }
}

extension Runtime {
    package func exec(_ request: ExecRequest) async throws -> ExecResponse {
        _ = try runningProcess(of: try records.container(request.containerID))
        guard request.stdin || request.stdout || request.stderr else {
            throw GRPCError(.invalidArgument, "one of stdin, stdout and stderr must be set")
        }
        guard !(request.tty && request.stderr) else {
            throw GRPCError(.invalidArgument, "tty and stderr cannot both be true")
        }
        var response = ExecResponse()
        response.url = try streams.add(.exec(request), as: "exec")
        return response
    }

    package func attach(_ request: AttachRequest) async throws -> AttachResponse {
        _ = try runningProcess(of: try records.container(request.containerID))
        guard request.stdin || request.stdout || request.stderr else {
            throw GRPCError(.invalidArgument, "one of stdin, stdout and stderr must be set")
        }
        var response = AttachResponse()
        response.url = try streams.add(.attach(request), as: "attach")
        return response
    }

    package func portForward(_ request: PortForwardRequest) async throws -> PortForwardResponse {
        guard sandboxState(try records.sandbox(request.podSandboxID)) == .ready else {
            throw GRPCError(.failedPrecondition, "pod sandbox \"\(request.podSandboxID)\" is not running")
        }
        var response = PortForwardResponse()
        response.url = try streams.add(.portForward(request), as: "portforward")
        return response
    }

    /// Opens the streaming server's port on the node's loopback; 0 takes a free one.
    func openStreams(port: Int) async throws -> HTTPServer {
        let server = try await HTTPServer(host: "127.0.0.1", port: port)
        streams.setPort(server.port)
        return server
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let parts = request.target.segments
        guard parts.count == 2, let stream = streams.take(parts[1]) else {
            return .text("no such stream, or its token was used before", status: .notFound)
        }
        switch stream {
        case .exec(let exec):
            let wanted = RemoteStreams(
                input: exec.stdin, output: exec.stdout, error: exec.stderr && !exec.tty, terminal: exec.tty)
            return remoteCommandResponse(to: request, wanted) { [self] in
                let record = try records.container(exec.containerID)
                return try startCommand(exec.cmd, in: record, terminal: exec.tty, input: exec.stdin)
            }
        case .attach(let attach):
            let wanted = RemoteStreams(
                input: attach.stdin, output: attach.stdout, error: attach.stderr && !attach.tty, terminal: attach.tty)
            return remoteCommandResponse(to: request, wanted) { [self] in
                try self.attach(to: try records.container(attach.containerID), input: attach.stdin)
            }
        case .portForward(let forward):
            return portForwardResponse(to: request) { [self] port in
                try await dial(port, in: try records.sandbox(forward.podSandboxID))
            }
        }
    }

    /// A connection to a port of the pod's loopback, as programs often listen there alone.
    private func dial(_ port: Int, in sandbox: SandboxRecord) async throws -> AsyncDescriptor {
        let namespace = sandbox.networkNamespace
        let number = try await blocking {
            let connect: @Sendable () throws -> Int32 = { try connectLoopback(port: port).release() }
            return namespace.isEmpty ? try connect() : try inNetworkNamespace(of: namespace, connect)
        }
        return try AsyncDescriptor(FileDescriptor(owning: number))
    }
}
