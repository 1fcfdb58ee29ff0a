@testable import HTTP
import Testing

@Suite("WebSocket", .timeLimit(.minutes(1)))
struct WebSocketTests {
    @Test("The handshake's answer is the one of RFC 6455")
    func accept() {
        #expect(WebSocketHandshake.accept(key: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test(
        "Frames of RFC 6455, section 5.7, are understood",
        arguments: [
            ("818537fa213d7f9f4d5158", [WebSocketEvent.message(.text("Hello"))]),
            ("018337fa213d7f9f4d" + "808237fa213d5b95", [.message(.text("Hello"))]),
            ("898537fa213d7f9f4d5158", [.ping(Array("Hello".utf8))]),
            ("888237fa213d3412", [.close(code: 1000, reason: "")]),
        ])
    func frames(hex: String, expected: [WebSocketEvent]) throws {
        for cut in [1, 100] {
            var parser = WebSocketParser(expectsMask: true, maximumMessageSize: 1000)
            let wire = bytes(hex)
            var events: [WebSocketEvent] = []
            for start in stride(from: 0, to: wire.count, by: cut) {
                events += try parser.receive(Array(wire[start..<min(start + cut, wire.count)]))
            }
            #expect(events == expected)
        }
    }

    @Test(
        "What breaks the rules is refused with a code",
        arguments: [
            ("8105", 1002), ("f180", 1002), ("0980", 1002), ("808037fa213d", 1002), ("89fe", 1002),
            ("82fe0fff37fa213d", 1009), ("818200000000c328", 1007),
        ])
    func refused(hex: String, code: UInt16) {
        var parser = WebSocketParser(expectsMask: true, maximumMessageSize: 1000)
        let error = #expect(throws: WebSocketError.self) { try parser.receive(bytes(hex)) }
        #expect(error?.code == code)
    }

    @Test("Messages of all sizes come back, under the subprotocol agreed upon")
    func echo() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            WebSocket.response(to: request, subprotocols: ["v5.channel.k8s.io", "v4.channel.k8s.io"]) { socket in
                while let message = try await socket.receive() { try await socket.send(message) }
            }
        }
        try await withServer(respond) { server in
            let client = try server.client
            let socket = try await client.webSocket(
                .init(.get, "/"), subprotocols: ["v4.channel.k8s.io", "v5.channel.k8s.io"])
            #expect(socket.subprotocol == "v5.channel.k8s.io")
            try await socket.ping()
            for size in [0, 125, 126, 65535, 65536, 1_000_000] {
                let message = WebSocketMessage.binary((0..<size).map { UInt8(truncatingIfNeeded: $0) })
                try await socket.send(message)
                let answer = try await socket.receive()
                #expect(answer == message)
            }
            try await socket.send(.text("grüß"))
            let text = try await socket.receive()
            #expect(text == .text("grüß"))
            await socket.close()
            await #expect(throws: HTTPError.self) {
                try await client.webSocket(.init(.get, "/"), subprotocols: ["other"])
            }
        }
    }

    @Test("The side that is told of the end reads it, with the code")
    func closing() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            WebSocket.response(to: request) { socket in try await socket.send(.text("last")) }
        }
        try await withServer(respond) { server in
            let socket = try await server.client.webSocket(.init(.get, "/"))
            let last = try await socket.receive()
            let end = try await socket.receive()
            #expect(last == .text("last"))
            #expect(end == nil)
            #expect(socket.closing?.code == 1000)
            await socket.close()
        }
    }

    @Test("Closing while another task reads ends its reading")
    func closeWhileReading() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            WebSocket.response(to: request) { socket in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { while try await socket.receive() != nil {} }
                    try await socket.send(.text("last"))
                    await socket.close()
                    try await group.waitForAll()
                }
            }
        }
        try await withServer(respond) { server in
            let socket = try await server.client.webSocket(.init(.get, "/"))
            let last = try await socket.receive()
            let end = try await socket.receive()
            #expect(last == .text("last") && end == nil)
            await socket.close()
        }
    }
}
