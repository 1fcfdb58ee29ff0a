import API
import ClusterDNS
import ClusterDNSContract
import Glibc
import Linux
import Schema
import Testing

@testable import ClusterDNSProgram

@Suite("The name server on the wire")
struct ServerTests {
    /// A server on a port of its own, with one large headless service.
    private func withServer(_ body: @Sendable @escaping (UInt16) throws -> Void) async throws {
        var zone = ClusterZone(domain: DomainName("cluster.local"))
        var service = Service()
        (service.metadata.name, service.metadata.namespace, service.spec.clusterIP) = ("big", "default", "None")
        var slice = EndpointSlice()
        slice.addressType = .ipv4
        slice.endpoints = (1...200).map { number in
            var endpoint = Endpoint()
            endpoint.addresses = ["10.244.1.\(number)"]
            return endpoint
        }
        zone.update("default/big", service, [slice])
        let server = try await NameServer(ClusterNames(zone), upstream: nil, host: "127.0.0.1", port: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = UInt16(server.port)
            defer { group.cancelAll() }
            try await blocking { try body(port) }
        }
    }

    private static func query(_ name: String, payloadSize: Int? = nil) -> DNSMessage {
        var query = DNSMessage()
        query.identifier = 99
        query.recursionDesired = true
        query.question = DNSMessage.Question(DomainName(name), .a)
        query.payloadSize = payloadSize
        return query
    }

    @Test("An answer too large for UDP is asked for again over TCP")
    func truncation() async throws {
        try await withServer { port in
            let query = Self.query("big.default.svc.cluster.local")
            let short = try DNSMessage(parsing: Self.exchange(query.bytes(), port, SOCK_DGRAM))
            #expect(short.isTruncated && short.identifier == 99)
            let bytes = query.bytes()
            let framed = [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
            let whole = try DNSMessage(parsing: Array(Self.exchange(framed, port, SOCK_STREAM).dropFirst(2)))
            #expect(whole.answers.count == 200)
            let large = Self.query("big.default.svc.cluster.local", payloadSize: 4096)
            #expect(try DNSMessage(parsing: Self.exchange(large.bytes(), port, SOCK_DGRAM)).answers.count == 200)
        }
    }

    @Test("A name outside the cluster is refused at once, garbage too")
    func refusal() async throws {
        try await withServer { port in
            let refused = try DNSMessage(parsing: Self.exchange(Self.query("example.com").bytes(), port, SOCK_DGRAM))
            #expect(refused.code == .refused && refused.question == Self.query("example.com").question)
            let garbage = try DNSMessage(parsing: Self.exchange([1, 2, 3, 4], port, SOCK_DGRAM))
            #expect(garbage.code == .formatError && garbage.identifier == 0x0102)
        }
    }

    /// Sends and receives; over TCP until the length in front is reached.
    private static func exchange(_ bytes: [UInt8], _ port: UInt16, _ kind: __socket_type) throws -> [UInt8] {
        let number = try systemCall("socket") { socket(AF_INET, Int32(kind.rawValue), 0) }
        let descriptor = FileDescriptor(owning: number)
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        try systemCall("setsockopt") {
            setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        try systemCall("connect") {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        try descriptor.write(bytes)
        var answer = try descriptor.read(upTo: 65536)
        while kind == SOCK_STREAM, answer.count < 2 || answer.count < 2 + Int(answer[0]) << 8 + Int(answer[1]) {
            answer += try descriptor.read(upTo: 65536)
        }
        return answer
    }
}
