package import API
import APIMachinery
package import APIServerContract

/// What of a rule others hold: nobody may hand out more than he has, so a rule is compared with rules.
///
/// ```
///   verbs: [get, list]  resources: [pods, secrets]  ──▶  get pods, get secrets, list pods, list secrets
///                                                        each of them permitted by one of the rules held?
/// ```
/// A `*` is a thing of its own, which only a `*` permits: who may do all that there is today may not do all that there
/// will be. Source: kubernetes.io/docs/reference/access-authn-authz/rbac, "Privilege escalation prevention".
extension PolicyRule {
    /// A rule of more permissions has to be held as it is: somebody else may have written it, as long as he liked.
    private static var mostCompared: Int { 10_000 }

    /// The first single permission of this rule that none of the rules held gives; nil if all are held.
    package func firstPermission(beyond held: [PolicyRule]) -> AccessAttributes? {
        if held.contains(where: { $0.contains(self) }) { return nil }
        var compared = 0
        return permissions.first { wanted in
            compared += 1
            return compared > Self.mostCompared || !held.contains { $0.permits(wanted) }
        }
    }

    /// Word by word; so it is for most rules that are held.
    private func contains(_ other: PolicyRule) -> Bool {
        let namesAreHeld =
            resourceNames.isEmpty || !other.resourceNames.isEmpty && other.resourceNames.isHeld(by: resourceNames)
        return other.verbs.isHeld(by: verbs) && other.apiGroups.isHeld(by: apiGroups)
            && other.resources.isHeld(by: resources) && other.nonResourceURLs.isHeld(by: nonResourceURLs)
            && namesAreHeld
    }

    /// Made one by one: all of them may be very many.
    private var permissions: AnySequence<AccessAttributes> {
        let names = resourceNames.isEmpty ? [""] : resourceNames
        let paths = verbs.lazy.flatMap { verb in nonResourceURLs.lazy.map { AccessAttributes(verb, path: $0) } }
        let objects = verbs.lazy.flatMap { verb in
            apiGroups.lazy.flatMap { group in
                resources.lazy.flatMap { resource in
                    names.lazy.map { AccessAttributes(verb, group: group, rule: resource, name: $0) }
                }
            }
        }
        return AnySequence([AnySequence(paths), AnySequence(objects)].lazy.joined())
    }
}

extension [String] {
    fileprivate func isHeld(by words: [String]) -> Bool { words.contains("*") || allSatisfy(words.contains) }
}

extension AccessAttributes {
    fileprivate init(_ verb: String, path: String) {
        self.init(verb: verb)
        self.path = path
    }

    /// - Parameter resource: with its subresource, as rules have it: `pods/log`.
    fileprivate init(_ verb: String, group: String, rule resource: String, name: String) {
        let parts = resource.split(separator: "/", maxSplits: 1).map(String.init)
        self.init(verb, group: group, parts.first ?? "", name: name)
        subresource = parts.count > 1 ? parts[1] : ""
    }
}
