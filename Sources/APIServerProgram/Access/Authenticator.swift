import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Tokens

/// Who sends a request: by a client certificate, by a token, or nobody that is known.
///
/// | what comes | user | groups |
/// |---|---|---|
/// | a certificate of the cluster's authority | its common name | its organizations |
/// | a service account's token | `system:serviceaccount:NAMESPACE:NAME` | `system:serviceaccounts`, … |
/// | nothing | `system:anonymous` | `system:unauthenticated` |
///
/// A token that isn't valid is an error (401), never "nobody": whoever shows a token wants to be somebody.
/// Source: kubernetes.io/docs/reference/access-authn-authz/authentication.
struct Authenticator: Sendable {
    let verifier: TokenVerifier
    let issuer: String
    let cacher: Cacher
    let clock: Clock

    func authenticate(_ request: HTTPRequest) throws(Status) -> User {
        if let peer = request.peer {
            return User(name: peer.commonName, groups: peer.organizations + ["system:authenticated"])
        }
        guard let header = request.headers["Authorization"] else { return .anonymous }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let user = user(ofToken: String(parts[1])) else {
            throw .unauthorized()
        }
        return user
    }

    /// Nil for a token that isn't valid now: forged, expired, or of an account or a pod that is gone.
    func user(ofToken token: String) -> User? {
        guard let claims = try? verifier.verify(token, audience: issuer, now: clock.now().seconds),
            isThere("serviceaccounts", claims.namespace, claims.serviceAccount),
            claims.pod.map({ isThere("pods", claims.namespace, $0) }) ?? true
        else { return nil }
        let namespace = claims.namespace
        var user = User(
            name: "system:serviceaccount:\(namespace):\(claims.serviceAccount.name)",
            groups: ["system:serviceaccounts", "system:serviceaccounts:\(namespace)", "system:authenticated"])
        user.uid = claims.serviceAccount.uid
        if let pod = claims.pod {
            user.extra["authentication.kubernetes.io/pod-name"] = [pod.name]
            user.extra["authentication.kubernetes.io/pod-uid"] = [pod.uid]
        }
        return user
    }

    private func isThere(_ resource: String, _ namespace: String, _ wanted: TokenClaims.Reference) -> Bool {
        let document = try? cacher.get(resource, "\(namespace)/\(wanted.name)")?.document()
        return document?.uid == wanted.uid
    }
}
