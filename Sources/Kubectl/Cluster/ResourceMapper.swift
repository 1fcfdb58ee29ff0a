import API
import Client
import HTTP
import Schema

/// From the words people type (`po`, `deploy`, `deployments.apps`, `all`) and from documents to kinds: what discovery lists.
///
/// Source: kubernetes.io, Concepts → The Kubernetes API → Discovery API (aggregated).
struct ResourceMapper: Sendable {
    /// In the order of discovery: of kinds with the same name the first is meant.
    let kinds: [Kind]

    init(kinds: [Kind]) { self.kinds = kinds }

    init(_ client: ClusterClient) async throws {
        let accept =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
        async let core = client.document(.get, Target(path: "/api", query: Query()), accept: accept)
        async let groups = client.document(.get, Target(path: "/apis", query: Query()), accept: accept)
        let documents = try await [core, groups]
        kinds = documents.flatMap(Self.kinds)
    }

    /// - Throws: ``UsageError`` in kubectl's words.
    func kind(_ word: String) throws(UsageError) -> Kind {
        let matches = kinds.filter { $0.isMeant(by: word.lowercased()) }
        guard let kind = matches.first else {
            throw UsageError("error: the server doesn't have a resource type \"\(word)\"")
        }
        return kind
    }

    /// `po,svc`, `all`.
    func kinds(_ words: String) throws(UsageError) -> [Kind] {
        var found: [Kind] = []
        for word in words.split(separator: ",").map(String.init) {
            let category = kinds.filter { $0.categories.contains(word) }
            found += category.isEmpty ? [try kind(word)] : category
        }
        return found
    }

    /// The kind of a document.
    func kind(of document: JSON) throws(UsageError) -> Kind {
        let version = document["apiVersion"]?.string ?? ""
        let name = document["kind"]?.string ?? ""
        guard let kind = kinds.first(where: { $0.apiVersion == version && $0.name == name }) else {
            throw UsageError(
                "error: resource mapping not found for name: \"\(document.name)\": "
                    + "no matches for kind \"\(name)\" in version \"\(version)\"")
        }
        return kind
    }

    private static func kinds(_ document: JSON) -> [Kind] {
        (document["items"]?.array ?? []).flatMap { group in
            (group["versions"]?.array ?? []).flatMap { version in
                (version["resources"]?.array ?? []).map { resource in
                    Kind(
                        group: group.name, version: version["version"]?.string ?? "",
                        name: resource[path: ["responseKind", "kind"]]?.string ?? "",
                        plural: resource["resource"]?.string ?? "", shortNames: strings(resource["shortNames"]),
                        categories: strings(resource["categories"]), isNamespaced: resource["scope"] == "Namespaced",
                        verbs: strings(resource["verbs"]))
                }
            }
        }
    }

    private static func strings(_ list: JSON?) -> [String] { (list?.array ?? []).compactMap(\.string) }
}

extension Kind {
    /// Plural, singular, short name or kind, each perhaps with the group, and that perhaps with the version.
    fileprivate func isMeant(by word: String) -> Bool {
        let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
        let names = [plural, singular, name.lowercased()] + shortNames
        guard let first = parts.first, names.contains(first) else { return false }
        if parts.count == 1 { return true }
        return parts[1] == group || parts[1] == "\(version).\(group)" || group.hasPrefix(parts[1] + ".")
    }
}
