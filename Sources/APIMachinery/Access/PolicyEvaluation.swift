package import API
package import APIServerContract

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
        // lab 04.6: begin
        let everywhere = clusterRoleBindings.filter { $0.subjects.contains { $0.means(user, in: "") } }
            .flatMap { rules(of: $0.roleRef, in: "") ?? [] }
        let here = roleBindings.filter { binding in
            !namespace.isEmpty && binding.namespace == namespace
                && binding.subjects.contains { $0.means(user, in: namespace) }
        }
        return everywhere + here.flatMap { rules(of: $0.roleRef, in: namespace) ?? [] }
        // lab 04.6: end
    }

    /// What a role permits; nil if there is none.
    package func rules(of role: RoleRef, in namespace: String) -> [PolicyRule]? {
        // lab 04.6: begin
        switch role.kind {
        case "ClusterRole": return clusterRoles.first { $0.name == role.name }?.rules
        case "Role": return roles.first { $0.name == role.name && $0.namespace == namespace }?.rules
        default: return nil
        }
        // lab 04.6: end
    }
}

extension Subject {
    /// The user is meant: by name, by a group, or as a service account, whose user name is
    /// `system:serviceaccount:NAMESPACE:NAME`.
    ///
    /// - Parameter namespace: the binding's, which is the account's, too, when the subject names none.
    package func means(_ user: User, in namespace: String) -> Bool {
        // lab 04.6: begin
        switch kind {
        case "User": return user.name == name
        case "Group": return user.groups.contains(name)
        case "ServiceAccount":
            return user.name == "system:serviceaccount:\(self.namespace.isEmpty ? namespace : self.namespace):\(name)"
        default: return false
        }
        // lab 04.6: end
    }
}
