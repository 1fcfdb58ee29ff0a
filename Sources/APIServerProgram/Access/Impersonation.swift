import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP

/// Acting as somebody else: `kubectl --as=jane --as-group=developers`, to see what they would see.
///
/// Whoever asks for it needs the verb `impersonate` on each name that he takes on; all that follows is decided for the
/// user he acts as. Source: kubernetes.io/docs/reference/access-authn-authz/authentication, "User impersonation".
///
/// Left out compared with Kubernetes: `Impersonate-Extra-…`.
enum Impersonation {
    /// The user whom the request is to be decided for.
    static func actor(_ user: User, _ headers: HTTPHeaders, _ authorizer: Authorizer) throws(Status) -> User {
        let groups = values("impersonate-group", headers)
        guard let name = headers["Impersonate-User"], !name.isEmpty else {
            guard groups.isEmpty else {
                throw .badRequest("requested [{Group \(groups[0])}] without impersonating a user")
            }
            return user
        }
        try check(user, may: "users", name, authorizer)
        for group in groups { try check(user, may: "groups", group, authorizer) }
        return User(name: name, groups: completed(groups, of: name))
    }

    private static func values(_ name: String, _ headers: HTTPHeaders) -> [String] {
        headers.fields.filter { $0.name.lowercased() == name }.map(\.value)
    }

    private static func check(
        _ user: User, may resource: String, _ name: String, _ authorizer: Authorizer
    ) throws(Status) {
        guard !authorizer.permits(AccessAttributes("impersonate", resource, name: name), to: user) else { return }
        throw Status(
            failure: .forbidden, code: 403,
            "\(resource) \"\(name)\" is forbidden: User \"\(user.name)\" cannot impersonate resource \"\(resource)\" in "
                + "API group \"\" at the cluster scope")
    }

    /// The groups that everybody has who has been recognized, and those that a service account has by its name.
    private static func completed(_ groups: [String], of name: String) -> [String] {
        if name == User.anonymous.name { return groups + User.anonymous.groups }
        let parts = name.split(separator: ":").map(String.init)
        let isAccount = parts.count == 4 && name.hasPrefix("system:serviceaccount:") && groups.isEmpty
        let own = isAccount ? ["system:serviceaccounts", "system:serviceaccounts:\(parts[2])"] : groups
        return own + (own.contains("system:authenticated") ? [] : ["system:authenticated"])
    }
}
