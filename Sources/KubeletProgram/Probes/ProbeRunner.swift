import API
import CRI
import HTTP
import Schema

/// Does what a probe or a hook says: runs a command in the container, asks over HTTP, or connects.
struct ProbeRunner: Sendable {
    let runtime: RuntimeClient

    /// - Parameters:
    ///   - id: the container's.
    ///   - address: the pod's.
    /// - Returns: nil for a success; else what went wrong, for the event.
    func failure(of probe: Probe, _ container: API.Container, id: String, address: String) async -> String? {
        let limit = Duration.seconds(max(1, probe.timeoutSeconds))
        do {
            if let exec = probe.handler.exec { return try await failure(of: exec, id: id, limit: limit) }
            if let get = probe.handler.httpGet {
                let code = try await status(get, container, address: address, limit: limit)
                return (200..<400).contains(code) ? nil : "HTTP probe failed with statuscode: \(code)"
            }
            if let socket = probe.handler.tcpSocket {
                try await connect(socket, container, address: address, limit: limit)
                return nil
            }
            return "a kind of probe that isn't supported"
        } catch {
            // Whatever goes wrong, the container didn't answer: that is what a probe is there to find out.
            return "\(error)"
        }
    }

    private func failure(of exec: ExecAction, id: String, limit: Duration) async throws -> String? {
        let result = try await answer(to: exec, id: id, limit: limit)
        guard result.exitCode != 0 else { return nil }
        let output = String(decoding: (result.stdout.bytes + result.stderr.bytes).prefix(1000), as: UTF8.self)
        return output.isEmpty ? "command exited with \(result.exitCode)" : output
    }

    /// - Returns: the command's exit code.
    func run(_ exec: ExecAction, id: String, limit: Duration) async throws -> Int {
        try await answer(to: exec, id: id, limit: limit).exitCode
    }

    private func answer(to exec: ExecAction, id: String, limit: Duration) async throws -> ExecSyncResponse {
        var request = ExecSyncRequest()
        request.containerID = id
        request.cmd = exec.command
        request.timeout = Int(limit.components.seconds)
        return try await runtime.execSync(request)
    }

    func status(
        _ get: HTTPGetAction, _ container: API.Container, address: String, limit: Duration
    ) async throws -> Int {
        guard let port = container.port(get.port) else { throw HTTPError.protocolError("no port \(get.port)") }
        let host = get.host.isEmpty ? address : get.host
        let tls = get.scheme == .https ? ClientTLS(authority: nil, verifiesServer: false) : nil
        let client = try HTTPClient(to: .tcp(host: host, port: port), tls: tls, connectTimeout: limit)
        var headers: HTTPHeaders = ["User-Agent": "kube-probe/1.32", "Accept": "*/*", "Connection": "close"]
        for header in get.httpHeaders { headers[header.name] = header.value }
        let path = get.path.hasPrefix("/") ? get.path : "/\(get.path)"
        let request = HTTPClient.Request(.get, path, headers: headers, timeout: limit)
        return try await client.send(request).status.code
    }

    private func connect(
        _ socket: TCPSocketAction, _ container: API.Container, address: String, limit: Duration
    ) async throws {
        guard let port = container.port(socket.port) else { throw HTTPError.protocolError("no port \(socket.port)") }
        let host = socket.host.isEmpty ? address : socket.host
        let connection = try await ByteConnection.connect(to: .tcp(host: host, port: port), timeout: limit)
        await connection.close()
    }
}

/// Runs what a container's life cycle asks for at its beginning or before its end.
struct HookRunner: Sendable {
    let runtime: RuntimeClient

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func run(
        _ hook: LifecycleHandler, _ container: API.Container, id: String, address: String, limit: Duration
    ) async throws {
        let runner = ProbeRunner(runtime: runtime)
        if let sleep = hook.sleep {
            try await Task.sleep(for: min(.seconds(sleep.seconds), limit))
        } else if let exec = hook.exec {
            let code = try await runner.run(exec, id: id, limit: limit)
            if code != 0 {
                throw Failure(description: "command \"\(exec.command.joined(separator: " "))\" exited with \(code)")
            }
        } else if let get = hook.httpGet {
            _ = try await runner.status(get, container, address: address, limit: limit)
        }
    }
}

extension API.Container {
    /// A port by number, or by the name it has in this container.
    func port(_ target: IntOrString) -> Int? {
        switch target {
        case .int(let number): number
        case .string(let name): ports.first { $0.name == name }?.containerPort ?? Int(name)
        }
    }
}
