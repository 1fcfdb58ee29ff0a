import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The cluster's certificate authority: who can show a certificate that it has signed belongs to the cluster.
///
/// ```
/// authority ──signs──▶ kube-apiserver   DNS:kubernetes, IP:10.96.0.1 …       a server shows it, clients check names
///           ──signs──▶ kubelet          CN=system:node:worker-1, O=system:nodes   a client shows it: user and groups
/// ```
/// Keys are ECDSA on P-256. Time is passed in, as seconds since 1970; a certificate is valid from five minutes earlier,
/// because clocks differ. Documentation: kubernetes.io/docs/setup/best-practices/certificates.
///
/// Left out compared with Kubernetes: a second authority for the front proxy and one for etcd, revocation.
package struct CertificateAuthority: Sendable {
    /// PEM.
    package let certificate: [UInt8]
    /// PEM, PKCS #8.
    package let privateKey: [UInt8]
    private let parsed: Certificate
    private let key: Certificate.PrivateKey

    package static let tenYears: Duration = .seconds(10 * 365 * 86400)
    package static let oneYear: Duration = .seconds(365 * 86400)

    /// A new authority.
    package init(commonName: String, now: Int, lifetime: Duration = tenYears) throws(CertificateError) {
        let key = P256.Signing.PrivateKey()
        let made = try attempt("making an authority") {
            try Certificate(
                subject: DistinguishedName { CommonName(commonName) }, key: key, now: now, lifetime: lifetime,
                issuer: DistinguishedName { CommonName(commonName) }, issuerKey: Certificate.PrivateKey(key),
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    Critical(KeyUsage(digitalSignature: true, keyCertSign: true, cRLSign: true))
                    SubjectKeyIdentifier(hash: Certificate.PrivateKey(key).publicKey)
                }
            ).serializeAsPEM().pemString
        }
        try self.init(certificate: Array(made.utf8), privateKey: Array(key.pemRepresentation.utf8))
    }

    /// One that exists, from PEM.
    package init(certificate: [UInt8], privateKey: [UInt8]) throws(CertificateError) {
        self.certificate = certificate
        self.privateKey = privateKey
        parsed = try attempt("reading the authority's certificate") {
            try Certificate(pemEncoded: String(decoding: certificate, as: UTF8.self))
        }
        key = try attempt("reading the authority's key") {
            try Certificate.PrivateKey(pemEncoded: String(decoding: privateKey, as: UTF8.self))
        }
    }

    /// A certificate for a server. Clients look for the name or the address they connect to among these.
    /// - Parameter addresses: IPv4, dotted.
    package func issueServer(
        commonName: String, dnsNames: [String] = [], addresses: [String] = [], now: Int, lifetime: Duration = oneYear
    ) throws(CertificateError) -> CertifiedKey {
        var names = dnsNames.map { GeneralName.dnsName($0) }
        for address in addresses {
            guard let bytes = ipv4(address) else {
                throw CertificateError("not an IPv4 address: \(address)")
            }
            names.append(.ipAddress(ASN1OctetString(contentBytes: bytes[...])))
        }
        // Servers are clients of one another, too: an etcd member of its peers, for example.
        return try issue(
            subject: try subject(commonName, []), usages: [.serverAuth, .clientAuth], names: names, now: now,
            lifetime: lifetime)
    }

    /// A certificate for a client: the common name is the user's, the organizations are its groups.
    package func issueClient(
        commonName: String, organizations: [String] = [], now: Int, lifetime: Duration = oneYear
    ) throws(CertificateError) -> CertifiedKey {
        try issue(
            subject: try subject(commonName, organizations), usages: [.clientAuth], names: [], now: now,
            lifetime: lifetime)
    }

    private func subject(_ name: String, _ organizations: [String]) throws(CertificateError) -> DistinguishedName {
        try attempt("making the name \(name)") {
            try DistinguishedName {
                for organization in organizations { OrganizationName(organization) }
                CommonName(name)
            }
        }
    }

    private func issue(
        subject: DistinguishedName, usages: [ExtendedKeyUsage.Usage], names: [GeneralName], now: Int,
        lifetime: Duration
    ) throws(CertificateError) -> CertifiedKey {
        let key = P256.Signing.PrivateKey()
        let made = try attempt("issuing a certificate for \(subject)") {
            try Certificate(
                subject: subject, key: key, now: now, lifetime: lifetime, issuer: parsed.subject, issuerKey: self.key,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage(usages)
                    AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: parsed.publicKey).keyIdentifier)
                    if !names.isEmpty { SubjectAlternativeNames(names) }
                }
            ).serializeAsPEM().pemString
        }
        return CertifiedKey(certificate: Array(made.utf8), privateKey: Array(key.pemRepresentation.utf8))
    }
}

/// A certificate and the key that goes with it, both PEM.
package struct CertifiedKey: Sendable, Hashable {
    package var certificate: [UInt8]
    package var privateKey: [UInt8]

    package init(certificate: [UInt8], privateKey: [UInt8]) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}

/// What can't be read or made, and why.
package struct CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

func attempt<Value>(_ what: String, _ body: () throws -> Value) throws(CertificateError) -> Value {
    do { return try body() } catch { throw CertificateError("\(what): \(error)") }
}

func ipv4(_ text: String) -> [UInt8]? {
    let bytes = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    return bytes.count == 4 ? bytes : nil
}

extension Certificate {
    fileprivate init(
        subject: DistinguishedName, key: P256.Signing.PrivateKey, now: Int, lifetime: Duration,
        issuer: DistinguishedName, issuerKey: PrivateKey, extensions: Extensions
    ) throws {
        try self.init(
            version: .v3, serialNumber: SerialNumber(), publicKey: PublicKey(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: Double(now - 300)),
            notValidAfter: Date(timeIntervalSince1970: Double(now) + Double(lifetime.components.seconds)),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: issuerKey)
    }
}
