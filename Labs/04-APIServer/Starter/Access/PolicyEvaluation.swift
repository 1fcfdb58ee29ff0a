package import API
package import APIServerContract
import LabWorker

/// Who may do what: the rules of all roles that somebody has.
///
/// ```
///                      ┌─ ClusterRoleBinding ──▶ ClusterRole ──▶ rules in every namespace, and outside of them
///   user, groups ──────┤
///                      └─ RoleBinding in N ──┬─▶ Role in N ────▶ rules in N
///                                            └─▶ ClusterRole ──▶ rules in N, too
/// ```
/// Where the binding stands decides where the rules hold, not where the role does. A binding to a role that isn't there
/// gives nothing. Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
///
/// Left out compared with Kubernetes: collecting rules by `aggregationRule` (a controller does that).
extension AccessPolicy {
    package func permits(_ wanted: AccessAttributes, to user: User) -> Bool {
        rules(for: user, in: wanted.namespace).contains { $0.permits(wanted) }
    }

    /// - Parameter namespace: empty for what stands in none; then only bindings of the whole cluster count.
    package func rules(for user: User, in namespace: String) -> [PolicyRule] {
        // Lab 04, step 6: yours to write.
        notWritten()
    }

    /// What a role permits; nil if there is none.
    package func rules(of role: RoleRef, in namespace: String) -> [PolicyRule]? {
        // Lab 04, step 6: yours to write.
        notWritten()
    }
}

extension Subject {
    /// The user is meant: by name, by a group, or as a service account, whose user name is
    /// `system:serviceaccount:NAMESPACE:NAME`.
    ///
    /// - Parameter namespace: the binding's, which is the account's, too, when the subject names none.
    package func means(_ user: User, in namespace: String) -> Bool {
        // Lab 04, step 6: yours to write.
        notWritten()
    }
}
