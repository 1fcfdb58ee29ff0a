import Glibc
import HTTP
import Synchronization
import Testing

@Suite("Server and client over loopback", .timeLimit(.minutes(1)))
struct ServerTests {
    static let echo: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
        let body = try? await request.body.collect(upTo: 1 << 20)
        return HTTPResponse(
            body.map { _ in 200 } ?? .tooLarge,
            headers: ["X-Method": request.method.name, "X-Path": request.target.segments.joined(separator: "|")],
            body: .bytes(body ?? []))
    }

    @Test("A request is answered with its body, over one connection again and again")
    func exchange() async throws {
        try await withServer(Self.echo) { server in
            let client = try server.client
            for size in [0, 5, 70_000, 900_000] {
                let body = [UInt8](repeating: 7, count: size)
                let answer = try await client.fetch(.init(.post, "/a%2Fb/c?x=1", body: body))
                #expect(answer.status == .ok)
                #expect(answer.headers["x-path"] == "a/b|c")
                #expect(answer.body == body)
            }
        }
    }

    @Test("HEAD has the length and no body")
    func head() async throws {
        try await withServer({ _ in .text("hello") }) { server in
            let client = try server.client
            for _ in 0..<2 {
                let answer = try await client.fetch(.init(.head, "/"))
                #expect(answer.headers["content-length"] == "5")
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test("A body above the reader's limit is refused, and the client reads that it was")
    func tooLarge() async throws {
        try await withServer(Self.echo) { server in
            let answer = try await server.client.fetch(.init(.post, "/", body: .init(repeating: 1, count: 8 << 20)))
            #expect(answer.status == .tooLarge)
        }
    }

    @Test("Headers above the limit are answered with 431")
    func hugeHeaders() async throws {
        try await withServer(Self.echo) { server in
            let answer = try await server.client.fetch(
                .init(.get, "/", headers: ["X-Big": String(repeating: "x", count: 100_000)]))
            #expect(answer.status == 431)
        }
    }

    @Test("A streamed answer arrives line by line")
    func stream() async throws {
        let response = HTTPResponse(
            body: .stream { writer in
                for number in 0..<100 { try await writer.write("event \(number)\n") }
                try await writer.write("no line feed")
            })
        try await withServer({ _ in response }) { server in
            var lines: [String] = []
            for try await line in try await server.client.send(.init(.get, "/")).body.lines() {
                lines.append(String(line))
            }
            #expect(lines == (0..<100).map { "event \($0)" } + ["no line feed"])
        }
    }

    @Test("A client that goes away cancels the handler")
    func clientGone() async throws {
        let ended = Mailbox<String>()
        let response = HTTPResponse(
            body: .stream { writer in
                do {
                    try await writer.write("first\n")
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    ended.put("cancelled")
                    throw error
                }
            })
        try await withServer({ _ in response }) { server in
            do {
                for try await _ in try await server.client.send(.init(.get, "/")).body.lines() { break }
            }
            #expect(try await ended.next() == "cancelled")
        }
    }

    @Test("A slow reader holds the writer back")
    func backPressure() async throws {
        let written = Mutex(0)
        let response = HTTPResponse(
            body: .stream { writer in
                for _ in 0..<200 {
                    try await writer.write([UInt8](repeating: 1, count: 1 << 20))
                    written.withLock { $0 += 1 }
                }
            })
        try await withServer({ _ in response }) { server in
            let answer = try await server.client.send(.init(.get, "/"))
            var size = 0
            for try await bytes in answer.body {
                if size == 0 {
                    try await Task.sleep(for: .milliseconds(100))
                    #expect(written.withLock { $0 } < 50)
                }
                size += bytes.count
            }
            #expect(size == 200 << 20)
        }
    }

    @Test("A time-out is an error of its own")
    func timeout() async throws {
        try await withServer({ _ in
            try? await Task.sleep(for: .seconds(60))
            return .text("late")
        }) { server in
            let client = try server.client
            await #expect(throws: HTTPError.timedOut("GET /slow after 0.05 seconds")) {
                try await client.fetch(.init(.get, "/slow", timeout: .milliseconds(50)))
            }
        }
    }

    @Test("An upgrade leaves a raw connection; early bytes aren't lost")
    func upgrade() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            guard request.asksForUpgrade(to: "echo") else { return .text("no", status: .forbidden) }
            return .upgrade(to: "echo") { connection in
                try await connection.write(Array("hi ".utf8))
                while let bytes = try await connection.read() { try await connection.write(bytes) }
            }
        }
        try await withServer(respond) { server in
            let (_, connection) = try await server.client.upgrade(.init(.get, "/"), to: "echo")
            try await connection.write(Array("there".utf8))
            var heard = ""
            while heard.count < 8, let bytes = try await connection.read() { heard += String(bytes) }
            #expect(heard == "hi there")
            await connection.close()
            await #expect(throws: HTTPError.self) { try await server.client.upgrade(.init(.get, "/"), to: "other") }
        }
    }

    @Test("Shutting down finishes the request under way and ends the server")
    func shutDown() async throws {
        let server = try await HTTPServer(host: "127.0.0.1", port: 0)
        let began = Mailbox<Void>()
        let go = Mailbox<Void>()
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                await server.run { _ in
                    began.put(())
                    _ = try? await go.next()
                    return .text("done")
                }
                return "ended"
            }
            group.addTask { String(try await server.client.fetch(.init(.get, "/")).body) }
            _ = try await began.next()
            server.shutDown()
            go.put(())
            var outcomes: Set<String> = []
            for try await outcome in group { outcomes.insert(outcome) }
            #expect(outcomes == ["done", "ended"])
        }
    }

    @Test(
        "Pipelined requests are answered in order; a malformed one gets 400",
        arguments: [
            ("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", ["1", "2"]),
            ("GET /1 HTTP/1.0\r\n\r\n", ["1"]),
            ("NONSENSE\r\n\r\n", ["400 Bad Request"]),
            ("POST /3 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", ["100 Continue"]),
        ])
    func raw(sent: String, expected: [String]) async throws {
        try await withServer(Self.echo) { server in
            let connection = try await ByteConnection.connect(to: .tcp(host: "127.0.0.1", port: server.port))
            try await connection.write(Array(sent.utf8))
            var heard = ""
            while !expected.allSatisfy({ heard.contains($0) }), let bytes = try await connection.read() {
                heard += String(bytes)
            }
            var rest = heard[...]
            for piece in expected {
                let range = try #require(rest.firstRange(of: piece), "\(piece) in \(heard)")
                rest = rest[range.upperBound...]
            }
            await connection.close()
        }
    }

    @Test("A server adopts a socket that somebody else has opened")
    func descriptor() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 16) == 0)
        let server = try await HTTPServer(listeningOn: [.descriptor(listener)])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run { _ in .text("adopted") } }
            let answer = try await server.client.fetch(.init(.get, "/"))
            #expect(String(answer.body) == "adopted")
            group.cancelAll()
        }
    }

    @Test("A relay carries both directions to their ends")
    func relaying() async throws {
        let echo: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
            .upgrade(to: "echo") { connection in
                while let bytes = try await connection.read() { try await connection.write(bytes) }
            }
        }
        try await withServer(echo) { backend in
            let port = backend.port
            try await withServer({ _ in
                .upgrade(to: "echo") { connection in
                    let client = try HTTPClient(to: .tcp(host: "127.0.0.1", port: port))
                    await relay(connection, try await client.upgrade(.init(.get, "/"), to: "echo").connection)
                }
            }) { proxy in
                let (_, connection) = try await proxy.client.upgrade(.init(.get, "/"), to: "echo")
                try await connection.write([UInt8](repeating: 7, count: 1_000_000))
                var count = 0
                while count < 1_000_000, let bytes = try await connection.read() { count += bytes.count }
                #expect(count == 1_000_000)
                await connection.close()
            }
        }
    }

    @Test("A server listens on a unix socket, too")
    func unixSocket() async throws {
        let endpoint = Endpoint.unix(path: "/tmp/dinghy-http-\(UInt32.random(in: 0 ... .max)).sock")
        let server = try await HTTPServer(listeningOn: [
            .endpoint(endpoint), .endpoint(.tcp(host: "127.0.0.1", port: 0)),
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run { _ in .text("here") } }
            for endpoint in [endpoint, .tcp(host: "127.0.0.1", port: server.port)] {
                let answer = try await HTTPClient(to: endpoint).fetch(.init(.get, "/"))
                #expect(String(answer.body) == "here")
            }
            group.cancelAll()
        }
    }
}
