package import NIOCore
import NIOSSL

/// Reads the subject out of a client's certificate: X.509 in DER, RFC 5280, section 4.1.
///
/// ```
/// Certificate { TBSCertificate { [0] version?, serial, algorithm, issuer, validity, SUBJECT, … }, … }
/// subject     { set of { sequence { object identifier, string } }, … }
/// ```
/// The TLS library has verified the certificate; only the names are missing from what it tells.
extension PeerIdentity {
    /// Who is at the other end of a TLS connection whose handshake is over. On its event loop. For HTTP and GRPC only.
    package init?(of channel: any Channel) {
        guard let handler = try? channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let certificate = try? handler.peerCertificate?.toDERBytes()
        else { return nil }
        self.init(certificate: certificate)
    }

    /// Nil when it isn't a certificate.
    init?(certificate: [UInt8]) {
        var reader = DERReader(certificate[...])
        guard var outer = reader.enter(DERReader.sequence), var body = outer.enter(DERReader.sequence) else {
            return nil
        }
        if body.peek == DERReader.explicitZero { _ = body.next() }
        // serial, algorithm, issuer, validity
        for _ in 0..<4 { guard body.next() != nil else { return nil } }
        guard let subject = body.enter(DERReader.sequence) else { return nil }
        self = PeerIdentity(subject: subject)
    }

    private init(subject: DERReader) {
        self.init(commonName: "", organizations: [])
        var names = subject
        while var set = names.enter(DERReader.set) {
            while var pair = set.enter(DERReader.sequence) {
                guard let identifier = pair.next(), let value = pair.next() else { continue }
                let text = String(decoding: value.content, as: UTF8.self)
                // 2.5.4.3 is the common name, 2.5.4.10 the organization.
                if identifier.content.elementsEqual([0x55, 4, 3]) { commonName = text }
                if identifier.content.elementsEqual([0x55, 4, 10]) { organizations.append(text) }
            }
        }
    }
}

/// Walks over DER: each value is a tag, a length and that many bytes.
private struct DERReader {
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    static let explicitZero: UInt8 = 0xA0

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var peek: UInt8? { rest.first }

    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        guard let tag = rest.popFirst(), let length = length(), length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return (tag, rest.prefix(length))
    }

    /// What is inside the next value, if it has that tag.
    mutating func enter(_ tag: UInt8) -> DERReader? {
        guard peek == tag, let value = next() else { return nil }
        return DERReader(value.content)
    }

    private mutating func length() -> Int? {
        guard let first = rest.popFirst() else { return nil }
        if first < 0x80 { return Int(first) }
        let count = Int(first & 0x7F)
        guard count <= 4, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
