package import Schema

/// Why a token isn't believed.
package enum TokenError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(String)
    case unknownKey
    case wrongSignature
    case wrongIssuer
    case wrongAudience
    case expired
    case notYetValid

    package var description: String {
        switch self {
        case .malformed(let what): "malformed token: \(what)"
        case .unknownKey: "the token was signed with an unknown key"
        case .wrongSignature: "the token's signature is wrong"
        case .wrongIssuer: "the token was issued by somebody else"
        case .wrongAudience: "the token is meant for somebody else"
        case .expired: "the token has expired"
        case .notYetValid: "the token is not valid yet"
        }
    }
}

/// Makes tokens: `header.claims.signature`, each base64url (RFC 7515).
package struct TokenIssuer: Sendable {
    private let key: SigningKey
    private let header: String

    package init(key: SigningKey) {
        self.key = key
        let json: JSON = ["alg": "ES256", "kid": .string(key.verificationKey.identifier)]
        header = Base64.encodeURL(json.bytes)
    }

    package func sign(_ claims: TokenClaims) throws(TokenError) -> String {
        let signed = "\(header).\(Base64.encodeURL(claims.json.bytes))"
        return "\(signed).\(Base64.encodeURL(try key.sign(Array(signed.utf8))))"
    }
}

/// Decides whether a token is believed. Whether what it names still exists is the caller's question.
package struct TokenVerifier: Sendable {
    private let keys: [String: VerificationKey]
    private let issuer: String
    /// Clocks differ.
    private static let leeway = 10
    private static let maximumSize = 16 << 10

    package init(keys: [VerificationKey], issuer: String) {
        self.keys = Dictionary(keys.map { ($0.identifier, $0) }) { first, _ in first }
        self.issuer = issuer
    }

    /// - Parameters:
    ///   - audience: must be among the token's.
    ///   - now: seconds since 1970.
    package func verify(_ token: String, audience: String, now: Int) throws(TokenError) -> TokenClaims {
        let claims = try claims(ofSigned: token)
        if claims.issuer != issuer { throw .wrongIssuer }
        if now > claims.expiry + Self.leeway { throw .expired }
        if now < claims.notBefore - Self.leeway { throw .notYetValid }
        if !claims.audiences.contains(audience) { throw .wrongAudience }
        return claims
    }

    /// Nothing that the token says counts before its signature was checked; of its header, the key's name only: the
    /// algorithm is ours, never the token's choice.
    private func claims(ofSigned token: String) throws(TokenError) -> TokenClaims {
        guard token.utf8.count <= Self.maximumSize else { throw .malformed("too long") }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = json(parts[0]), let signature = Base64.decodeURL(String(parts[2])) else {
            throw .malformed("not three parts in base64url")
        }
        guard header["alg"]?.string == "ES256" else { throw .malformed("algorithm is not ES256") }
        guard let key = header["kid"]?.string.flatMap({ keys[$0] }) else { throw .unknownKey }
        guard key.isValid(signature: signature, of: "\(parts[0]).\(parts[1])".utf8) else { throw .wrongSignature }
        guard let claims = json(parts[1]) else { throw .malformed("claims are not JSON") }
        return try TokenClaims(json: claims)
    }

    private func json(_ part: Substring) -> JSON? {
        Base64.decodeURL(String(part)).flatMap { try? JSON(parsing: $0) }
    }

    /// What `/openid/v1/jwks` answers.
    package static func keySet(_ keys: [VerificationKey]) -> JSON { ["keys": .array(keys.map(\.json))] }
}

/// Whether two secrets are equal, in a time that doesn't tell how much of them is.
package func equalInConstantTime(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
