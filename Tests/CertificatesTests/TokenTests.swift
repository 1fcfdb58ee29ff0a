import Schema
import Testing
import Tokens

@Suite("Service-account tokens")
struct TokenTests {
    let now = 1_767_225_600
    let key = SigningKey()

    var claims: TokenClaims {
        TokenClaims(
            issuer: "https://kubernetes.default.svc", audiences: ["api", "vault"], issuedAt: now, lifetime: 3600,
            identifier: "id-1", namespace: "default", serviceAccount: .init(name: "web", uid: "u-1"),
            pod: .init(name: "web-1", uid: "u-2"))
    }

    func verifier(
        _ keys: [VerificationKey]? = nil, issuer: String = "https://kubernetes.default.svc"
    ) -> TokenVerifier {
        TokenVerifier(keys: keys ?? [key.verificationKey], issuer: issuer)
    }

    @Test("A token says what was signed")
    func roundTrip() throws {
        let token = try TokenIssuer(key: key).sign(claims)
        let verified = try verifier().verify(token, audience: "api", now: now + 10)
        #expect(verified == claims)
        #expect(verified.subject == "system:serviceaccount:default:web")
    }

    @Test("A token that is late, early, or for others is refused")
    func refused() throws {
        let token = try TokenIssuer(key: key).sign(claims)
        let cases: [(TokenError, TokenVerifier, String, Int)] = [
            (.expired, verifier(), "api", now + 4000),
            (.notYetValid, verifier(), "api", now - 100),
            (.wrongAudience, verifier(), "other", now),
            (.wrongIssuer, verifier(issuer: "https://other"), "api", now),
            (.unknownKey, verifier([SigningKey().verificationKey]), "api", now),
        ]
        for (error, verifier, audience, time) in cases {
            #expect(throws: error) { try verifier.verify(token, audience: audience, now: time) }
        }
    }

    @Test("A token that was tampered with is refused, whatever part it was", arguments: 0..<3)
    func tampered(part: Int) throws {
        var parts = try TokenIssuer(key: key).sign(claims).split(separator: ".").map(String.init)
        switch part {
        case 0: parts[0] = Base64.encodeURL("{\"alg\":\"none\"}".utf8)
        case 1: parts[1] = Base64.encodeURL("{\"iss\":\"https://kubernetes.default.svc\",\"exp\":9999999999}".utf8)
        default: parts[2] = Base64.encodeURL([UInt8](repeating: 1, count: 64))
        }
        #expect(throws: TokenError.self) {
            try verifier().verify(parts.joined(separator: "."), audience: "api", now: now)
        }
    }

    @Test("Nonsense is no token", arguments: ["", "a", "a.b", "a.b.c", "....", String(repeating: "x", count: 100_000)])
    func nonsense(token: String) {
        #expect(throws: TokenError.self) { try verifier().verify(token, audience: "api", now: now) }
    }

    @Test("A key read from its file is the same key")
    func reread() throws {
        let token = try TokenIssuer(key: SigningKey(pem: key.pem)).sign(claims)
        let keys = [try VerificationKey(pem: key.verificationKey.pem)]
        #expect(try verifier(keys).verify(token, audience: "vault", now: now) == claims)
        #expect(TokenVerifier.keySet(keys)["keys"]?.array?.first?["kid"]?.string == keys[0].identifier)
    }
}
