import Certificates
import GRPC
import Glibc
import HTTP
import Linux
import Schema
import Synchronization
import Testing

/// A stock Go client, etcdctl, talks to our server: plain and with TLS on both sides.
@Suite(
    "A stock gRPC client", .timeLimit(.minutes(1)),
    .enabled(if: access(Etcdctl.path, X_OK) == 0, "the machine has no etcdctl"))
struct EtcdctlTests {
    @Test("puts and gets, plainly")
    func plain() async throws {
        try await withServer(TinyStore().services) { server, _ in
            let etcdctl = Etcdctl(["--endpoints=127.0.0.1:\(server.port)"])
            let put = try await etcdctl.run(["put", "/registry/a", "one"])
            let get = try await etcdctl.run(["get", "/registry/a"])
            #expect(put == "OK\n")
            #expect(get == "/registry/a\none\n")
        }
    }

    @Test("puts and gets with client certificates, and a value of several frames")
    func tls() async throws {
        let now = time(nil)
        let authority = try CertificateAuthority(commonName: "etcd", now: now)
        let server = try authority.issueServer(commonName: "etcd", addresses: ["127.0.0.1"], now: now)
        let client = try authority.issueClient(commonName: "apiserver", now: now)
        let folder = "/tmp/dinghy-etcdctl-\(UInt32.random(in: 0 ... .max))"
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        let files = [
            ("cacert", authority.certificate), ("cert", client.certificate), ("key", client.privateKey),
        ].map { (flag: $0.0, path: "\(folder)/\($0.0)", content: $0.1) }
        for file in files { try writeFile(file.path, file.content) }
        defer { for file in files { unlink(file.path) } }
        let tls = ServerTLS(
            certificateChain: server.certificate, privateKey: server.privateKey,
            clientAuthority: authority.certificate, requiresClientCertificate: true)
        try await withServer(TinyStore().services, configuration: .init(tls: tls)) { server, _ in
            let endpoint = "--endpoints=https://127.0.0.1:\(server.port)"
            let etcdctl = Etcdctl([endpoint] + files.map { "--\($0.flag)=\($0.path)" })
            let value = String(repeating: "v", count: 100_000)
            let put = try await etcdctl.run(["put", "/registry/b", value])
            let get = try await etcdctl.run(["get", "/registry/b", "--print-value-only"])
            #expect(put == "OK\n")
            #expect(get == value + "\n")
        }
    }

    private func writeFile(_ path: String, _ content: [UInt8]) throws {
        let file = try #require(fopen(path, "w"))
        fwrite(content, 1, content.count, file)
        fclose(file)
    }
}

private struct Pair: Declared {
    var key = Bytes()
    var value = Bytes()
    static let schema = Schema<Self>("A key with its value, or a range of keys.") {
        Field(1, "key", \.key)
        Field(2, "value", \.value)
    }
}

private struct KeyValue: Declared {
    var key = Bytes()
    var value = Bytes()
    static let schema = Schema<Self>("As etcd answers.") {
        Field(1, "key", \.key)
        Field(5, "value", \.value)
    }
}

private struct Found: Declared {
    var pairs: [KeyValue] = []
    var count = 0
    static let schema = Schema<Self>("What a range holds.") {
        Field(2, "kvs", \.pairs)
        Field(4, "count", \.count)
    }
}

private final class TinyStore: Sendable {
    private let values = Mutex<[Bytes: Bytes]>([:])

    var services: GRPCServices {
        var services = GRPCServices()
        services.unary(GRPCMethod<Pair, Found>("/etcdserverpb.KV/Put")) { [self] pair, _ in
            values.withLock { $0[pair.key] = pair.value }
            return Found()
        }
        services.unary(GRPCMethod<Pair, Found>("/etcdserverpb.KV/Range")) { [self] pair, _ in
            guard let value = values.withLock({ $0[pair.key] }) else { return Found() }
            return Found(pairs: [KeyValue(key: pair.key, value: value)], count: 1)
        }
        return services
    }
}

private struct Etcdctl {
    static let path = "/usr/bin/etcdctl"
    private let flags: [String]

    init(_ flags: [String]) { self.flags = flags }

    func run(_ arguments: [String]) async throws -> String {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var spawn = Spawn(Self.path, ["etcdctl"] + flags + arguments)
        spawn.environment = ["ETCDCTL_API=3"]
        spawn.descriptors = [nil, ends[1], 2]
        let process = try spawn.start()
        close(ends[1])
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            try await Poller.shared.ready(ends[0], for: .reading)
            let count = read(ends[0], &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer.prefix(count)
        }
        _ = try await childExit(process)
        return String(decoding: text, as: UTF8.self)
    }
}
