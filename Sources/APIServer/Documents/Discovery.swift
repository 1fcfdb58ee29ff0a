package import API
import APIServerContract
package import Schema

/// What a client asks first: which kinds there are, and what can be done with them.
///
/// Two forms of the same: one document of everything (aggregated, since 1.26), and a document for the groups and one
/// for each version (before). kubectl knows by the answer's media type which it got.
/// Source: kubernetes.io/docs/concepts/overview/kubernetes-api, "Discovery API".
package struct Discovery: Sendable {
    package static let aggregatedMediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    private let kinds: [Kind]

    /// - Parameter kinds: in the order in which they are shown.
    package init(_ kinds: [Kind]) { self.kinds = kinds }

    // MARK: Aggregated

    /// - Parameter isCore: `/api`, which has the core group; else `/apis`, all the others.
    package func aggregated(isCore: Bool) -> JSON {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array(groups.filter { $0.isEmpty == isCore }.map(aggregated(group:))),
        ]
    }

    private func aggregated(group: String) -> JSON {
        let versions = versions(of: group).map { version -> JSON in
            let resources = kinds(group, version).map(aggregated(kind:))
            return ["version": .string(version), "freshness": "Current", "resources": .array(resources)]
        }
        let metadata: JSON =
            group.isEmpty ? ["creationTimestamp": .null] : ["name": .string(group), "creationTimestamp": .null]
        return ["metadata": metadata, "versions": .array(versions)]
    }

    private func aggregated(kind: Kind) -> JSON {
        var resource: JSON = [
            "resource": .string(kind.plural),
            "responseKind": responseKind(kind.group, kind.version, kind.name),
            "scope": kind.isNamespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(kind.singular),
            "verbs": words(kind.verbs),
        ]
        if !kind.shortNames.isEmpty { resource["shortNames"] = words(kind.shortNames) }
        if !kind.categories.isEmpty { resource["categories"] = words(kind.categories) }
        if !kind.subresources.isEmpty {
            resource["subresources"] = .array(
                kind.subresources.map { subresource in
                    [
                        "subresource": .string(subresource.name),
                        "responseKind": responseKind(of: subresource, kind),
                        "verbs": words(subresource.verbs),
                    ]
                })
        }
        return resource
    }

    /// What says nothing else speaks of the resource's own kind.
    private func responseKind(of subresource: Subresource, _ kind: Kind) -> JSON {
        responseKind(
            subresource.group ?? kind.group, subresource.version ?? kind.version, subresource.kind ?? kind.name)
    }

    private func responseKind(_ group: String, _ version: String, _ kind: String) -> JSON {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }

    // MARK: One document a step

    /// `/api`.
    package var coreVersions: JSON { ["kind": "APIVersions", "versions": words(versions(of: ""))] }

    /// `/apis`.
    package var groupList: JSON {
        [
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": .array(groups.filter { !$0.isEmpty }.map(groupMembers)),
        ]
    }

    /// `/apis/GROUP`; nil for a group that isn't there.
    package func group(_ name: String) -> JSON? {
        guard groups.contains(name) else { return nil }
        var document: JSON = ["kind": "APIGroup", "apiVersion": "v1"]
        for member in groupMembers(name).object ?? [:] { document[member.name] = member.value }
        return document
    }

    private func groupMembers(_ name: String) -> JSON {
        let versions = versions(of: name).map { version -> JSON in
            ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
        }
        return ["name": .string(name), "versions": .array(versions), "preferredVersion": versions.first ?? .null]
    }

    /// `/api/v1` or `/apis/GROUP/VERSION`; nil for a version that isn't there.
    package func resourceList(group: String, version: String) -> JSON? {
        let kinds = kinds(group, version)
        guard !kinds.isEmpty else { return nil }
        return [
            "kind": "APIResourceList", "apiVersion": "v1",
            "groupVersion": .string(group.isEmpty ? version : "\(group)/\(version)"),
            "resources": .array(kinds.flatMap(resources)),
        ]
    }

    private func resources(of kind: Kind) -> [JSON] {
        var resource: JSON = [
            "name": .string(kind.plural), "singularName": .string(kind.singular),
            "namespaced": .bool(kind.isNamespaced), "kind": .string(kind.name), "verbs": words(kind.verbs),
        ]
        if !kind.shortNames.isEmpty { resource["shortNames"] = words(kind.shortNames) }
        if !kind.categories.isEmpty { resource["categories"] = words(kind.categories) }
        let subresources = kind.subresources.map { subresource -> JSON in
            [
                "name": .string("\(kind.plural)/\(subresource.name)"), "singularName": "",
                "namespaced": .bool(kind.isNamespaced), "group": .string(subresource.group ?? kind.group),
                "version": .string(subresource.version ?? kind.version),
                "kind": .string(subresource.kind ?? kind.name),
                "verbs": words(subresource.verbs),
            ]
        }
        return [resource] + subresources
    }

    // MARK: Reading the list of kinds

    /// In the order in which they first stand in the list.
    package var groups: [String] {
        kinds.map(\.group).reduce(into: []) { groups, group in
            if !groups.contains(group) { groups.append(group) }
        }
    }

    package func versions(of group: String) -> [String] {
        kinds.filter { $0.group == group }.map(\.version).reduce(into: []) { versions, version in
            if !versions.contains(version) { versions.append(version) }
        }
    }

    private func kinds(_ group: String, _ version: String) -> [Kind] {
        kinds.filter { $0.group == group && $0.version == version }
    }

    private func words(_ words: [String]) -> JSON { .array(words.map { .string($0) }) }
}
