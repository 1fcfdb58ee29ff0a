import Certificates
import Testing

@Suite("Certificates")
struct CertificateTests {
    let now = 1_767_225_600

    @Test("A server's certificate carries its names, a client's its user and groups")
    func summaries() throws {
        let authority = try CertificateAuthority(commonName: "kubernetes", now: now)
        let server = try CertificateSummary(
            pem: authority.issueServer(
                commonName: "kube-apiserver", dnsNames: ["kubernetes", "localhost"],
                addresses: ["127.0.0.1", "10.96.0.1"], now: now
            ).certificate)
        #expect(server.dnsNames == ["kubernetes", "localhost"])
        #expect(server.addresses == ["127.0.0.1", "10.96.0.1"])
        #expect(!server.isAuthority)
        let client = try CertificateSummary(
            pem: authority.issueClient(
                commonName: "system:node:worker-1", organizations: ["system:nodes", "more"], now: now
            ).certificate)
        #expect(client.commonName == "system:node:worker-1")
        #expect(client.organizations == ["system:nodes", "more"])
    }

    @Test("A certificate is valid for its lifetime, and from a little earlier")
    func validity() throws {
        let authority = try CertificateAuthority(commonName: "kubernetes", now: now)
        let client = try authority.issueClient(commonName: "me", now: now, lifetime: .seconds(1000))
        let summary = try CertificateSummary(pem: client.certificate)
        #expect([-301, -300, 0, 1000, 1001].map { summary.isValid(at: now + $0) } == [false, true, true, true, false])
        #expect(summary.isValid(at: now, for: .seconds(1000)))
        #expect(!summary.isValid(at: now, for: .seconds(1001)))
    }

    @Test("An authority read from its files goes on signing")
    func reread() throws {
        let made = try CertificateAuthority(commonName: "kubernetes", now: now)
        let read = try CertificateAuthority(certificate: made.certificate, privateKey: made.privateKey)
        let summary = try CertificateSummary(pem: read.issueClient(commonName: "me", now: now).certificate)
        #expect(summary.commonName == "me")
        #expect(try CertificateSummary(pem: read.certificate).isAuthority)
    }

    @Test("What is no certificate is refused with a reason")
    func nonsense() {
        let error = #expect(throws: CertificateError.self) { try CertificateSummary(pem: Array("nonsense".utf8)) }
        #expect(error?.description.hasPrefix("reading a certificate") == true)
    }
}
