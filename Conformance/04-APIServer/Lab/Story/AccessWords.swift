internal import API
internal import APIServerContract
internal import Conformance
internal import Schema

/// How stories tell of roles and bindings, and ask who may do what.
///
/// ```
/// role reader verbs=get,list resources=pods,pods/log          in the namespace default, or in=OTHER
/// clusterrole viewer verbs=get groups=apps resources=* names=web
/// clusterrole prober verbs=get urls=/healthz/*
/// bind reader to user:jane                                    a RoleBinding, to the Role of that name
/// bind cluster:viewer to group:dev in=other                   a RoleBinding, to a ClusterRole
/// clusterbind viewer to sa:default/robot
/// may jane groups=dev,ops get pods/web/log in=default → yes
/// may jane get group=apps deployments → no                    no name: all of them
/// may jane get path=/healthz/ping → yes
/// ```
enum AccessWords {
    static func added(_ words: [String], to policy: AccessPolicy, _ line: String) throws -> AccessPolicy {
        guard words.count > 1 else { throw StoryError(line, "something is missing") }
        var policy = policy
        let attributes = words.dropFirst(2).map { Attribute($0) }
        let namespace = attributes.first { $0.key == "in" }?.value ?? "default"
        switch words[0] {
        case "role":
            var role = policy.roles.first { $0.name == words[1] && $0.namespace == namespace } ?? Role()
            policy.roles.removeAll { $0.key == role.key }
            (role.metadata.name, role.metadata.namespace) = (words[1], namespace)
            role.rules.append(try rule(attributes, line))
            policy.roles.append(role)
        case "clusterrole":
            var role = policy.clusterRoles.first { $0.name == words[1] } ?? ClusterRole()
            policy.clusterRoles.removeAll { $0.name == role.name }
            role.metadata.name = words[1]
            role.rules.append(try rule(attributes, line))
            policy.clusterRoles.append(role)
        case "bind":
            var binding = RoleBinding()
            (binding.metadata.name, binding.metadata.namespace) = ("binding-\(policy.roleBindings.count)", namespace)
            (binding.roleRef, binding.subjects) = (reference(words[1]), try subjects(words, line))
            policy.roleBindings.append(binding)
        default:
            var binding = ClusterRoleBinding()
            binding.metadata.name = "binding-\(policy.clusterRoleBindings.count)"
            (binding.roleRef, binding.subjects) = (reference("cluster:" + words[1]), try subjects(words, line))
            policy.clusterRoleBindings.append(binding)
        }
        return policy
    }

    private static func rule(_ attributes: [Attribute], _ line: String) throws -> PolicyRule {
        var rule = PolicyRule()
        rule.apiGroups = [""]
        for attribute in attributes {
            let values = attribute.value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            switch attribute.key {
            case "verbs": rule.verbs = values
            case "groups": rule.apiGroups = values
            case "resources": rule.resources = values
            case "names": rule.resourceNames = values
            case "urls": (rule.nonResourceURLs, rule.apiGroups) = (values, [])
            case "in": break
            default: throw StoryError(line, "nobody knows \(attribute.key)")
            }
        }
        return rule
    }

    private static func reference(_ word: String) -> RoleRef {
        var reference = RoleRef()
        reference.apiGroup = "rbac.authorization.k8s.io"
        reference.kind = word.hasPrefix("cluster:") ? "ClusterRole" : "Role"
        reference.name = word.hasPrefix("cluster:") ? String(word.dropFirst(8)) : word
        return reference
    }

    private static func subjects(_ words: [String], _ line: String) throws -> [API.Subject] {
        guard words.count > 3, words[2] == "to" else { throw StoryError(line, "bind ROLE to user:NAME") }
        return try words[3].split(separator: ",").map { word in
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            var subject = API.Subject()
            subject.name = parts.last ?? ""
            switch parts[0] {
            case "user": subject.kind = "User"
            case "group": subject.kind = "Group"
            case "sa":
                subject.kind = "ServiceAccount"
                let account = subject.name.split(separator: "/").map(String.init)
                if account.count == 2 { (subject.namespace, subject.name) = (account[0], account[1]) }
            default: throw StoryError(line, "who is \(word)?")
            }
            if subject.kind != "ServiceAccount" { subject.apiGroup = "rbac.authorization.k8s.io" }
            return subject
        }
    }

    // MARK: - Questions

    static func question(_ line: String) throws -> (User, AccessAttributes) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 2 else { throw StoryError(line, "may WHO VERB RESOURCE") }
        var user = User(name: words[1], groups: [])
        var wanted = AccessAttributes(verb: "")
        var plain: [String] = []
        for word in words.dropFirst(2) {
            let attribute = Attribute(word)
            switch attribute.key {
            case "groups": user.groups = attribute.value.split(separator: ",").map(String.init)
            case "group": wanted.group = attribute.value
            case "in": wanted.namespace = attribute.value
            case "path": wanted.path = attribute.value
            default: plain.append(word)
            }
        }
        wanted.verb = plain.first ?? ""
        if plain.count > 1 {
            let parts = plain[1].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            wanted.resource = parts[0]
            wanted.name = parts.count > 1 ? parts[1] : ""
            wanted.subresource = parts.count > 2 ? parts[2] : ""
        }
        return (user, wanted)
    }
}
