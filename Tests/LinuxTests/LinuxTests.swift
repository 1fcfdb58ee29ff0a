import Linux
import Testing
import TestSupport

@Suite("The kernel, in Swift's words", .timeLimit(.minutes(1)))
struct LinuxTests {
    @Test("An error names call, object and reason")
    func errors() {
        #expect(throws: SystemCallError("open", "/no/such/file", errno: 2)) { try readFile("/no/such/file") }
        #expect(SystemCallError("mount", "/proc", errno: 1).description == "mount /proc: Operation not permitted")
    }

    @Test("Folders and files come and go as trees")
    func trees() async throws {
        try await withTemporaryFolder { folder in
            try makeFolder("\(folder)/a/b/c")
            try replaceFile("\(folder)/a/b/c/file", with: Array("text\n".utf8))
            try copyTree("\(folder)/a", over: "\(folder)")
            #expect(try readText("\(folder)/b/c/file") == "text")
            #expect(try listFolder(folder) == ["a", "b"])
            try removeTree("\(folder)/a")
            try removeTree("\(folder)/a")
            #expect(try listFolder(folder) == ["b"])
        }
    }

    @Test("A process gets the descriptors and the environment it was given, and its end is waited for without a thread")
    func spawn() async throws {
        let pipe = try FileDescriptor.pipe()
        var spawn = Spawn("/bin/sh", ["sh", "-c", "echo $COLOUR; exit 3"], environment: ["COLOUR=blue"])
        spawn.descriptors = [nil, pipe.writing.number, nil]
        let process = try spawn.start()
        #expect(try await childExit(process) == 3)
        #expect(String(decoding: try pipe.reading.read(upTo: 100), as: UTF8.self) == "blue\n")
        #expect(throws: SystemCallError("execve", "/no/such/program", errno: 2)) {
            try Spawn("/no/such/program", []).start()
        }
    }

    @Test("Descriptors travel over a socket, with bytes")
    func passing() throws {
        let sockets = try unixSocketPair()
        let pipe = try FileDescriptor.pipe()
        try sendFDs([pipe.writing.number], with: Array("hello".utf8), over: sockets.writing.number)
        var message = try receiveFDs(over: sockets.reading.number)
        #expect(String(decoding: message.bytes, as: UTF8.self) == "hello")
        let received = message.release(0)
        try FileDescriptor(owning: try #require(received)).write(Array("through".utf8))
        #expect(String(decoding: try pipe.reading.read(upTo: 100), as: UTF8.self) == "through")
    }

    @Test("A wait ends by bytes, and by cancellation")
    func polling() async throws {
        let (reading, writing) = try FileDescriptor.pipe().release()
        let input = FileDescriptor(owning: writing)
        let output = try AsyncDescriptor(FileDescriptor(owning: reading))
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await output.read() }
            try input.write([1, 2, 3])
            #expect(try await group.next() == [1, 2, 3])
            group.addTask { try await output.read() }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        let latch = Latch()
        async let rest = output.read(until: latch)
        latch.open()
        #expect(try await rest == [])
    }

    @Test(
        "Work in another network namespace leaves this thread where it was",
        .enabled(if: Requirements.isRoot, "needs root"))
    func namespaces() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/net"
            try makeNetworkNamespace(at: path)
            defer { try? removeNetworkNamespace(at: path) }
            let own = readLink("/proc/thread-self/ns/net")
            let other = try inNetworkNamespace(of: path) { readLink("/proc/thread-self/ns/net") }
            #expect(other != own && readLink("/proc/thread-self/ns/net") == own)
        }
    }
}
