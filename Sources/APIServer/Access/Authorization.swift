/// Who somebody is, once the API server has made sure of it.
package struct User: Sendable, Hashable {
    package var name: String
    package var uid = ""
    package var groups: [String]
    package var extra: [String: [String]] = [:]

    package init(name: String, groups: [String]) {
        self.name = name
        self.groups = groups
    }

    package static let anonymous = User(name: "system:anonymous", groups: ["system:unauthenticated"])
}

/// One thing that somebody wants to do.
package struct AccessAttributes: Sendable, Hashable {
    package var verb: String
    /// For a path that names no resource; else empty.
    package var path = ""
    package var group = ""
    package var resource = ""
    package var subresource = ""
    package var namespace = ""
    package var name = ""

    package init(verb: String) { self.verb = verb }

    package init(_ request: RequestInfo) {
        verb = request.verb.rawValue
        guard request.isResource else {
            path = request.path
            return
        }
        group = request.group
        resource = request.resource
        subresource = request.subresource
        namespace = request.namespace
        name = request.name
    }
}

/// What a role permits: verbs on resources, or on paths. `*` stands for all.
///
/// Source: kubernetes.io/docs/reference/access-authn-authz/rbac. There is no rule that forbids: whatever no rule
/// permits is forbidden.
package struct PolicyRule: Sendable, Hashable {
    package var verbs: [String]
    package var groups: [String] = []
    package var resources: [String] = []
    package var names: [String] = []
    package var paths: [String] = []

    package init(
        verbs: [String], groups: [String] = [], resources: [String] = [], names: [String] = [], paths: [String] = []
    ) {
        self.verbs = verbs
        self.groups = groups
        self.resources = resources
        self.names = names
        self.paths = paths
    }

    package func permits(_ wanted: AccessAttributes) -> Bool {
        guard Self.contains(verbs, wanted.verb) else { return false }
        guard wanted.path.isEmpty else { return paths.contains { Self.path($0, covers: wanted.path) } }
        return Self.contains(groups, wanted.group) && permitsResource(wanted)
            && (names.isEmpty || names.contains(wanted.name))
    }

    private func permitsResource(_ wanted: AccessAttributes) -> Bool {
        guard !wanted.subresource.isEmpty else { return Self.contains(resources, wanted.resource) }
        return Self.contains(resources, "\(wanted.resource)/\(wanted.subresource)")
            || resources.contains("*/\(wanted.subresource)")
    }

    private static func contains(_ words: [String], _ word: String) -> Bool {
        words.contains("*") || words.contains(word)
    }

    /// `/healthz/*` covers everything below.
    private static func path(_ pattern: String, covers path: String) -> Bool {
        pattern.hasSuffix("*") ? path.hasPrefix(pattern.dropLast()) : pattern == path
    }
}
