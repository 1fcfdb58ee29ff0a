import CRI
import HTTP
import Linux
import RuntimeProgram
import Schema
import Testing
import TestSupport

@Suite("Streams", .enabled(if: Requirements.isRoot, "needs root"), .timeLimit(.minutes(1)), .serialized)
struct StreamingTests {
    @Test("exec over WebSocket: input, its end, both outputs, and the Status with the exit code")
    func webSocketExec() async throws {
        try await withServedNode { node in
            let id = try await node.run(["sleep", "1000"], in: try await node.sandbox())
            let socket = try await node.openSocket(
                try await node.execURL(["sh", "-c", "cat; echo no >&2; exit 7"], in: id, input: true),
                "v5.channel.k8s.io")
            try await socket.send(.binary([0] + Array("hello\n".utf8)))
            try await socket.send(.binary([255, 0]))
            var channels: [UInt8: String] = [:]
            while case .binary(let bytes)? = try await socket.receive() {
                channels[bytes[0], default: ""] += String(decoding: bytes.dropFirst(), as: UTF8.self)
            }
            #expect(channels[1] == "hello\n" && channels[2] == "no\n")
            let status = try JSON(parsing: Array((channels[3] ?? "").utf8))
            #expect(status["reason"]?.string == "NonZeroExitCode")
            #expect(status["details"]?["causes"]?.array?.first?["message"]?.string == "7")
        }
    }

    @Test("exec with a terminal: what is typed comes back, and the program knows the size")
    func terminal() async throws {
        try await withServedNode { node in
            let id = try await node.run(["sleep", "1000"], in: try await node.sandbox())
            let socket = try await node.openSocket(
                try await node.execURL(["sh"], in: id, input: true, terminal: true), "v5.channel.k8s.io")
            try await socket.send(.binary([4] + Array(#"{"Width":132,"Height":43}"#.utf8)))
            try await socket.send(.binary([0] + Array("stty size; tty; exit 0\n".utf8)))
            var output = ""
            var status = ""
            while case .binary(let bytes)? = try await socket.receive() {
                let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
                if bytes[0] == 1 { output += text } else { status += text }
            }
            #expect(output.contains("43 132\r\n/dev/pts/0\r\n"))
            #expect(status == #"{"metadata":{},"status":"Success"}"#)
        }
    }

    @Test("exec over SPDY, as kubectl up to 1.29 does it")
    func spdyExec() async throws {
        try await withServedNode { node in
            let id = try await node.run(["sleep", "1000"], in: try await node.sandbox())
            let url = try await node.execURL(["sh", "-c", "cat; exit 3"], in: id, input: true)
            try await node.withSPDY(url, "v4.channel.k8s.io") { session in
                var streams: [String: SPDYStream] = [:]
                for name in ["error", "stdin", "stdout", "stderr"] {
                    streams[name] = try await session.open(["streamtype": name])
                }
                try await streams["stdin"]?.write(Array("over spdy\n".utf8))
                await streams["stdin"]?.finish()
                #expect(try await streams["stdout"].text() == "over spdy\n")
                #expect(try await streams["error"].text().contains(#""message":"3""#))
            }
        }
    }

    @Test("attach takes part in input and output, and the log has it all the same")
    func attach() async throws {
        try await withServedNode { node in
            let sandbox = try await node.sandbox()
            let id = try await node.run(["sh", "-c", "read line; echo got $line; exit 2"], in: sandbox) { config in
                config.stdin = true
                config.stdinOnce = true
            }
            var request = AttachRequest()
            request.containerID = id
            request.stdin = true
            request.stdout = true
            request.stderr = true
            let url = try await node.runtime.attach(request).url
            let socket = try await node.openSocket(url, "v4.channel.k8s.io")
            try await socket.send(.binary([0] + Array("word\n".utf8)))
            var output = ""
            while case .binary(let bytes)? = try await socket.receive() {
                if bytes[0] == 1 { output += String(decoding: bytes.dropFirst(), as: UTF8.self) }
            }
            #expect(output == "got word\n")
            #expect(try await node.end(id).exitCode == 2)
            #expect(try await node.log(id) == "stdout F got word")
        }
    }

    @Test(
        "port-forward reaches a port of the pod's own loopback, and says when nobody listens", arguments: [true, false])
    func portForward(webSocket: Bool) async throws {
        try await withServedNode { node in
            let sandbox = try await node.sandbox()
            let server = "mkdir /www; echo served >/www/x; exec httpd -f -p 127.0.0.1:8080 -h /www"
            let id = try await node.run(["sh", "-c", server], in: sandbox)
            try await eventually("it listens") {
                try await node.exec(["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/x"], in: id).exitCode == 0
            }
            var request = PortForwardRequest()
            request.podSandboxID = sandbox
            let url = try await node.runtime.portForward(request).url
            try await node.withSPDY(url, "portforward.k8s.io", overWebSocket: webSocket) { session in
                for (number, port, data, error) in [("0", "8080", "served\n", ""), ("1", "81", "", "refused")] {
                    let headers: HTTPHeaders = ["port": port, "requestid": number]
                    var errorHeaders = headers
                    errorHeaders.add("streamtype", "error")
                    var dataHeaders = headers
                    dataHeaders.add("streamtype", "data")
                    let errors = try await session.open(errorHeaders)
                    await errors.finish()
                    let stream = try await session.open(dataHeaders)
                    try await stream.write(Array("GET /x HTTP/1.0\r\n\r\n".utf8))
                    await stream.finish()
                    #expect(try await stream.text().hasSuffix(data))
                    let words = try await errors.text()
                    #expect(error.isEmpty ? words.isEmpty : words.contains(error))
                }
            }
        }
    }

    @Test("A token is good once")
    func tokens() async throws {
        try await withServedNode { node in
            let id = try await node.run(["sleep", "1000"], in: try await node.sandbox())
            let url = try await node.execURL(["true"], in: id, input: false)
            let socket = try await node.openSocket(url, "v5.channel.k8s.io")
            while try await socket.receive() != nil {}
            await #expect(throws: HTTPError.self) { try await node.openSocket(url, "v5.channel.k8s.io") }
        }
    }
}

/// A node whose runtime answers on its socket, too.
private func withServedNode(_ body: @escaping @Sendable (TestNode) async throws -> Void) async throws {
    try await TestNode.with { node in
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.runtime.serve(.unix(path: "\(node.folder)/cri.sock")) }
            let client = try RuntimeClient(endpoint: "unix://\(node.folder)/cri.sock")
            try await eventually("the runtime answers") {
                (try? await client.version(VersionRequest()))?.runtimeName == "dinghy"
            }
            try await body(node)
            group.cancelAll()
        }
    }
}

extension TestNode {
    func execURL(
        _ command: [String], in id: String, input: Bool, terminal: Bool = false
    ) async throws -> String {
        var request = ExecRequest()
        request.containerID = id
        request.cmd = command
        request.stdin = input
        request.stdout = true
        request.stderr = !terminal
        request.tty = terminal
        return try await runtime.exec(request).url
    }

    private func parts(_ url: String) throws -> (HTTPClient, String) {
        let rest = url.dropFirst("http://".count)
        let slash = try #require(rest.firstIndex(of: "/"))
        return (try HTTPClient(to: try #require(Endpoint(String(rest[..<slash])))), String(rest[slash...]))
    }

    func openSocket(_ url: String, _ subprotocol: String) async throws -> WebSocket {
        let (client, path) = try parts(url)
        return try await client.webSocket(.init(.get, path), subprotocols: [subprotocol])
    }

    func withSPDY(
        _ url: String, _ version: String, overWebSocket: Bool = false,
        _ body: (SPDYSession) async throws -> Void
    ) async throws {
        let (client, path) = try parts(url)
        let session: SPDYSession
        if overWebSocket {
            let socket = try await client.webSocket(.init(.get, path), subprotocols: ["SPDY/3.1+\(version)"])
            session = SPDYSession(WebSocketBytes(socket), isClient: true)
        } else {
            let headers: HTTPHeaders = ["X-Stream-Protocol-Version": version]
            let (answer, connection) = try await client.upgrade(.init(.post, path, headers: headers), to: "SPDY/3.1")
            #expect(answer["X-Stream-Protocol-Version"] == version)
            session = SPDYSession(connection, isClient: true)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await session.run() }
            try await body(session)
            await session.close()
            group.cancelAll()
        }
    }
}

extension SPDYStream {
    fileprivate func text() async throws -> String {
        var all: [UInt8] = []
        while let bytes = try await read() { all += bytes }
        return String(decoding: all, as: UTF8.self)
    }
}

extension SPDYStream? {
    fileprivate func text() async throws -> String { try await self?.text() ?? "" }
}
