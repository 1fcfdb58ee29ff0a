import FoundationEssentials
import SwiftASN1
import X509

/// What a certificate says, in plain values.
package struct CertificateSummary: Sendable, Hashable {
    package var commonName = ""
    package var organizations: [String] = []
    package var dnsNames: [String] = []
    /// IPv4, dotted.
    package var addresses: [String] = []
    /// Seconds since 1970.
    package var notBefore: Int
    package var notAfter: Int
    package var isAuthority = false

    /// - Parameter pem: the first certificate in it counts.
    package init(pem: [UInt8]) throws(CertificateError) {
        let certificate = try attempt("reading a certificate") {
            try Certificate(pemEncoded: String(decoding: pem, as: UTF8.self))
        }
        notBefore = Int(certificate.notValidBefore.timeIntervalSince1970)
        notAfter = Int(certificate.notValidAfter.timeIntervalSince1970)
        read(subject: certificate.subject)
        let extensions = certificate.extensions
        if case .isCertificateAuthority? = try? extensions.basicConstraints { isAuthority = true }
        for name in (try? extensions.subjectAlternativeNames).flatMap(\.self) ?? SubjectAlternativeNames([]) {
            read(alternativeName: name)
        }
    }

    package func isValid(at now: Int) -> Bool { (notBefore...notAfter).contains(now) }

    /// Whether so much time is left; otherwise it should be renewed.
    package func isValid(at now: Int, for time: Duration) -> Bool {
        isValid(at: now) && isValid(at: now + Int(time.components.seconds))
    }

    private mutating func read(subject: DistinguishedName) {
        for attribute in subject.flatMap(\.self) {
            guard let value = String(attribute.value) else { continue }
            if attribute.type == .RDNAttributeType.commonName { commonName = value }
            if attribute.type == .RDNAttributeType.organizationName { organizations.append(value) }
        }
    }

    private mutating func read(alternativeName: GeneralName) {
        switch alternativeName {
        case .dnsName(let name): dnsNames.append(name)
        case .ipAddress(let bytes) where bytes.bytes.count == 4:
            addresses.append(bytes.bytes.map(String.init).joined(separator: "."))
        default: break
        }
    }
}
