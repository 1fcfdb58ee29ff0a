import API
import ArgumentParser
import Client
import Schema

/// `kubectl scale`: sets a number of replicas, through the subresource that all scalable kinds have.
struct Scale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sets the number of replicas.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "TYPE NAME…, or TYPE/NAME…")
    var words: [String]

    @Option(help: "How many.")
    var replicas: Int

    @Option(name: .customLong("current-replicas"), help: "Only when there are so many now.")
    var currentReplicas: Int?

    func run() async throws {
        try await reporting {
            let session = try await Session(cluster)
            for reference in try ResourceArguments(words, session.mapper).references {
                guard let name = reference.name else {
                    throw UsageError("error: resource(s) were provided, but no name was specified")
                }
                try await scale(reference.kind, name, session)
                write("\(reference.kind.singularName)/\(name) scaled\n")
            }
        }
    }

    private func scale(_ kind: Kind, _ name: String, _ session: Session) async throws {
        var patch: JSON = ["spec": ["replicas": .integer(Int64(replicas))]]
        if let currentReplicas {
            let object = try await session.get(kind, name)
            let actual = object[path: ["spec", "replicas"]]?.integer ?? 0
            guard actual == currentReplicas else {
                throw UsageError("error: Expected replicas to be \(currentReplicas), was \(actual)")
            }
            patch[path: ["metadata", "resourceVersion"]] = .string(object.resourceVersion)
        }
        _ = try await session.patch(kind, name, subresource: "scale", .merge(patch))
    }
}
