@testable import HTTP
import Testing

@Suite("SPDY", .timeLimit(.minutes(1)))
struct SPDYTests {
    /// Made by zlib with the dictionary: two header blocks in the fixed code, of one stream.
    static let compressedHeaders = [
        "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45a024cc64610024398b209198094adc8c0600000000ffff",
        "c2aa15540a2512d209000000ffff",
    ]
    /// And one in a code of its own.
    static let dynamic = """
        78f9e3c6a7c21c95b14a04400c44f15f2c2cb450acb4b239b0b3114fbb412289480249c4fb7c9f2ea4d86577922133597474f61727e2b2\
        9dbe784b18c92c66fc667d6270e0b9f2b3627db1b66560b43a28354d4b8eef398f4a4eed21521963a7086dfeb8cab7949ba00c9e02fda3\
        a2fa681bc8213eac36ae6d184f26c3385cac971e39f38a0d29cb9e3cf6bbb7ad6ce1b241f2bd508108fab328d8fb4b85380e13e1952ef4\
        c5ddda8792fd670a4fe0bc617345a991cdd7c3bb1ca16ccc08e1ceb765d54825861edc1b38fb43eed7b85d2b5064797f57bf000000ffff
        """

    @Test("Header blocks that zlib has compressed are read, one after the other")
    func inflate() throws {
        var inflate = Inflate(maximumOutput: 1000)
        let blocks = try Self.compressedHeaders.map { String(try inflate.decompress(bytes($0))) }
        #expect(blocks[0].contains("streamtype\0\0\0\u{5}error\0\0\0\u{4}port\0\0\0\u{2}80"))
        #expect(blocks[1].contains("streamtype\0\0\0\u{4}data\0\0\0\u{4}port\0\0\0\u{2}80"))
        var other = Inflate(maximumOutput: 1000)
        let text = String(try other.decompress(bytes(Self.dynamic)))
        #expect(text.hasSuffix("eororrYi4teohnnaen;:o") && text.count == 313)
    }

    @Test("A block that would grow too large, or is broken, is refused", arguments: [10, 1000])
    func hostile(limit: Int) throws {
        var input = bytes(Self.dynamic)
        if limit == 1000 { input.replaceSubrange(20..<60, with: repeatElement(0x55, count: 40)) }
        var inflate = Inflate(maximumOutput: limit)
        #expect(throws: SPDYError.self) { try inflate.decompress(input) }
    }

    @Test("What is written is read again, however it is cut", arguments: [1, 3, 1000])
    func roundTrip(cut: Int) throws {
        let frames: [SPDYFrame] = [
            .synStream(1, ["streamtype": "error", "port": "80"], isLast: false),
            .synReply(1, [:], isLast: false),
            .data(1, Array("hello".utf8), isLast: true),
            .synStream(3, ["a": "b", "a": "c"], isLast: true),
            .reset(3, status: 5), .ping(7), .goAway(lastStream: 3),
        ]
        var writer = SPDYWriter()
        let wire = frames.flatMap { writer.bytes($0) }
        var parser = SPDYParser()
        var read: [SPDYFrame] = []
        for start in stride(from: 0, to: wire.count, by: cut) {
            read += try parser.receive(Array(wire[start..<min(start + cut, wire.count)]))
        }
        #expect(read == frames)
    }

    @Test("Frames look as the protocol says")
    func golden() {
        var writer = SPDYWriter()
        #expect(writer.bytes(.data(1, [1, 2], isLast: true)) == bytes("00000001010000020102"))
        #expect(writer.bytes(.ping(5)) == bytes("800300060000000400000005"))
        #expect(writer.bytes(.reset(3, status: 1)) == bytes("80030003000000080000000300000001"))
        #expect(
            writer.bytes(.synReply(1, [:], isLast: false))
                == bytes("80030002000000180000000178bbe3c6a7c2000400fbff000000000000" + "00ffff"))
    }

    @Test("Streams carry bytes both ways, and end one by one")
    func session() async throws {
        let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
            .upgrade(to: "SPDY/3.1") { connection in
                let session = SPDYSession(connection, isClient: false)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await session.run() }
                    while let stream = try await session.accept() {
                        group.addTask {
                            try await stream.write(Array("\(stream.headers["port"] ?? ""):".utf8))
                            while let bytes = try await stream.read() { try await stream.write(bytes) }
                            await stream.finish()
                        }
                    }
                }
            }
        }
        try await withServer(respond) { server in
            let (_, connection) = try await server.client.upgrade(.init(.post, "/"), to: "SPDY/3.1")
            let session = SPDYSession(connection, isClient: true)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await session.run() }
                for port in ["80", "443"] {
                    let stream = try await session.open(["port": port])
                    let sent = [UInt8](repeating: 120, count: 300_000)
                    async let writing: Void = {
                        try await stream.write(sent)
                        await stream.finish()
                    }()
                    var heard: [UInt8] = []
                    while let bytes = try await stream.read() { heard += bytes }
                    try await writing
                    #expect(heard == Array("\(port):".utf8) + sent)
                }
                await session.close()
                try await group.waitForAll()
            }
        }
    }
}

func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
