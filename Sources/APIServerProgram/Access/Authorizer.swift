import API
import APIMachinery
import APIServer
import APIServerContract
import Schema
import Synchronization

/// Who may do what: the bootstrap rules of the cluster's own parts, and the roles and bindings that are stored.
///
/// The stored ones are read off the watch cache when one of them has changed, not at every request. So a binding holds for
/// the first request after the one that made it. What can't be read permits nothing.
/// Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
///
/// Left out compared with Kubernetes: the node authorizer.
final class Authorizer: Sendable {
    private struct Stored {
        /// Where the caches' logs ended when this was read.
        var places: [Int] = []
        var policy = AccessPolicy()
    }

    private let cacher: Cacher
    private let stored = Mutex(Stored())

    private static let resources = [
        Role.kind.plural, RoleBinding.kind.plural, ClusterRole.kind.plural, ClusterRoleBinding.kind.plural,
    ]

    init(cacher: Cacher) { self.cacher = cacher }

    func permits(_ wanted: AccessAttributes, to user: User) -> Bool {
        BootstrapPolicy.permits(wanted, to: user) || policy.permits(wanted, to: user)
    }

    /// - Parameter namespace: empty for what stands in none.
    func rules(for user: User, in namespace: String) -> [PolicyRule] {
        if user.groups.contains("system:masters") { return [.allResources, .allPaths] }
        return BootstrapPolicy.rules(for: user) + policy.rules(for: user, in: namespace)
    }

    /// What a role permits; nil if there is none.
    func rules(of role: RoleRef, in namespace: String) -> [PolicyRule]? { policy.rules(of: role, in: namespace) }

    private var policy: AccessPolicy {
        let places = Self.resources.map(cacher.end)
        let known = stored.withLock { $0.places == places ? $0.policy : nil }
        if let known { return known }
        let policy = read()
        // Read after the places were noted: what has changed meanwhile is only read once more.
        stored.withLock { $0 = Stored(places: places, policy: policy) }
        return policy
    }

    private func read() -> AccessPolicy {
        var policy = AccessPolicy()
        policy.roles = all()
        policy.roleBindings = all()
        policy.clusterRoles = all()
        policy.clusterRoleBindings = all()
        return policy
    }

    private func all<Object: Resource>() -> [Object] {
        cacher.all(Object.kind.plural).compactMap { object in
            guard let document = try? object.document() else { return nil }
            return try? Object(document: document)
        }
    }
}
