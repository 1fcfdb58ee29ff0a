import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl create`: new objects, from files or from a few words.
struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Creates objects.", subcommands: [CreateNamespace.self, CreateDeployment.self, CreateConfigMap.self])

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var options: CreateOptions

    @Option(
        name: [.customShort("f"), .customLong("filename")], help: "File or folder of manifests; - is standard input.")
    var files: [String] = []

    func run() async throws {
        try await reporting {
            let documents = try Manifests.read(files)
            let session = try await Session(cluster)
            for document in documents { try await options.create(document, session) }
        }
    }
}

struct CreateOptions: ParsableArguments {
    @Option(name: .customLong("dry-run"), help: "none, client (only print), or server (check, but don't keep).")
    var dryRun = "none"

    @Option(name: [.customShort("o", allowingJoined: true), .long], help: "Print the objects: json, yaml, name.")
    var output: String?

    /// Creates the object in its namespace, or the session's, and says so.
    func create(_ document: JSON, _ session: Session) async throws {
        let kind = try session.mapper.kind(of: document)
        var document = document
        if kind.isNamespaced, document.namespace.isEmpty, dryRun != "client" || session.isNamespaceExplicit {
            document[path: ["metadata", "namespace"]] = .string(session.namespace)
        }
        var object = document
        if dryRun != "client" {
            var query: Query = ["fieldManager": "kubectl-create", "fieldValidation": "Strict"]
            if dryRun == "server" { query.add("dryRun", "All") }
            let path = kind.path(namespace: kind.isNamespaced ? document.namespace : "")
            object = try await session.client.document(.post, Target(path: path, query: query), body: .json(document))
        }
        guard output == nil else { return write(try OutputFormat(output).text([(kind, object)], asList: false)) }
        let suffix = dryRun == "none" ? "" : dryRun == "server" ? " (server dry run)" : " (dry run)"
        write("\(kind.singularName)/\(object.name) created\(suffix)\n")
    }
}

struct CreateNamespace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "namespace", abstract: "Creates a namespace.", aliases: ["ns"])

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var options: CreateOptions
    @Argument var name: String

    func run() async throws {
        try await reporting {
            try await options.create(
                ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]],
                try await Session(cluster))
        }
    }
}

struct CreateDeployment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deployment", abstract: "Creates a deployment.", aliases: ["deploy"])

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var options: CreateOptions
    @Argument var name: String
    @Option(help: "The image of the container; several make several containers.")
    var image: [String]
    @Option(name: .shortAndLong, help: "How many pods.")
    var replicas = 1
    @Option(help: "The port that the container listens on.")
    var port: Int?
    @Argument(parsing: .postTerminator, help: "-- COMMAND…: instead of the image's.")
    var command: [String] = []

    func run() async throws {
        try await reporting { try await options.create(document, try await Session(cluster)) }
    }

    private var document: JSON {
        let labels: JSON = ["app": .string(name)]
        return [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(name), "labels": labels],
            "spec": [
                "replicas": .integer(Int64(replicas)), "selector": ["matchLabels": labels],
                "template": ["metadata": ["labels": labels], "spec": ["containers": .array(image.map(container))]],
            ],
        ]
    }

    private func container(_ image: String) -> JSON {
        let repository = image.split(separator: "/").last ?? ""
        let name = repository.prefix { $0 != ":" && $0 != "@" }
        var container: JSON = ["name": .string(String(name)), "image": .string(image)]
        if !command.isEmpty { container["command"] = .array(command.map { .string($0) }) }
        if let port { container["ports"] = [["containerPort": .integer(Int64(port))]] }
        return container
    }
}

struct CreateConfigMap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configmap", abstract: "Creates a config map.", aliases: ["cm"])

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var options: CreateOptions
    @Argument var name: String
    @Option(name: .customLong("from-literal"), help: "KEY=VALUE.")
    var literals: [String] = []

    func run() async throws {
        try await reporting {
            var data = JSONObject()
            for literal in literals {
                let parts = literal.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                guard parts.count == 2 else {
                    throw UsageError("error: invalid literal source \(literal), expected key=value")
                }
                data[parts[0]] = .string(parts[1])
            }
            try await options.create(
                ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)], "data": .object(data)],
                try await Session(cluster))
        }
    }
}
