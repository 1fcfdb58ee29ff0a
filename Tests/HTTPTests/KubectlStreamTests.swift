import Certificates
import Glibc
import HTTP
import Linux
import Testing

/// What the real kubectl makes of our streams: exec and port-forward over SPDY (1.29), over WebSocket (1.32).
@Suite(
    "kubectl's streams", .timeLimit(.minutes(1)),
    .enabled(if: access(Kubectl.path("1.29"), X_OK) == 0, "the machine has no kubectl"))
struct KubectlStreamTests {
    @Test("exec carries output, and stdin until its end", arguments: ["1.29", "1.32"])
    func exec(version: String) async throws {
        try await withServer(FakePod.respond) { server in
            let output = try await Kubectl(version: version, port: server.port).run(
                ["exec", "-i", "p1", "--", "cat"], input: "some input\n")
            #expect(output == "out: some input\n")
        }
    }

    @Test("port-forward carries a connection both ways", arguments: ["1.29", "1.32"])
    func portForward(version: String) async throws {
        try await withServer(FakePod.respond) { server in
            try await Kubectl(version: version, port: server.port).whileRunning(
                ["port-forward", "pod/p1", ":80"]
            ) { line in
                let port = try #require(line.split(separator: " ").dropFirst(2).first?.split(separator: ":").last)
                let local = Endpoint.tcp(host: "127.0.0.1", port: try #require(Int(port)))
                for _ in 0..<3 {
                    let connection = try await ByteConnection.connect(to: local)
                    try await connection.write(Array("ping".utf8))
                    await connection.finish()
                    var heard = ""
                    while let bytes = try await connection.read() { heard += String(bytes) }
                    #expect(heard == "80: ping")
                    await connection.close()
                }
            }
        }
    }
}

/// An API server with one pod, whose only command repeats what it reads.
private enum FakePod {
    static let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
        switch request.target.segments.last {
        case "exec" where request.asksForUpgrade(to: "websocket"):
            return WebSocket.response(to: request, subprotocols: ["v5.channel.k8s.io"], execWebSocket)
        case "exec": return execSPDY()
        case "portforward" where request.asksForUpgrade(to: "websocket"):
            return WebSocket.response(to: request, subprotocols: ["SPDY/3.1+portforward.k8s.io"]) { socket in
                try await forward(SPDYSession(WebSocketBytes(socket), isClient: false))
            }
        case "portforward":
            return .upgrade(to: "SPDY/3.1", headers: ["X-Stream-Protocol-Version": "portforward.k8s.io"]) {
                try await forward(SPDYSession($0, isClient: false))
            }
        case "api": return .json(Array("{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}".utf8))
        case "apis": return .json(Array("{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}".utf8))
        case "v1": return .json(Array(resources.utf8))
        case "p1": return .json(Array(pod.utf8))
        default: return .text("not here", status: .notFound)
        }
    }

    private static let pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p1","namespace":"default"},
         "spec":{"containers":[{"name":"c","image":"busybox","ports":[{"containerPort":80}]}]},
         "status":{"phase":"Running"}}
        """
    private static let resources = """
        {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod",
         "namespaced":true,"kind":"Pod","verbs":["get"],"shortNames":["po"]}]}
        """
    private static let success = Array("{\"metadata\":{},\"status\":\"Success\"}".utf8)

    private static func execWebSocket(_ socket: WebSocket) async throws {
        try await socket.send(.binary([1] + Array("out: ".utf8)))
        while case .binary(let bytes)? = try await socket.receive() {
            if bytes == [255, 0] { break }
            if bytes.first == 0 { try await socket.send(.binary([1] + bytes.dropFirst())) }
        }
        try await socket.send(.binary([3] + success))
    }

    private static func execSPDY() -> HTTPResponse {
        .upgrade(to: "SPDY/3.1", headers: ["X-Stream-Protocol-Version": "v4.channel.k8s.io"]) { connection in
            let session = SPDYSession(connection, isClient: false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await session.run() }
                var streams: [String: SPDYStream] = [:]
                while streams.count < 4, let stream = try await session.accept() {
                    streams[stream.headers["streamtype"] ?? ""] = stream
                }
                try await streams["stdout"]?.write(Array("out: ".utf8))
                while let bytes = try await streams["stdin"]?.read() { try await streams["stdout"]?.write(bytes) }
                try await streams["error"]?.write(success)
                for stream in streams.values { await stream.finish() }
                await session.close()
                try await group.waitForAll()
            }
        }
    }

    private static func forward(_ session: SPDYSession) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await session.run() }
            while let stream = try await session.accept() {
                // kubectl closes its local connection only when the error stream has ended.
                guard stream.headers["streamtype"] == "data" else {
                    await stream.finish()
                    continue
                }
                group.addTask {
                    try await stream.write(Array("\(stream.headers["port"] ?? ""): ".utf8))
                    while let bytes = try await stream.read() { try await stream.write(bytes) }
                    await stream.finish()
                }
            }
        }
    }
}

private struct Kubectl {
    let version: String
    let port: Int

    static func path(_ version: String) -> String { "/usr/lib/google-cloud-sdk/bin/kubectl.\(version)" }

    func run(_ arguments: [String], input: String) async throws -> String {
        try await start(arguments, input: input) { process, output in
            var text = ""
            while let piece = try await output.text() { text += piece }
            _ = try await childExit(process)
            return text
        }
    }

    /// - Parameter body: is given the first line that it prints.
    func whileRunning(_ arguments: [String], _ body: (String) async throws -> Void) async throws {
        try await start(arguments, input: "") { process, output in
            var text = ""
            while !text.contains("\n"), let piece = try await output.text() { text += piece }
            try await body(text)
            try sendSignal(SIGTERM, to: process)
            _ = try await childExit(process)
        }
    }

    private func start<Value>(
        _ arguments: [String], input: String, _ body: (ProcessID, Output) async throws -> Value
    ) async throws -> Value {
        var (ins, outs): ([Int32], [Int32]) = ([0, 0], [0, 0])
        try #require(pipe(&ins) == 0 && pipe(&outs) == 0)
        var spawn = Spawn(
            Self.path(version),
            [
                "kubectl", "--server", "http://127.0.0.1:\(port)", "--kubeconfig", "/dev/null",
                "--cache-dir", "/dev/null/none",
            ] + arguments)
        spawn.environment = ["HOME=/nonexistent", "PATH=/usr/bin:/bin"]
        spawn.descriptors = [ins[0], outs[1], 2]
        let process = try spawn.start()
        close(ins[0])
        close(outs[1])
        _ = Array(input.utf8).withUnsafeBytes { write(ins[1], $0.baseAddress, $0.count) }
        close(ins[1])
        defer { close(outs[0]) }
        return try await body(process, Output(descriptor: outs[0]))
    }

    struct Output {
        let descriptor: Int32

        func text() async throws -> String? {
            try await Poller.shared.ready(descriptor, for: .reading)
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            return count > 0 ? String(Array(buffer.prefix(count))) : nil
        }
    }
}
