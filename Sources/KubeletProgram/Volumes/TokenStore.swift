import API
import Client
import Kubelet
import Schema
import Synchronization

/// The service account tokens of the node's pods: asked for when a pod needs one, and again before it expires.
///
/// A token is bound to its pod, so it is worth nothing once the pod is gone; it is kept in memory and in the pod's
/// volume, nowhere else.
final class TokenStore: Sendable {
    private struct Key: Hashable {
        let pod: String
        let audience: String
        let seconds: Int
    }

    private struct Token {
        let text: String
        let renewAt: Time
    }

    private let client: ClusterClient
    private let now: @Sendable () -> Time
    private let known = Mutex<[Key: Token]>([:])

    init(_ client: ClusterClient, now: @escaping @Sendable () -> Time) {
        self.client = client
        self.now = now
    }

    /// The tokens of a projected volume, by path.
    func tokens(of volume: Volume, for pod: Pod) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for source in volume.source.projected?.sources ?? [] {
            guard let wanted = source.serviceAccountToken else { continue }
            tokens[wanted.path] = try await token(wanted, for: pod)
        }
        return tokens
    }

    private func token(_ wanted: ServiceAccountTokenProjection, for pod: Pod) async throws -> String {
        let seconds = wanted.expirationSeconds ?? 3600
        let key = Key(pod: pod.metadata.uid, audience: wanted.audience, seconds: seconds)
        if let token = known.withLock({ $0[key] }), token.renewAt > now() { return token.text }
        var request = TokenRequest()
        request.spec.audiences = wanted.audience.isEmpty ? [] : [wanted.audience]
        request.spec.expirationSeconds = seconds
        var bound = BoundObjectReference()
        bound.kind = "Pod"
        bound.apiVersion = "v1"
        bound.name = pod.metadata.name
        bound.uid = pod.metadata.uid
        request.spec.boundObjectRef = bound
        let account = pod.spec.serviceAccountName.isEmpty ? "default" : pod.spec.serviceAccountName
        let answer = try await client.create(
            request, as: "token", of: ServiceAccount.self, account, namespace: pod.metadata.namespace)
        let text = try TokenRequest(document: answer).status.token
        let token = Token(text: text, renewAt: now() + seconds * 8 / 10)
        known.withLock { $0[key] = token }
        return text
    }

    func forget(pod uid: String) {
        known.withLock { known in known = known.filter { $0.key.pod != uid } }
    }
}
