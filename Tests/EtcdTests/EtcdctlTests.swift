import EtcdAPI
import Glibc
import Linux
import TestSupport
import Testing

/// A stock etcdctl against the real process.
@Suite(
    .enabled(if: fileExists("/usr/bin/etcdctl"), "etcdctl (Debian's etcd-client) is not installed"),
    .timeLimit(.minutes(2)))
struct EtcdctlTests {
    /// What is typed, what is typed into it, and what it must print, line by line; `*` stands for any line.
    private static let session: [(command: String, input: String, printed: [String])] = [
        ("put /registry/a 1", "", ["OK"]),
        ("put /registry/b 2", "", ["OK"]),
        ("get --prefix /registry", "", ["/registry/a", "1", "/registry/b", "2"]),
        ("get --prefix /registry --keys-only --limit 1", "", ["/registry/a"]),
        ("get --prefix /registry --sort-by MODIFY --order DESCEND --print-value-only", "", ["2", "1"]),
        ("get /registry/a --rev 2 --print-value-only", "", ["1"]),
        ("put --prev-kv /registry/a 3", "", ["OK", "/registry/a", "1"]),
        (
            "txn", "mod(\"/registry/b\") = \"3\"\n\nput /registry/c 9\nget /registry/c\n\nget /registry/b\n\n",
            ["SUCCESS", "OK", "/registry/c", "9"]
        ),
        (
            "txn", "mod(\"/registry/b\") = \"7\"\n\nput /registry/c 9\n\nget /registry/b\n\n",
            ["FAILURE", "/registry/b", "2"]
        ),
        ("lease grant 60 --lease-id=7", "", ["*"]),
        ("del --prefix /registry/c", "", ["1"]),
        ("get /registry/c", "", []),
        ("get /registry/a --rev 99", "", ["*", "Error: etcdserver: mvcc: required revision is a future revision"]),
        ("compact 4", "", ["compacted revision 4"]),
        ("get /registry/a --rev 2", "", ["*", "Error: etcdserver: mvcc: required revision has been compacted"]),
        ("endpoint health", "", ["*"]),
        ("endpoint status", "", ["*"]),
        ("endpoint hashkv", "", ["*"]),
        ("alarm list", "", []),
        ("member list", "", ["*"]),
        ("defrag", "", ["*"]),
        (
            "user list", "",
            [
                "*",
                "Error: rpc error: code = Unimplemented desc = etcdserver: this etcd has no users; use client certificates",
            ]
        ),
    ]

    private func etcdctl(
        _ etcd: EtcdProcess, _ command: String, input: String = ""
    ) async throws -> (lines: [String], status: Int32) {
        let arguments = command.split(separator: " ").map(String.init)
        let (text, status) = try await output(
            of: ["/usr/bin/etcdctl", "--endpoints", "unix://\(etcd.socket)"] + arguments,
            environment: ["ETCDCTL_API=3"], input: input)
        return (text.split(separator: "\n").map(String.init), status)
    }

    @Test("etcdctl gets, puts, deletes, compares, compacts and asks how the member is")
    func session() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                for (command, input, printed) in Self.session where !command.hasPrefix("lease") {
                    let (lines, _) = try await etcdctl(etcd, command, input: input)
                    #expect(lines.count == printed.count, "\(command): \(lines)")
                    for (line, wanted) in zip(lines, printed) where wanted != "*" {
                        #expect(line == wanted, "\(command)")
                    }
                }
            }
        }
    }

    @Test("etcdctl grants, lists, renews and revokes leases")
    func leases() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                let granted = try await etcdctl(etcd, "lease grant 60").lines.first ?? ""
                let id = try #require(granted.split(separator: " ").dropFirst().first)
                #expect(granted == "lease \(id) granted with TTL(60s)")
                #expect(try await etcdctl(etcd, "put --lease=\(id) /l x").lines == ["OK"])
                #expect(try await etcdctl(etcd, "lease list").lines == ["found 1 leases", String(id)])
                let keys = try await etcdctl(etcd, "lease timetolive \(id) --keys").lines.first ?? ""
                #expect(keys.hasSuffix("attached keys([/l])"))
                let renewed = try await etcdctl(etcd, "lease keep-alive --once \(id)").lines
                #expect(renewed == ["lease \(id) keepalived with TTL(60)"])
                #expect(try await etcdctl(etcd, "lease revoke \(id)").lines == ["lease \(id) revoked"])
                #expect(try await etcdctl(etcd, "get /l").lines == [])
            }
        }
    }

    @Test("etcdctl watches from the past")
    func watch() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                try await running.store.put(Array("/a".utf8), Array("1".utf8))
                _ = try await running.store.deleteRange(DeleteRangeRequest(key: Array("/a".utf8)))
                let words = ["/usr/bin/etcdctl", "--endpoints", "unix://\(etcd.socket)", "watch", "--prefix", "/"]
                try await withRunning(words + ["--rev", "2"], environment: ["ETCDCTL_API=3"]) { watch in
                    try await watch.prints("DELETE\n/a\n")
                    try await running.store.put(Array("/b".utf8), Array("2".utf8))
                    try await watch.prints("/b\n2\n")
                    let lines = watch.output.split(separator: "\n")
                    #expect(lines == ["PUT", "/a", "1", "DELETE", "/a", "PUT", "/b", "2"])
                }
            }
        }
    }

    @Test("What etcdctl snapshot save has saved is restored")
    func snapshot() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                for key in 0..<100 {
                    try await running.store.put(Array("/k\(key)".utf8), [UInt8](repeating: 1, count: 9000))
                }
                try await running.store.put(Array("/k7".utf8), Array("again".utf8))
                _ = try await running.store.deleteRange(DeleteRangeRequest(key: Array("/k8".utf8)))
                let saved = try await etcdctl(etcd, "snapshot save \(etcd.folder)/saved")
                #expect(saved.status == 0, "\(saved.lines)")
            }
            let status = try await etcdctl(etcd, "snapshot status \(etcd.folder)/saved -w fields")
            #expect(status.status == 0 && status.lines.contains("\"Revision\" : 103"), "\(status.lines)")
            try removeTree("\(etcd.folder)/data")
            let restore = [EtcdProcess.executable] + etcd.arguments.dropFirst() + ["--restore", "\(etcd.folder)/saved"]
            try await etcd.whileRunning(restore) { running in
                try await running.waitUntilServing()
                let all = try await running.store.range(RangeRequest(prefix: []))
                #expect(all.count == 99 && all.header.revision == 103)
            }
        }
    }

    @Test(
        "A stock etcd begins with what was saved here, and what is saved from it begins here",
        .enabled(if: fileExists("/usr/bin/etcd"), "etcd (Debian's etcd-server) is not installed"))
    func exchange() async throws {
        try await EtcdProcess.withFolder { etcd in
            try await etcd.whileRunning { running in
                try await running.waitUntilServing()
                for key in 0..<50 { try await running.store.put(Array("/k\(key)".utf8), Array("value".utf8)) }
                #expect(try await etcdctl(etcd, "snapshot save \(etcd.folder)/saved").status == 0)
            }
            let restored = try await etcdctl(
                etcd, "snapshot restore \(etcd.folder)/saved --data-dir \(etcd.folder)/stock")
            #expect(restored.status == 0, "\(restored.lines)")
            try await withStockEtcd(etcd) { stock in
                let all = try await stock("get --prefix /k --keys-only --limit 1 -w fields")
                #expect(all.lines.contains("\"Count\" : 50"), "\(all.lines)")
                #expect(try await stock("put /new 1").status == 0)
                #expect(try await stock("snapshot save \(etcd.folder)/back").status == 0)
            }
            try removeTree("\(etcd.folder)/data")
            let restore = [EtcdProcess.executable] + etcd.arguments.dropFirst() + ["--restore", "\(etcd.folder)/back"]
            try await etcd.whileRunning(restore) { running in
                try await running.waitUntilServing()
                let all = try await running.store.range(RangeRequest(prefix: []))
                #expect(all.count == 51 && all.header.revision == 52)
            }
        }
    }

    private typealias Stock = (_ command: String) async throws -> (lines: [String], status: Int32)

    private func withStockEtcd(_ etcd: EtcdProcess, _ body: (Stock) async throws -> Void) async throws {
        let (client, peer) = (
            "http://127.0.0.1:\(try freeLoopbackPort())", "http://127.0.0.1:\(try freeLoopbackPort())"
        )
        let log = try FileDescriptor(open: "\(etcd.folder)/stock.log", O_WRONLY | O_CREAT, mode: 0o600)
        var spawn = Spawn(
            "/usr/bin/etcd",
            [
                "etcd", "--data-dir=\(etcd.folder)/stock", "--listen-client-urls=\(client)",
                "--advertise-client-urls=\(client)", "--listen-peer-urls=\(peer)",
            ])
        spawn.descriptors = [nil, log.number, log.number]
        spawn.parentDeathSignal = SIGKILL
        let process = try spawn.startFromLastingThread()
        func ask(_ command: String) async throws -> (lines: [String], status: Int32) {
            let arguments = command.split(separator: " ").map(String.init)
            let (text, status) = try await output(
                of: ["/usr/bin/etcdctl", "--endpoints", client] + arguments, environment: ["ETCDCTL_API=3"])
            return (text.split(separator: "\n").map(String.init), status)
        }
        try await withChild(process) {
            // etcdctl waits five seconds for a server by itself.
            var tries = 0
            while try await ask("endpoint health").status != 0, tries < 10 { tries += 1 }
            try await body(ask)
        }
    }
}
