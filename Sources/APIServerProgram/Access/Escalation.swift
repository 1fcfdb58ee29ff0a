import API
import APIMachinery
import APIServer
import APIServerContract
import Schema

/// Nobody gives more than he has: who writes a role must hold all that it permits, who writes a binding all that its
/// role permits, where that will hold. Otherwise who may write roles might do everything.
///
/// Two verbs lift this: `escalate` on the role that is written, `bind` on the role that is bound.
/// Source: kubernetes.io/docs/reference/access-authn-authz/rbac, "Privilege escalation prevention and bootstrapping".
struct Escalation: Sendable {
    let authorizer: Authorizer

    /// - Parameters:
    ///   - document: as it is to be written; of whatever kind.
    ///   - old: what it takes the place of; who changes labels gives nothing.
    func check(_ document: JSON, replacing old: JSON? = nil, _ request: APIRequest) throws(Status) {
        guard request.resource.kind.group == Role.kind.group else { return }
        if let old, ["rules", "roleRef", "subjects"].allSatisfy({ document[$0] == old[$0] }) { return }
        let given = try rules(of: document, request)
        let held = authorizer.rules(for: request.user, in: document.namespace)
        guard let more = given.lazy.compactMap({ $0.firstPermission(beyond: held) }).first else { return }
        throw .forbidden(
            request.resource.kind, name: document.name,
            "user \"\(request.user.name)\" (groups=\(request.user.groups)) is attempting to grant RBAC permissions not "
                + "currently held: \(more.text)")
    }

    /// What the object would give; nothing if its writer may give anything.
    private func rules(of document: JSON, _ request: APIRequest) throws(Status) -> [PolicyRule] {
        let kind = request.resource.kind
        if kind == Role.kind || kind == ClusterRole.kind {
            if may(request.user, "escalate", kind, name: document.name, in: document.namespace) { return [] }
            return try decoded(document["rules"] ?? [])
        }
        let role: RoleRef = try decoded(document["roleRef"] ?? [:])
        let bound = role.kind == Role.kind.name ? Role.kind : ClusterRole.kind
        if may(request.user, "bind", bound, name: role.name, in: document.namespace) { return [] }
        guard let rules = authorizer.rules(of: role, in: document.namespace) else {
            throw .notFound(bound, name: role.name)
        }
        return rules
    }

    private func decoded<Value: FieldValue>(_ json: JSON) throws(Status) -> Value {
        do { return try Value(json: json) } catch { throw .badRequest("\(error)") }
    }

    private func may(_ user: User, _ verb: String, _ kind: Kind, name: String, in namespace: String) -> Bool {
        authorizer.permits(
            AccessAttributes(verb, group: kind.group, kind.plural, namespace: namespace, name: name), to: user)
    }
}

extension AccessAttributes {
    /// `get pods/log "web-1"`
    fileprivate var text: String {
        if !path.isEmpty { return "\(verb) \(path)" }
        let object = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
        return "\(verb) \(object)" + (group.isEmpty ? "" : ".\(group)") + (name.isEmpty ? "" : " \"\(name)\"")
    }
}
