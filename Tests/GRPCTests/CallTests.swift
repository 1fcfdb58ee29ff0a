import GRPC
import HTTP
import Linux
import Schema
import TestSupport
import Testing

struct Note: Declared {
    var text = ""
    var number = 0
    static let schema = Schema<Self>("A message of these tests.") {
        Field(1, "text", \.text)
        Field(2, "number", \.number)
    }
}

enum Notes {
    static let echo = GRPCMethod<Note, Note>("/test.Notes/Echo")
    static let count = GRPCMethod<Note, Note>("/test.Notes/Count")
    static let sum = GRPCMethod<Note, Note>("/test.Notes/Sum")
    static let chat = GRPCMethod<Note, Note>("/test.Notes/Chat")
    static let sleep = GRPCMethod<Note, Note>("/test.Notes/Sleep")
    static let stuck = GRPCMethod<Note, Note>("/test.Notes/Stuck")
    static let unknown = GRPCMethod<Note, Note>("/test.Notes/Unknown")
}

/// - Parameter sleeper: hears what becomes of the method that sleeps.
func services(sleeper: Mailbox<String> = Mailbox()) -> GRPCServices {
    var services = GRPCServices()
    services.unary(Notes.echo) { note, _ in
        if note.text == "fail" { throw GRPCError(.notFound, "100 % nöt found") }
        return note
    }
    services.serverStream(Notes.count) { note, writer, _ in
        for number in 0..<note.number { try await writer.write(Note(text: note.text, number: number)) }
    }
    services.clientStream(Notes.sum) { notes, _ in
        var sum = 0
        for try await note in notes { sum += note.number }
        return Note(number: sum)
    }
    services.bidirectional(Notes.chat) { notes, writer, _ in
        for try await note in notes { try await writer.write(Note(text: "re: \(note.text)", number: note.number)) }
    }
    // Reads nothing.
    services.bidirectional(Notes.stuck) { _, _, _ in try await Task.sleep(for: .seconds(60)) }
    services.unary(Notes.sleep) { note, _ in
        sleeper.put("sleeps")
        do { try await Task.sleep(for: .seconds(60)) } catch {
            sleeper.put("cancelled")
            throw error
        }
        return note
    }
    return services
}

func withServer(
    _ services: GRPCServices, configuration: GRPCServer.Configuration = .init(),
    _ body: @Sendable (GRPCServer, GRPCClient) async throws -> Void
) async throws {
    let server = try await GRPCServer(
        listeningOn: [.endpoint(.tcp(host: "127.0.0.1", port: 0))], services: services, configuration: configuration)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await server.run() }
        try await body(server, try GRPCClient(to: .tcp(host: "127.0.0.1", port: server.port)))
        group.cancelAll()
    }
}

@Suite("Calls over loopback", .timeLimit(.minutes(1)))
struct CallTests {
    @Test("Unary: a message in, a message out; errors keep code and text")
    func unary() async throws {
        try await withServer(services()) { _, client in
            for size in [0, 10, 3 << 20] {
                let note = Note(text: String(repeating: "x", count: size), number: size)
                let answer = try await client.unary(Notes.echo, note)
                #expect(answer == note)
            }
            await #expect(throws: GRPCError(.notFound, "100 % nöt found")) {
                try await client.unary(Notes.echo, Note(text: "fail"))
            }
            await #expect(throws: GRPCError(.unimplemented, "unknown method /test.Notes/Unknown")) {
                try await client.unary(Notes.unknown, Note())
            }
        }
    }

    @Test("Server stream: all messages in their order, then the end")
    func serverStream() async throws {
        try await withServer(services()) { _, client in
            var numbers: [Int] = []
            let request = Note(text: String(repeating: "y", count: 5000), number: 1000)
            for try await note in try await client.serverStream(Notes.count, request) { numbers.append(note.number) }
            #expect(numbers == Array(0..<1000))
        }
    }

    @Test("Client stream: one answer to many messages")
    func clientStream() async throws {
        try await withServer(services()) { _, client in
            let sum = try await client.clientStream(Notes.sum) { writer in
                for number in 1...100 { try await writer.write(Note(number: number)) }
            }
            #expect(sum.number == 5050)
        }
    }

    @Test("Bidirectional: each message is answered while the stream stays open")
    func bidirectional() async throws {
        try await withServer(services()) { _, client in
            let chat = try await client.bidirectional(Notes.chat)
            for number in 0..<10 {
                try await chat.requests.write(Note(text: "hi", number: number))
                let reply = try await chat.responses.next()
                #expect(reply == Note(text: "re: hi", number: number))
            }
            await chat.finish()
            let reply = try await chat.responses.next()
            #expect(reply == nil)
        }
    }

    @Test("A deadline ends the call on both sides")
    func deadline() async throws {
        let sleeper = Mailbox<String>()
        try await withServer(services(sleeper: sleeper)) { _, client in
            // Long enough for a busy machine to begin with it.
            let error = await #expect(throws: GRPCError.self) {
                try await client.unary(Notes.sleep, Note(), timeout: .seconds(1))
            }
            #expect(error?.code == .deadlineExceeded)
            let heard = [try await sleeper.next(), try await sleeper.next()]
            #expect(heard == ["sleeps", "cancelled"])
        }
    }

    @Test("A client that cancels, cancels the method")
    func cancellation() async throws {
        let sleeper = Mailbox<String>()
        try await withServer(services(sleeper: sleeper)) { _, client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await client.unary(Notes.sleep, Note()) }
                let first = try await sleeper.next()
                #expect(first == "sleeps")
                group.cancelAll()
            }
            let second = try await sleeper.next()
            #expect(second == "cancelled")
        }
    }

    @Test("A message above the limit is refused, and the connection goes on")
    func tooLarge() async throws {
        var configuration = GRPCServer.Configuration()
        configuration.maximumMessageSize = 1000
        try await withServer(services(), configuration: configuration) { _, client in
            let error = await #expect(throws: GRPCError.self) {
                try await client.unary(Notes.echo, Note(text: String(repeating: "x", count: 2000)))
            }
            #expect(error?.code == .resourceExhausted)
            let answer = try await client.unary(Notes.echo, Note(number: 1))
            #expect(answer.number == 1)
        }
    }

    @Test("After the server's restart the next call connects again; without server it is unavailable")
    func reconnect() async throws {
        let endpoint = Endpoint.unix(path: "/tmp/dinghy-grpc-\(UInt32.random(in: 0 ... .max)).sock")
        let client = try GRPCClient(to: endpoint)
        for number in 0..<2 {
            let server = try await GRPCServer(listeningOn: [.endpoint(endpoint)], services: services())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await server.run() }
                // The first call may still go to the server that was.
                var answer = try? await client.unary(Notes.echo, Note(number: number))
                if answer == nil { answer = try await client.unary(Notes.echo, Note(number: number)) }
                #expect(answer?.number == number)
                server.shutDown()
            }
        }
        let error = await #expect(throws: GRPCError.self) { try await client.unary(Notes.echo, Note()) }
        #expect(error?.code == .unavailable)
    }

    @Test("A server that stands still is given up; one that only thinks for long is not", .timeLimit(.minutes(1)))
    func keepAlive() async throws {
        let folder = try makeTemporaryFolder()
        defer { try? removeTree(folder) }
        // The kernel accepts for a listener that never looks.
        let listener = try listenUnix(at: "\(folder)/socket")
        let client = try GRPCClient(to: .unix(path: "\(folder)/socket"), keepAlive: .milliseconds(20))
        let error = await #expect(throws: GRPCError.self) { try await client.unary(Notes.echo, Note()) }
        #expect(error?.code == .unavailable)
        listener.closeNow()
        try await withServer(services()) { server, _ in
            // Long enough for a busy machine to answer in time.
            let client = try GRPCClient(to: .tcp(host: "127.0.0.1", port: server.port), keepAlive: .seconds(1))
            let error = await #expect(throws: GRPCError.self) {
                try await client.unary(Notes.sleep, Note(), timeout: .milliseconds(2500))
            }
            #expect(error?.code == .deadlineExceeded)
        }
    }

    @Test("Clients that go as soon as they have come do the server no harm")
    func hasty() async throws {
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
        let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        try await withServer(services()) { server, client in
            for round in 0..<300 {
                let socket = try connectLoopback(port: server.port)
                try socket.write(preface + settings)
                for _ in 0..<round % 4 { try socket.write(ping) }
                socket.closeNow()
            }
            #expect(try await client.unary(Notes.echo, Note(text: "still here")).text == "still here")
        }
    }

    @Test("HTTP/1.1 is answered on the same port")
    func http() async throws {
        let configuration = GRPCServer.Configuration(http: HTTPClosure { .text("path \($0.path)") })
        try await withServer(services(), configuration: configuration) { server, client in
            let http = try HTTPClient(to: client.endpoint)
            let health = try await http.fetch(.init(.get, "/health"))
            #expect(health.body == Array("path /health".utf8))
            let answer = try await client.unary(Notes.echo, Note(number: 1))
            #expect(answer.number == 1)
        }
    }

    @Test("Many calls at once share a connection")
    func concurrent() async throws {
        try await withServer(services()) { _, client in
            let clock = ContinuousClock()
            let took = try await clock.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in 0..<16 {
                        group.addTask {
                            for number in 0..<100 {
                                let note = Note(text: "w\(worker)", number: number)
                                let answer = try await client.unary(Notes.echo, note)
                                #expect(answer == note)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            print("1600 calls took \(took)")
        }
    }
}
