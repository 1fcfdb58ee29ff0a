import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Tokens

/// `serviceaccounts/NAME/token`: makes a token that speaks for the account, for a time, and while a pod is there.
///
/// The token is not stored: it carries all that is needed to believe it.
/// Source: kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1.
struct TokenHandler: Sendable {
    let cacher: Cacher
    let issuer: TokenIssuer
    let issuerName: String
    let clock: Clock
    let identities: Identities

    /// Seconds. Kubernetes' own bounds: ten minutes, and 2^32 seconds.
    private static let shortest = 600
    private static let longest = 1 << 32

    func issue(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (sent, _) = try await RequestBody.document(of: request)
        guard let object = cacher.get("serviceaccounts", request.key.key), let account = try? object.document() else {
            throw .notFound(request.resource.kind, name: request.info.name)
        }
        let seconds = try lifetime(sent, request)
        let audiences = sent[path: ["spec", "audiences"]]?.array?.compactMap(\.string) ?? []
        let now = clock.now()
        var claims = TokenClaims(
            issuer: issuerName, audiences: audiences.isEmpty ? [issuerName] : audiences, issuedAt: now.seconds,
            lifetime: seconds, identifier: identities.uid(), namespace: account.namespace,
            serviceAccount: .init(name: account.name, uid: account.uid))
        claims.pod = try boundPod(sent, request)
        var answer = sent
        answer["kind"] = "TokenRequest"
        answer["apiVersion"] = "authentication.k8s.io/v1"
        answer["status"] = [
            "token": .string(try signed(claims)), "expirationTimestamp": Time(seconds: claims.expiry).json,
        ]
        return .json(answer.bytes, status: .created)
    }

    private func signed(_ claims: TokenClaims) throws(Status) -> String {
        do { return try issuer.sign(claims) } catch { throw .internalError("\(error)") }
    }

    private func lifetime(_ sent: JSON, _ request: APIRequest) throws(Status) -> Int {
        let seconds = sent[path: ["spec", "expirationSeconds"]]?.integer ?? 3600
        guard seconds >= Self.shortest else {
            throw .invalid(
                TokenRequest.kind, name: request.info.name,
                [
                    .invalid(
                        "spec.expirationSeconds", value: seconds.json, "may not specify a duration less than 10 minutes"
                    )
                ])
        }
        guard seconds <= Self.longest else {
            throw .invalid(
                TokenRequest.kind, name: request.info.name,
                [
                    .invalid(
                        "spec.expirationSeconds", value: seconds.json,
                        "may not specify a duration larger than 2^32 seconds")
                ])
        }
        return seconds
    }

    /// A token that is bound to a pod dies with it.
    private func boundPod(_ sent: JSON, _ request: APIRequest) throws(Status) -> TokenClaims.Reference? {
        guard let bound = sent[path: ["spec", "boundObjectRef"]], bound["kind"]?.string == "Pod" else { return nil }
        let name = bound["name"]?.string ?? ""
        guard let object = cacher.get("pods", "\(request.info.namespace)/\(name)"), let pod = try? object.document()
        else { throw .notFound(Pod.kind, name: name) }
        if let uid = bound["uid"]?.string, uid != pod.uid {
            throw .conflict(
                Pod.kind, name: name,
                "the UID in the bound object reference (\(uid)) does not match the UID in record (\(pod.uid))")
        }
        return .init(name: name, uid: pod.uid)
    }
}
