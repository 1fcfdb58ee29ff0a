import Crypto
package import Schema

/// The key that signs service-account tokens: ECDSA on P-256, in a JSON Web Token `ES256` (RFC 7518, section 3.4).
///
/// The API server has the private half; whoever wants to check tokens needs the public half only, and finds it by its
/// identifier in the key set that the API server publishes (`/openid/v1/jwks`).
package struct SigningKey: Sendable {
    private let key: P256.Signing.PrivateKey

    package init() { key = P256.Signing.PrivateKey() }

    /// - Parameter pem: PKCS #8 or SEC 1.
    package init(pem: [UInt8]) throws(TokenError) {
        do { key = try P256.Signing.PrivateKey(pemRepresentation: String(decoding: pem, as: UTF8.self)) } catch {
            throw .malformed("signing key: \(error)")
        }
    }

    package var pem: [UInt8] { Array(key.pemRepresentation.utf8) }
    package var verificationKey: VerificationKey { VerificationKey(key: key.publicKey) }

    func sign(_ bytes: [UInt8]) throws(TokenError) -> [UInt8] {
        do { return try Array(key.signature(for: bytes).rawRepresentation) } catch {
            throw .malformed("signing: \(error)")
        }
    }
}

/// The public half of a ``SigningKey``.
package struct VerificationKey: Sendable {
    private let key: P256.Signing.PublicKey

    init(key: P256.Signing.PublicKey) { self.key = key }

    /// - Parameter pem: of the public key, or of the private one.
    package init(pem: [UInt8]) throws(TokenError) {
        if let key = try? SigningKey(pem: pem) {
            self = key.verificationKey
            return
        }
        do { key = try P256.Signing.PublicKey(pemRepresentation: String(decoding: pem, as: UTF8.self)) } catch {
            throw .malformed("verification key: \(error)")
        }
    }

    package var pem: [UInt8] { Array(key.pemRepresentation.utf8) }

    /// As Kubernetes makes it: the hash of the public key's DER form.
    package var identifier: String { Base64.encodeURL(SHA256.hash(data: key.derRepresentation)) }

    func isValid(signature: [UInt8], of bytes: some Collection<UInt8>) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
        return key.isValidSignature(signature, for: Array(bytes))
    }

    /// One entry of a JSON Web Key Set (RFC 7517).
    package var json: JSON {
        let point = Array(key.rawRepresentation)
        return [
            "use": "sig", "kty": "EC", "kid": .string(identifier), "crv": "P-256", "alg": "ES256",
            "x": .string(Base64.encodeURL(point.prefix(32))), "y": .string(Base64.encodeURL(point.suffix(32))),
        ]
    }
}
