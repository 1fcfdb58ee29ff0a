package import API
import APIServerContract
package import Schema

/// Roles and bindings, whose names may contain what a path may contain.
///
/// A rule speaks either of resources or of paths, and a binding is to its role for ever: who may edit a binding may say who
/// has the role, but not give another one. Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
package struct RoleStrategy: Strategy {
    private let isNamespaced: Bool

    package init(isNamespaced: Bool) { self.isNamespaced = isNamespaced }

    package var countsGenerations: Bool { false }
    package func nameErrors(_ name: String) -> [String] { Names.pathSegmentErrors(name) }

    package func validate(_ document: JSON) -> [StatusCause] {
        document.elements("rules").flatMap { ruleErrors($0.value, $0.place) }
            + document.elements("subjects").flatMap { subjectErrors($0.value, $0.place) }
            + roleErrors(document["roleRef"])
    }

    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        guard let role = document["roleRef"], role != old["roleRef"] else { return [] }
        return [.invalid("roleRef", value: role, "cannot change roleRef")]
    }

    private func ruleErrors(_ rule: JSON, _ place: String) -> [StatusCause] {
        let verbs: [StatusCause] = rule.isEmpty("verbs") ? [.required(place + ".verbs")] : []
        guard rule.isEmpty("nonResourceURLs") else { return verbs + pathErrors(rule, place) }
        return verbs + ["apiGroups", "resources"].filter(rule.isEmpty).map { .required("\(place).\($0)") }
    }

    private func pathErrors(_ rule: JSON, _ place: String) -> [StatusCause] {
        let (field, value) = (place + ".nonResourceURLs", rule["nonResourceURLs"] ?? [])
        if isNamespaced {
            return [.invalid(field, value: value, "namespaced rules cannot apply to non-resource URLs")]
        }
        guard !["apiGroups", "resources", "resourceNames"].allSatisfy(rule.isEmpty) else { return [] }
        return [.invalid(field, value: value, "rules cannot apply to both regular resources and non-resource URLs")]
    }

    private func roleErrors(_ role: JSON?) -> [StatusCause] {
        guard let role else { return [] }
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        return role.oneOf("kind", kinds, at: "roleRef")
            + role.oneOf("apiGroup", [ClusterRole.kind.group], at: "roleRef")
    }

    private func subjectErrors(_ subject: JSON, _ place: String) -> [StatusCause] {
        let errors = subject.oneOf("kind", ["ServiceAccount", "User", "Group"], at: place)
        guard subject.text("kind") == "ServiceAccount", !isNamespaced, subject.text("namespace").isEmpty else {
            return errors
        }
        return errors + [.required(place + ".namespace")]
    }
}

extension JSON {
    fileprivate func isEmpty(_ name: String) -> Bool { self[name]?.array?.isEmpty ?? true }

    fileprivate func elements(_ name: String) -> [(value: JSON, place: String)] {
        (self[name]?.array ?? []).enumerated().map { ($1, "\(name)[\($0)]") }
    }
}
