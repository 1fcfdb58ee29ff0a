import ClusterDNSContract
import Schema
import Testing

@testable import ClusterDNS

@Suite("Messages of the domain name system")
struct MessageTests {
    @Test("A message comes back from its bytes, names compressed")
    func roundTrip() throws {
        var message = DNSMessage()
        message.identifier = 0xbeef
        message.isResponse = true
        message.isAuthoritative = true
        let name = DomainName("web.default.svc.cluster.local")
        let pod = DomainName("a.web.default.svc.cluster.local")
        message.question = DNSMessage.Question(name, .srv)
        message.answers = [
            Record(name, .service(priority: 0, weight: 100, port: 80, target: pod), timeToLive: 5)
        ]
        message.additional = [
            Record(pod, .address(.v4(IPv4Address(octets: [10, 0, 0, 1]))), timeToLive: 5)
        ]
        message.payloadSize = 1232
        let bytes = message.bytes()
        #expect(try DNSMessage(parsing: bytes) == message)
        #expect(bytes.count == 12 + 35 + 12 + 6 + 33 + 12 + 4 + 11)
    }

    @Test("An answer that is too long is cut, and says so")
    func truncation() throws {
        var message = DNSMessage()
        message.question = DNSMessage.Question(DomainName("db"), .a)
        message.answers = (0..<100).map { Record(DomainName("db"), .address(.v4(IPv4Address($0))), timeToLive: 5) }
        let short = try DNSMessage(parsing: message.bytes(limit: 512))
        #expect(short.isTruncated && short.answers.isEmpty && short.question == message.question)
    }

    @Test(
        "Bytes that aren't a message are refused",
        arguments: [
            [], [0, 1, 2],
            // A question's name that points to itself, and one that points forward.
            [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1],
            [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 14, 0, 1, 0, 1],
            // A label beyond the end; a label with reserved bits; a thousand answers that aren't there.
            [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 60, 97, 0, 1, 0, 1],
            [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80, 97, 0, 0, 1, 0, 1],
            [0, 1, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0],
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: DNSFormatError.self) { try DNSMessage(parsing: bytes) }
    }

    @Test("Cut anywhere and with any byte changed, a message is read or refused, nothing worse")
    func mutations() throws {
        var message = DNSMessage()
        message.question = DNSMessage.Question(DomainName("web.local"), .a)
        message.answers = [Record(DomainName("web.local"), .canonicalName(DomainName("a.local")), timeToLive: 5)]
        let bytes = message.bytes()
        for index in bytes.indices {
            _ = try? DNSMessage(parsing: Array(bytes[..<index]))
            for value in [UInt8(0), 1, 63, 64, 192, 255] {
                var changed = bytes
                changed[index] = value
                if let read = try? DNSMessage(parsing: changed) { _ = read.bytes(limit: 512) }
            }
        }
    }
}
