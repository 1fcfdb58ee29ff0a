import API
import ArgumentParser
import Client
import Glibc
import HTTP
import Schema

/// The flags that every verb has: which cluster, which namespace.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The file that says how to reach clusters; by default $KUBECONFIG or ~/.kube/config.")
    var kubeconfig: String?

    @Option(help: "The context of the kubeconfig to use.")
    var context: String?

    @Option(name: [.customShort("n", allowingJoined: true), .long], help: "The namespace of the request.")
    var namespace: String?

    @Option(name: .shortAndLong, help: "The API server's address instead of the kubeconfig's.")
    var server: String?
}

/// A verb's connection with the cluster.
struct Session: Sendable {
    let client: ClusterClient
    let namespace: String
    /// Whether the namespace was named on the command line.
    let isNamespaceExplicit: Bool
    let mapper: ResourceMapper

    init(_ options: ClusterOptions) async throws {
        let environment = { (name: String) in getenv(name).map { String(cString: $0) } }
        let file =
            options.kubeconfig ?? environment("KUBECONFIG")?.split(separator: ":").first.map(String.init)
            ?? "\(environment("HOME") ?? "")/.kube/config"
        var configuration = try ClientConfiguration(kubeconfig: file, context: options.context)
        if let server = options.server { configuration.server = server }
        client = try ClusterClient(configuration, userAgent: "kubectl/dinghy")
        namespace = options.namespace ?? configuration.namespace
        isNamespaceExplicit = options.namespace != nil
        mapper = try await ResourceMapper(client)
    }

    /// The namespace for an object of the kind; empty for kinds of the whole cluster.
    func namespace(for kind: Kind) -> String { kind.isNamespaced ? namespace : "" }

    func get(_ kind: Kind, _ name: String, namespace: String? = nil) async throws -> JSON {
        let path = kind.path(namespace: namespace ?? self.namespace(for: kind), name: name)
        return try await client.document(.get, Target(path: path, query: Query()))
    }

    func list(_ kind: Kind, namespace: String, labels: String = "", fields: String = "") async throws -> [JSON] {
        var query = Query()
        if !labels.isEmpty { query.add("labelSelector", labels) }
        if !fields.isEmpty { query.add("fieldSelector", fields) }
        let list = try await client.document(.get, Target(path: kind.path(namespace: namespace), query: query))
        // The items of a list don't say what they are.
        return (list["items"]?.array ?? []).map { item in
            var members: [JSONObject.Member] = [
                .init("apiVersion", .string(kind.apiVersion)), .init("kind", .string(kind.name)),
            ]
            members += (item.object?.members ?? []).filter { $0.name != "apiVersion" && $0.name != "kind" }
            return .object(JSONObject(members))
        }
    }

    func patch(
        _ kind: Kind, _ name: String, namespace: String? = nil, subresource: String = "", _ patch: Patch,
        manager: String = ""
    ) async throws -> JSON {
        let path = kind.path(
            namespace: namespace ?? self.namespace(for: kind), name: name, subresource: subresource)
        var query = patch.query
        if !manager.isEmpty, query["fieldManager"] == nil { query.add("fieldManager", manager) }
        return try await client.document(.patch, Target(path: path, query: query), body: patch.body)
    }
}

extension JSON {
    var name: String { self[path: ["metadata", "name"]]?.string ?? "" }
    var namespace: String { self[path: ["metadata", "namespace"]]?.string ?? "" }
    var uid: String { self[path: ["metadata", "uid"]]?.string ?? "" }
    var resourceVersion: String { self[path: ["metadata", "resourceVersion"]]?.string ?? "" }
}

extension Kind {
    /// `pod`, `deployment.apps`: how messages name an object's kind, followed by its name.
    var singularName: String { group.isEmpty ? singular : "\(singular).\(group)" }
}
