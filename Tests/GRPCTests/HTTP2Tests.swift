import Conformance
import GRPC
import HTTP
import NIOCore
import NIOHPACK
import Schema
import Synchronization
import Testing

@Suite("HTTP/2, frame by frame", .timeLimit(.minutes(1)))
struct HTTP2Tests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frames: [RawPeer.Frame]
        /// RFC 9113, section 7.
        let code: UInt32
    }

    static let faults = [
        Fault(
            testDescription: "a frame above the largest size",
            frames: [.init(kind: RawPeer.data, stream: 1, payload: [UInt8](repeating: 0, count: 16_385))], code: 6),
        Fault(
            testDescription: "data of a stream that nobody opened",
            frames: [.init(kind: RawPeer.data, stream: 1, payload: [0])], code: 1),
        Fault(
            testDescription: "headers of stream 0", frames: [RawPeer.request("/test.Notes/Echo", stream: 0)], code: 1),
        Fault(
            testDescription: "a client's stream with a server's number",
            frames: [RawPeer.request("/test.Notes/Echo", stream: 2)], code: 1),
        Fault(
            testDescription: "another frame between headers and their rest",
            frames: [
                RawPeer.request("/test.Notes/Echo", stream: 1, flags: 0),
                .init(kind: RawPeer.ping, payload: [UInt8](repeating: 0, count: 8)),
            ], code: 1),
        Fault(
            testDescription: "a rest of headers that have no beginning",
            frames: [.init(kind: RawPeer.continuation, flags: 4, stream: 1, payload: [0x83])], code: 1),
        Fault(
            testDescription: "headers without end",
            frames: [RawPeer.request("/test.Notes/Echo", stream: 1, flags: 0)]
                + (0..<7).map { _ in
                    .init(kind: RawPeer.continuation, stream: 1, payload: [UInt8](repeating: 0x83, count: 10_000))
                }, code: 11),
        Fault(
            testDescription: "rests of headers with nothing in them",
            frames: [
                RawPeer.request("/test.Notes/Echo", stream: 1, flags: 0),
                .init(kind: RawPeer.continuation, stream: 1),
            ], code: 11),
        Fault(
            testDescription: "an entry that the table doesn't have",
            frames: [.init(kind: RawPeer.headers, flags: 5, stream: 1, payload: [0xff, 0x20])], code: 9),
        Fault(
            testDescription: "more padding than payload",
            frames: [.init(kind: RawPeer.headers, flags: 0xd, stream: 1, payload: [9, 0x83])], code: 1),
        Fault(
            testDescription: "a window that grows beyond its limit",
            frames: [.init(kind: RawPeer.update, payload: RawPeer.number(1 << 31 - 1))], code: 3),
        Fault(
            testDescription: "a first window beyond the limit",
            frames: [.init(kind: RawPeer.settings, payload: [0, 4] + RawPeer.number(1 << 31))], code: 3),
        Fault(
            testDescription: "a window that grows by nothing",
            frames: [.init(kind: RawPeer.update, payload: RawPeer.number(0))], code: 1),
        Fault(testDescription: "a short ping", frames: [.init(kind: RawPeer.ping, payload: [1])], code: 6),
        Fault(testDescription: "settings cut off", frames: [.init(kind: RawPeer.settings, payload: [0])], code: 6),
        Fault(
            testDescription: "a push", frames: [.init(kind: RawPeer.push, stream: 1, payload: [0, 0, 0, 2])], code: 1),
    ]

    @Test("What breaks the protocol ends the connection with the code of its error, and no other", arguments: faults)
    func broken(_ fault: Fault) async throws {
        try await withServer(services()) { server, client in
            let peer = try RawPeer(port: server.port)
            for frame in fault.frames { try peer.send(frame) }
            let last = try #require(try await peer.next(RawPeer.goAway))
            #expect(Array(last.payload.suffix(4)) == RawPeer.number(fault.code))
            #expect(try await client.unary(Notes.echo, Note(number: 1)).number == 1)
        }
    }

    @Test("More than the window allows is refused, whoever is to read it")
    func flood() async throws {
        try await withServer(services()) { server, _ in
            let peer = try RawPeer(port: server.port)
            try peer.send(RawPeer.request("/test.Notes/Stuck", stream: 1))
            let piece = RawPeer.Frame(kind: RawPeer.data, stream: 1, payload: [UInt8](repeating: 0, count: 16_000))
            // The method never reads: messages of no length, five bytes each. The last piece is too much; behind it the
            // connection may be closed already.
            for _ in 0..<66 { try peer.send(piece) }
            let last = try #require(try await peer.next(RawPeer.goAway))
            #expect(Array(last.payload.suffix(4)) == RawPeer.number(3))
        }
    }

    @Test("A padded, prioritized request in pieces of a byte is one all the same, and what is unknown is passed over")
    func pieces() async throws {
        try await withServer(services()) { server, _ in
            let peer = try RawPeer(port: server.port)
            let block = RawPeer.request("/test.Notes/Echo", stream: 1).payload
            let message = RawPeer.message(Note(text: "in pieces", number: 7).protobuf, stream: 1).payload
            let priority: [UInt8] = [0, 0, 0, 0, 16]
            let first: [UInt8] = [3] + priority + block[..<4] + [0, 0, 0]
            let padded: [UInt8] = [2] + message[..<7] + [0, 0]
            let frames: [RawPeer.Frame] = [
                .init(kind: 0xbe, flags: 0xff, stream: 3, payload: [1, 2, 3]),
                .init(kind: RawPeer.headers, flags: 0x28, stream: 1, payload: first),
                .init(kind: RawPeer.continuation, stream: 1, payload: Array(block[4..<9])),
                .init(kind: RawPeer.continuation, flags: 4, stream: 1, payload: Array(block[9...])),
                .init(kind: RawPeer.data, flags: 8, stream: 1, payload: padded),
                .init(kind: RawPeer.data, flags: 1, stream: 1, payload: Array(message[7...])),
            ]
            for byte in frames.flatMap(\.bytes) { try peer.write([byte]) }
            let answer = try #require(try await peer.next(RawPeer.data))
            #expect(answer.payload == message)
        }
    }

    @Test("No more is sent than the windows allow: a stream's, and the connection's")
    func windows() async throws {
        try await withServer(services()) { server, _ in
            let peer = try RawPeer(port: server.port, firstWindow: 10)
            let note = Note(text: String(repeating: "w", count: 70_000)).protobuf
            let (left, right) = (note.prefix(15_000), note.dropFirst(15_000))
            func part(_ bytes: some Collection<UInt8>, _ flags: UInt8) -> RawPeer.Frame {
                RawPeer.Frame(kind: RawPeer.data, flags: flags, stream: 1, payload: Array(bytes))
            }
            try peer.send(RawPeer.request("/test.Notes/Echo", stream: 1))
            try peer.send(part([0] + RawPeer.number(UInt32(note.count)) + left, 0))
            for start in stride(from: right.startIndex, to: right.endIndex, by: 15_000) {
                let end = min(start + 15_000, right.endIndex)
                try peer.send(part(right[start..<end], end == right.endIndex ? 1 : 0))
            }
            var answer = try #require(try await peer.next(RawPeer.data)).payload
            #expect(answer.count == 10)
            // A stream's window grows with all first windows, and by itself.
            try peer.send(.init(kind: RawPeer.settings, payload: [0, 4] + RawPeer.number(15)))
            answer += try #require(try await peer.next(RawPeer.data)).payload
            #expect(answer.count == 15)
            try peer.send(.init(kind: RawPeer.update, stream: 1, payload: RawPeer.number(1_000_000)))
            while answer.count < 65_535 { answer += try #require(try await peer.next(RawPeer.data)).payload }
            #expect(answer.count == 65_535)
            try peer.send(.init(kind: RawPeer.ping, payload: [1, 2, 3, 4, 5, 6, 7, 8]))
            #expect(try await peer.next() == .init(kind: RawPeer.ping, flags: 1, payload: [1, 2, 3, 4, 5, 6, 7, 8]))
            try peer.send(.init(kind: RawPeer.update, payload: RawPeer.number(100_000)))
            while answer.count < note.count + 5 { answer += try #require(try await peer.next(RawPeer.data)).payload }
            #expect(Array(answer.dropFirst(5)) == note)
            #expect(try await peer.next(RawPeer.headers)?.flags == 5)
        }
    }

    @Test("A method that writes waits while the client takes nothing, and ends when the client goes")
    func slowReader() async throws {
        let progress = Mutex(0)
        let ended = Mailbox<Int>()
        var services = GRPCServices()
        services.serverStream(Notes.count) { note, writer, _ in
            do {
                for number in 0..<note.number {
                    try await writer.write(Note(text: String(repeating: "z", count: 1000), number: number))
                    progress.withLock { $0 += 1 }
                }
            } catch {
                ended.put(progress.withLock(\.self))
                throw error
            }
        }
        try await withServer(services) { server, _ in
            let peer = try RawPeer(port: server.port, firstWindow: 5000)
            try peer.send(RawPeer.request("/test.Notes/Count", stream: 1))
            try peer.send(RawPeer.message(Note(number: 100_000).protobuf, stream: 1))
            for _ in 0..<5 { _ = try #require(try await peer.next(RawPeer.data)) }
            try peer.send(.init(kind: RawPeer.reset, stream: 1, payload: RawPeer.number(8)))
            let written = try #require(try await ended.next())
            #expect(written < 200)
        }
    }

    @Test("Headers mean the same whether they stand in the table, or were remembered, or not", arguments: [1, 2, 3])
    func headers(seed: UInt64) async throws {
        var services = GRPCServices()
        services.unary(Notes.echo) { _, call in
            Note(text: call.metadata.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
        }
        try await withServer(services) { server, _ in
            let peer = try RawPeer(port: server.port)
            var random = Randomness(seed: seed)
            var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
            for call in 0..<150 {
                var headers: HPACKHeaders = [
                    ":method": "POST", ":scheme": "http", ":path": "/test.Notes/Echo", ":authority": "test",
                    "content-type": "application/grpc",
                ]
                for _ in 0..<Int.random(in: 0...2, using: &random) {
                    let indexing: HPACKIndexing = Bool.random(using: &random) ? .indexable : .nonIndexable
                    // Long enough for old ones to be thrown out of the table.
                    let value = String(repeating: "v", count: Int.random(in: 0...300, using: &random))
                    headers.add(name: "x-\(Int.random(in: 0...3, using: &random))", value: value, indexing: indexing)
                }
                var block = ByteBuffer()
                try encoder.encode(headers: headers, to: &block)
                let stream = UInt32(2 * call + 1)
                let payload = Array(block.readableBytesView)
                try peer.send(.init(kind: RawPeer.headers, flags: 4, stream: stream, payload: payload))
                try peer.send(RawPeer.message([], stream: stream))
                let answer = try #require(try await peer.next(RawPeer.data))
                let note = try Note(protobuf: Array(answer.payload.dropFirst(5)))
                #expect(note.text == headers.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
                try peer.send(.init(kind: RawPeer.update, payload: RawPeer.number(UInt32(answer.payload.count))))
            }
        }
    }

    @Test("Whatever somebody sends, others are served", arguments: [1, 2, 3, 4])
    func nonsense(seed: UInt64) async throws {
        try await withServer(services()) { server, client in
            var random = Randomness(seed: seed)
            for _ in 0..<100 {
                let peer = try RawPeer(port: server.port, firstWindow: UInt32(random.int(in: 0...100)))
                for _ in 0..<random.int(in: 1...20) {
                    // The server may have seen enough.
                    do { try peer.send(frame(&random)) } catch { break }
                }
            }
            #expect(try await client.unary(Notes.echo, Note(number: 1)).number == 1)
        }
    }

    /// Mostly what could be right, so that it gets past the first checks.
    private func frame(_ random: inout Randomness) -> RawPeer.Frame {
        let stream = UInt32(random.int(in: 0...5))
        let methods = ["Echo", "Count", "Sum", "Chat", "Stuck", "None"]
        let length = random.int(in: 0...20)
        let flags = UInt8(random.int(in: 0...255)) & UInt8(random.int(in: 0...255))
        switch random.int(in: 0...9) {
        case 0...2:
            let method = methods[random.int(in: 0...methods.count - 1)]
            return RawPeer.request("/test.Notes/\(method)", stream: stream | 1, flags: flags | 4)
        case 3...5: return RawPeer.message(Note(text: "nonsense", number: length).protobuf, stream: stream | 1)
        default:
            let payload = (0..<length).map { _ in UInt8(random.int(in: 0...255)) }
            return .init(kind: UInt8(random.int(in: 0...10)), flags: flags, stream: stream, payload: payload)
        }
    }

    @Test("A server that shuts down says so, finishes what is under way, and takes no more")
    func shutDown() async throws {
        let (started, mayEnd) = (Mailbox<Void>(), Mailbox<Void>())
        var services = GRPCServices()
        services.unary(Notes.echo) { note, _ in
            started.put(())
            _ = try await mayEnd.next()
            return note
        }
        // What is under way is to end by itself, also on a machine that stands still for a while.
        var configuration = GRPCServer.Configuration()
        configuration.gracePeriod = .seconds(60)
        try await withServer(services, configuration: configuration) { server, _ in
            let peer = try RawPeer(port: server.port)
            try peer.send(RawPeer.request("/test.Notes/Echo", stream: 1))
            try peer.send(RawPeer.message(Note(number: 1).protobuf, stream: 1))
            _ = try await started.next()
            server.shutDown()
            #expect(try await peer.next(RawPeer.goAway)?.payload.suffix(4) == [0, 0, 0, 0])
            try peer.send(RawPeer.request("/test.Notes/Echo", stream: 3))
            #expect(
                try await peer.next(RawPeer.reset) == .init(kind: RawPeer.reset, stream: 3, payload: RawPeer.number(7)))
            mayEnd.put(())
            #expect(try await peer.next(RawPeer.data)?.stream == 1)
            #expect(try await peer.next(RawPeer.headers)?.flags == 5)
            #expect(try await peer.next() == nil)
        }
    }
}
