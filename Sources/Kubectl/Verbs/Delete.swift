import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl delete`: asks the server to delete, and waits until the objects are gone.
struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Deletes objects.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "TYPE NAME…, or TYPE/NAME…")
    var words: [String] = []

    @Option(name: [.customShort("f"), .customLong("filename")], help: "The objects that these manifests describe.")
    var files: [String] = []

    @Option(name: [.customShort("l"), .customLong("selector")], help: "All objects with these labels.")
    var selector = ""

    @Flag(help: "All objects of the type in the namespace.")
    var all = false

    @Option(help: "What becomes of what the object owns: background, foreground or orphan.")
    var cascade = "background"

    @Option(name: .customLong("grace-period"), help: "Seconds that the object has to end.")
    var gracePeriod = -1

    @Flag(help: "The same as --grace-period=1.")
    var now = false

    @Flag(help: "With --grace-period=0: forget the object at once, whether it has ended or not.")
    var force = false

    @Flag(inversion: .prefixedNo, help: "Wait until the objects are gone.")
    var wait = true

    @Flag(name: .customLong("ignore-not-found"), help: "An object that doesn't exist is no error.")
    var ignoreNotFound = false

    func run() async throws {
        try await reporting {
            let session = try await Session(cluster)
            var isMissing = false
            var ended: [Victim] = []
            for victim in try await victims(session) {
                do { ended.append(try await delete(victim, session)) } catch let status as Status
                    where status.isNotFound
                {
                    if ignoreNotFound { continue }
                    isMissing = true
                    printError(explanation(of: status))
                }
            }
            if wait { for victim in ended { try await waitUntilGone(victim, session) } }
            if isMissing { throw ExitCode(1) }
        }
    }

    private struct Victim {
        var kind: Kind
        var namespace: String
        var name: String
        var uid = ""
    }

    private func victims(_ session: Session) async throws -> [Victim] {
        if !files.isEmpty {
            return try Manifests.read(files).map { document in
                let kind = try session.mapper.kind(of: document)
                let namespace = document.namespace.isEmpty ? session.namespace : document.namespace
                return Victim(kind: kind, namespace: kind.isNamespaced ? namespace : "", name: document.name)
            }
        }
        let arguments = try ResourceArguments(words, session.mapper)
        guard arguments.areNamed || all || !selector.isEmpty else {
            throw UsageError("error: resource(s) were provided, but no name was specified")
        }
        if arguments.areNamed {
            return arguments.references.map {
                Victim(kind: $0.kind, namespace: session.namespace(for: $0.kind), name: $0.name ?? "")
            }
        }
        let objects = try await session.objects(arguments, labels: selector)
        if objects.isEmpty { write("No resources found\n") }
        return objects.map { Victim(kind: $0.kind, namespace: $0.object.namespace, name: $0.object.name) }
    }

    private var options: JSON {
        let grace = gracePeriod >= 0 ? gracePeriod : now ? 1 : nil
        let policies = ["background": "Background", "foreground": "Foreground", "orphan": "Orphan"]
        return DeleteOptions(
            propagationPolicy: policies[cascade].map { PropagationPolicy($0) }, gracePeriodSeconds: grace
        ).document
    }

    private func delete(_ victim: Victim, _ session: Session) async throws -> Victim {
        let path = victim.kind.path(namespace: victim.namespace, name: victim.name)
        let answer = try await session.client.document(
            .delete, Target(path: path, query: Query()), body: .json(options))
        write("\(victim.kind.singularName) \"\(victim.name)\" \(force ? "force deleted" : "deleted")\n")
        var victim = victim
        victim.uid = answer["kind"] == "Status" ? answer[path: ["details", "uid"]]?.string ?? "" : answer.uid
        return victim
    }

    /// Another object with the same name is not the one that was deleted.
    private func waitUntilGone(_ victim: Victim, _ session: Session) async throws {
        while true {
            var query: Query = ["fieldSelector": "metadata.name=\(victim.name)"]
            let path = victim.kind.path(namespace: victim.namespace)
            let list = try await session.client.document(.get, Target(path: path, query: query))
            guard let object = list["items"]?.array?.first, victim.uid.isEmpty || object.uid == victim.uid else {
                return
            }
            query.add("watch", "true")
            query.add("resourceVersion", list.resourceVersion)
            let body = try await session.client.stream(Target(path: path, query: query))
            for try await line in body.lines() where !line.isEmpty {
                let event = try JSON(parsing: line)
                if event["type"] == "DELETED" { return }
                if event["type"] == "ERROR" { break }
            }
        }
    }
}
