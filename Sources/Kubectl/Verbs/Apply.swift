import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl apply`: makes objects as manifests say, and leaves alone what the manifests don't mention.
///
/// What the last manifest said is kept in an annotation of the object. So three documents are compared: what this manifest adds
/// or changes is set, what the last one had and this one hasn't is removed, and what others have set (a default, an
/// autoscaler's replica count) stays.
///
/// Source: kubernetes.io, Tasks → Declarative Management of Kubernetes Objects Using Configuration Files → How apply
/// calculates differences and merges changes. With `--server-side` the server does this by its managed fields.
struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes objects as files describe them.")
    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    @OptionGroup var cluster: ClusterOptions

    @Option(
        name: [.customShort("f"), .customLong("filename")], help: "File or folder of manifests; - is standard input.")
    var files: [String] = []

    @Flag(name: [.customShort("R"), .long], help: "Folders with all that is below.")
    var recursive = false

    @Flag(name: .customLong("server-side"), help: "Let the server merge.")
    var serverSide = false

    @Flag(name: .customLong("force-conflicts"), help: "With --server-side: take fields over from other managers.")
    var forceConflicts = false

    @Option(name: .customLong("field-manager"), help: "Who sets the fields.")
    var fieldManager: String?

    @Option(name: .customLong("dry-run"), help: "none, or server: check, but don't keep.")
    var dryRun = "none"

    @Option(name: [.customShort("o", allowingJoined: true), .long], help: "Print the objects: json, yaml, name.")
    var output: String?

    func run() async throws {
        try await reporting {
            let documents = try Manifests.read(files, recursive: recursive)
            let session = try await Session(cluster)
            for document in documents {
                let kind = try session.mapper.kind(of: document)
                let (object, verb) = try await apply(document, kind, session)
                try printOutcome(kind, object, verb)
            }
        }
    }

    private func printOutcome(_ kind: Kind, _ object: JSON, _ verb: String) throws {
        guard output == nil else { return write(try OutputFormat(output).text([(kind, object)], asList: false)) }
        write("\(kind.singularName)/\(object.name) \(verb)\(dryRun == "server" ? " (server dry run)" : "")\n")
    }

    private func apply(_ document: JSON, _ kind: Kind, _ session: Session) async throws -> (JSON, String) {
        var document = document
        if kind.isNamespaced, document.namespace.isEmpty {
            document[path: ["metadata", "namespace"]] = .string(session.namespace)
        }
        let namespace = kind.isNamespaced ? document.namespace : ""
        if serverSide { return try await applyOnServer(document, kind, namespace, session) }
        let modified = withLastApplied(document)
        guard let live = try await find(kind, document.name, namespace, session) else {
            var query = changing("kubectl-client-side-apply")
            query.add("fieldValidation", "Strict")
            let target = Target(path: kind.path(namespace: namespace), query: query)
            return (try await session.client.document(.post, target, body: .json(modified)), "created")
        }
        return try await update(live, modified, kind, namespace, session)
    }

    private func applyOnServer(
        _ document: JSON, _ kind: Kind, _ namespace: String, _ session: Session
    ) async throws -> (JSON, String) {
        let patch = Patch.apply(document, fieldManager: fieldManager ?? "kubectl", force: forceConflicts)
        var query = patch.query
        query.items += changing(nil).items
        let target = Target(path: kind.path(namespace: namespace, name: document.name), query: query)
        return (try await session.client.document(.patch, target, body: patch.body), "serverside-applied")
    }

    private func update(
        _ live: JSON, _ modified: JSON, _ kind: Kind, _ namespace: String, _ session: Session
    ) async throws -> (JSON, String) {
        if live[path: ["metadata", "annotations", Self.lastApplied]] == nil {
            printError(
                "Warning: resource \(kind.plural)/\(live.name) is missing the \(Self.lastApplied) annotation which is "
                    + "required by kubectl apply. The missing annotation will be patched automatically.")
        }
        let patch = try Self.patch(live: live, modified: modified, shape: Resources.shape(of: kind))
        if patch.document.object?.isEmpty == true { return (live, "unchanged") }
        var query = changing("kubectl-client-side-apply")
        query.add("fieldValidation", "Strict")
        let target = Target(path: kind.path(namespace: namespace, name: live.name), query: query)
        return (try await session.client.document(.patch, target, body: patch.value.body), "configured")
    }

    /// - Parameter shape: of a built-in kind; others are merged without knowing which lists have keys.
    static func patch(live: JSON, modified: JSON, shape: Shape?) throws -> (value: Patch, document: JSON) {
        let text = live[path: ["metadata", "annotations", lastApplied]]?.string ?? "{}"
        let last = try JSON(parsing: Array(text.utf8))
        guard let shape else {
            let patch = MergePatch.threeWay(lastApplied: last, modified: modified, live: live)
            return (.merge(patch), patch)
        }
        let patch = try StrategicMergePatch.threeWay(lastApplied: last, modified: modified, live: live, shape: shape)
        return (.strategic(patch), patch)
    }

    private func withLastApplied(_ document: JSON) -> JSON {
        var document = document
        document[path: ["metadata", "annotations", Self.lastApplied]] = nil
        if document[path: ["metadata", "annotations"]]?.object?.isEmpty == true {
            document[path: ["metadata", "annotations"]] = nil
        }
        let text = document.description + "\n"
        document[path: ["metadata", "annotations", Self.lastApplied]] = .string(text)
        return document
    }

    private func changing(_ manager: String?) -> Query {
        var query = Query()
        if let manager { query.add("fieldManager", fieldManager ?? manager) }
        if dryRun == "server" { query.add("dryRun", "All") }
        return query
    }

    private func find(_ kind: Kind, _ name: String, _ namespace: String, _ session: Session) async throws -> JSON? {
        do { return try await session.get(kind, name, namespace: namespace) } catch let status as Status
            where status.isNotFound
        {
            return nil
        }
    }
}

extension Resources {
    /// The shape of a built-in kind.
    static func shape(of kind: Kind) -> Shape? { all.first { $0.kind == kind }.map { .object($0.shape) } }
}
