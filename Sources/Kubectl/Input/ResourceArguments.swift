import API
import Client
import HTTP
import Schema

/// What a command line names: `pods`, `pod web`, `pod/web svc/web`, `po,svc -l app=web`.
struct ResourceArguments: Sendable {
    /// One of the kinds' objects, or all of them.
    struct Reference: Sendable {
        var kind: Kind
        var name: String?
    }

    let references: [Reference]
    /// Objects were named one by one.
    var areNamed: Bool { references.allSatisfy { $0.name != nil } }

    init(_ words: [String], _ mapper: ResourceMapper) throws(UsageError) {
        guard let first = words.first else {
            throw UsageError("error: You must specify the type of resource. Use \"kubectl api-resources\" for a list.")
        }
        if words.contains(where: { $0.contains("/") }) {
            references = try words.mapTyped { word throws(UsageError) in try Self.slashed(word, mapper) }
            return
        }
        let names = words.dropFirst()
        let kinds = try mapper.kinds(first)
        references = kinds.flatMap { kind in
            names.isEmpty
                ? [Reference(kind: kind, name: nil)] : names.map { Reference(kind: kind, name: $0) }
        }
    }

    private static func slashed(_ word: String, _ mapper: ResourceMapper) throws(UsageError) -> Reference {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw UsageError(
                "error: there is no need to specify a resource type as a separate argument when passing "
                    + "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of "
                    + "'kubectl get resource resource/<resource_name>'")
        }
        return Reference(kind: try mapper.kind(parts[0]), name: parts[1])
    }
}

extension Array {
    func mapTyped<Result, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try transform(element)) }
        return results
    }
}

extension Session {
    /// The objects that are meant, read from the server.
    func objects(_ arguments: ResourceArguments, labels: String = "") async throws -> [(kind: Kind, object: JSON)] {
        var objects: [(Kind, JSON)] = []
        for reference in arguments.references {
            if let name = reference.name {
                objects.append((reference.kind, try await get(reference.kind, name)))
            } else {
                let all = try await list(reference.kind, namespace: namespace(for: reference.kind), labels: labels)
                objects += all.map { (reference.kind, $0) }
            }
        }
        return objects
    }
}
