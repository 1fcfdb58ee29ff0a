package import API
package import APIServerContract

/// What a role permits: verbs on resources, or on paths. `*` stands for all.
///
/// ```
///   verbs: [get, list]   apiGroups: [""]   resources: [pods, pods/log]   resourceNames: []
///     every one of these must contain what is wanted; an empty list of names permits all names
/// ```
/// A subresource is a resource of its own: who may read pods may not read their logs. Where names are listed, a request
/// that names no object (list, watch, create) isn't permitted. There is no rule that forbids.
/// Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
extension PolicyRule {
    package func permits(_ wanted: AccessAttributes) -> Bool {
        // lab 04.6: begin
        guard Self.contains(verbs, wanted.verb) else { return false }
        guard wanted.path.isEmpty else { return nonResourceURLs.contains { Self.url($0, covers: wanted.path) } }
        return Self.contains(apiGroups, wanted.group) && permitsResource(wanted)
            && (resourceNames.isEmpty || resourceNames.contains(wanted.name))
        // lab 04.6: end
    }

    /// `pods`, `pods/log`, `*/scale` (of all resources), `*`.
    private func permitsResource(_ wanted: AccessAttributes) -> Bool {
        // lab 04.6: begin
        if resources.contains("*") { return true }
        guard !wanted.subresource.isEmpty else { return resources.contains(wanted.resource) }
        return resources.contains("\(wanted.resource)/\(wanted.subresource)")
            || resources.contains("*/\(wanted.subresource)")
        // lab 04.6: end
    }

    private static func contains(_ words: [String], _ word: String) -> Bool {
        words.contains("*") || words.contains(word)
    }

    /// `/healthz/*` covers everything below.
    private static func url(_ pattern: String, covers path: String) -> Bool {
        // lab 04.6: begin
        pattern.hasSuffix("*") ? path.hasPrefix(pattern.dropLast()) : pattern == path
        // lab 04.6: end
    }
}
