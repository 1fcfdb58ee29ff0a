import Certificates
import Glibc
import HTTP
import Testing

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    let now = time(nil)
    let authority: CertificateAuthority
    let server: CertifiedKey

    init() throws {
        authority = try CertificateAuthority(commonName: "test", now: now)
        server = try authority.issueServer(
            commonName: "server", dnsNames: ["kubernetes"], addresses: ["127.0.0.1"], now: now)
    }

    var configuration: HTTPServer.Configuration {
        .init(
            tls: ServerTLS(
                certificateChain: server.certificate, privateKey: server.privateKey,
                clientAuthority: authority.certificate))
    }

    func who(_ port: Int, _ tls: ClientTLS) async throws -> String {
        String(try await HTTPClient(to: .tcp(host: "127.0.0.1", port: port), tls: tls).fetch(.init(.get, "/")).body)
    }

    @Test("The handler learns whom the client's certificate names")
    func clientCertificate() async throws {
        let client = try authority.issueClient(commonName: "alice", organizations: ["dev", "ops"], now: now)
        let other = try CertificateAuthority(commonName: "other", now: now).issueClient(commonName: "eve", now: now)
        try await withServer(
            configuration: configuration,
            { request in
                .text(request.peer.map { "\($0.commonName) \($0.organizations)" } ?? "anonymous")
            }
        ) { server in
            var tls = ClientTLS(authority: authority.certificate)
            #expect(try await who(server.port, tls) == "anonymous")
            tls.serverName = "kubernetes"
            tls.certificateChain = client.certificate
            tls.privateKey = client.privateKey
            let named = try await who(server.port, tls)
            #expect(named == "alice [\"dev\", \"ops\"]")
            tls.certificateChain = other.certificate
            tls.privateKey = other.privateKey
            await #expect(throws: HTTPError.self) { try await who(server.port, tls) }
        }
    }

    @Test("A server with another name, or of another authority, isn't believed")
    func wrongServer() async throws {
        let other = try CertificateAuthority(commonName: "other", now: now)
        let named = try authority.issueServer(commonName: "server", dnsNames: ["kubernetes"], now: now)
        let configuration = HTTPServer.Configuration(
            tls: ServerTLS(certificateChain: named.certificate, privateKey: named.privateKey))
        try await withServer(configuration: configuration, { _ in .text("hi") }) { server in
            await #expect(throws: HTTPError.self) {
                try await who(server.port, ClientTLS(authority: other.certificate))
            }
            await #expect(throws: HTTPError.self) {
                try await who(server.port, ClientTLS(authority: authority.certificate, serverName: "elsewhere"))
            }
            let right = try await who(
                server.port, ClientTLS(authority: authority.certificate, serverName: "kubernetes"))
            #expect(right == "hi")
            let unverified = try await who(server.port, ClientTLS(authority: nil, verifiesServer: false))
            #expect(unverified == "hi")
        }
    }

    @Test("A big body passes through TLS both ways")
    func bigBody() async throws {
        try await withServer(configuration: configuration, ServerTests.echo) { server in
            let client = try HTTPClient(
                to: .tcp(host: "127.0.0.1", port: server.port), tls: ClientTLS(authority: authority.certificate))
            let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
            let answer = try await client.fetch(.init(.post, "/", body: body))
            #expect(answer.body == body)
        }
    }

    @Test("A WebSocket over TLS delivers the last message before its end")
    func webSocket() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            WebSocket.response(to: request) { socket in
                while case .text(let text)? = try await socket.receive(), text != "end" {
                    try await socket.send(.text(text))
                }
                try await socket.send(.text("last"))
            }
        }
        try await withServer(configuration: configuration, respond) { server in
            let client = try HTTPClient(
                to: .tcp(host: "127.0.0.1", port: server.port), tls: ClientTLS(authority: authority.certificate))
            for _ in 0..<5 {
                let socket = try await client.webSocket(.init(.get, "/"))
                var heard: [WebSocketMessage] = []
                for text in ["one", "two", "end"] { try await socket.send(.text(text)) }
                // The other side may have gone by now.
                do { try await socket.send(.text("unread")) } catch HTTPError.connectionClosed {}
                while let message = try await socket.receive() { heard.append(message) }
                await socket.close()
                #expect(heard == [.text("one"), .text("two"), .text("last")])
            }
        }
    }
}
