import EtcdAPI
import EtcdProgram
import Glibc
import Linux
import Testing

/// The real process, killed, restarted, and on a full disk, through the API server's side of the seam.
@Suite(.timeLimit(.minutes(2))) struct ProcessTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("After kill -9 under concurrent writers everything that was acknowledged is there, and a watch goes on")
    func killed() async throws {
        try await EtcdProcess.withFolder { etcd in
            var acknowledged: [Int: Int] = [:]
            var seen = 1
            for _ in 0..<3 {
                try await etcd.whileRunning { running in
                    try await running.waitUntilServing()
                    for (writer, value) in acknowledged {
                        let found = try await running.store.get(bytes("/k\(writer)"))
                        #expect(Int(String(decoding: found?.value ?? [], as: UTF8.self)) ?? 0 >= value)
                    }
                    let start = acknowledged.values.max() ?? 0
                    acknowledged = try await write(running, from: start + 1)
                    #expect(acknowledged.count == 8)
                }
                // The values' file has no name.
                #expect(try listFolder("\(etcd.folder)/data").allSatisfy { !$0.hasPrefix("values") })
            }
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                let stream = try await running.store.watch(WatchCreateRequest(prefix: bytes("/k"), startRevision: 2))
                let revision = try await running.store.status().header.revision
                for try await batch in stream {
                    #expect(batch.events.map(\.kv.modRevision) == Array(seen + 1...batch.revision))
                    seen = batch.revision
                    if seen >= revision { break }
                }
            }
        }
    }

    /// Eight writers write until the process is killed; returns what each last got acknowledged.
    private func write(_ running: EtcdProcess.Running, from start: Int) async throws -> [Int: Int] {
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var value = start
                    while true {
                        do throws(StoreError) {
                            try await running.store.put(bytes("/k\(writer)"), bytes("\(value)"))
                        } catch { return (writer, value - 1) }
                        value += 1
                        if writer == 0, value == start + 40 { try await running.kill() }
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test("A second process on the same data says who has it")
    func inUse() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                let command = [EtcdProcess.executable, "etcd", "--data-dir", "\(etcd.folder)/data"]
                let second = try await output(of: command + ["--listen-client-urls", "unix://\(etcd.folder)/other"])
                #expect(second.text.contains("data directory \(etcd.folder)/data is in use by pid \(running.process)"))
                #expect(second.status != 0)
            }
        }
    }

    @Test("A log with a broken byte in its middle is refused, and the file named")
    func corrupted() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                for value in 0..<5 { try await running.store.put(bytes("/k"), bytes("value \(value)")) }
            }
            let log = "\(etcd.folder)/data/log-0000000000000002"
            var contents = try readFile(log)
            contents[50] ^= 1
            try writeFile(log, contents)
            let started = try await output(of: [EtcdProcess.executable] + etcd.arguments.dropFirst())
            #expect(started.text.contains("log-0000000000000002: offset 28: broken, and what follows is whole"))
            #expect(started.status != 0)
        }
    }

    @Test("A value that can't be read back is answered by nobody: the process ends, and begins again with its log")
    func lostValues() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                // More than one segment: only the last is in memory.
                for number in 0..<30 {
                    try await running.store.put(bytes("/k\(number)"), [UInt8](repeating: 7, count: 100_000))
                }
                try running.loseValues()
                await #expect(throws: StoreError.self) { try await running.store.get(bytes("/k0")) }
                #expect(try await childExit(running.process) == 70)
                #expect(try readText("\(etcd.folder)/output").contains("a value can't be read back"))
            }
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                #expect(try await running.store.get(bytes("/k0"))?.value == [UInt8](repeating: 7, count: 100_000))
            }
        }
    }

    @Test("SIGTERM ends it cleanly")
    func terminated() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                let stream = try await running.store.watch(WatchCreateRequest(prefix: []))
                try sendSignal(SIGTERM, to: running.process)
                #expect(try await childExit(running.process) == 0)
                var batches = stream.makeAsyncIterator()
                await #expect(throws: StoreError.self) { try await batches.next(isolation: #isolation) }
            }
        }
    }

    @Test(
        "On a real disk that is full writes are refused, reads go on, compaction makes room",
        .enabled(if: geteuid() == 0, "mounting a small file system needs root"))
    func fullDisk() async throws {
        try await EtcdProcess.withFolder { etcd in
            try makeFolder("\(etcd.folder)/data")
            // A mount namespace of its own: the small disk ends with the process.
            let script = "mount -t tmpfs -o size=3m none \(etcd.folder)/data && exec \"$0\" \"$@\""
            let command = ["/bin/sh", "-c", script, EtcdProcess.executable] + etcd.arguments.dropFirst()
            try await etcd.whileRunning(["/usr/bin/unshare", "-m", "--propagation", "private"] + command) { running in
                try await running.waitUntilServing()
                var written = 0
                let refusal = await refusal { () async throws(StoreError) in
                    while true {
                        try await running.store.put(bytes("/k"), [UInt8](repeating: 7, count: 20_000))
                        written += 1
                    }
                }
                #expect(refusal == .noSpace)
                #expect(written > 50)
                let found = try await running.store.get(bytes("/k"))
                #expect(found?.version == written)
                #expect(try await running.store.status().errors.count == 1)
                let revision = try #require(found?.modRevision)
                _ = try await running.store.compact(CompactionRequest(revision: revision))
                #expect(try await running.store.status().dbSize < 100_000)
            }
        }
    }

    private func refusal(_ body: () async throws(StoreError) -> Void) async -> StoreError? {
        do throws(StoreError) {
            try await body()
            return nil
        } catch { return error }
    }
}
