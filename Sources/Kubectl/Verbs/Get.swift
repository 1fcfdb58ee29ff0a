import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl get`: one or many objects, as a table that the server makes, or as documents; `-w` follows their changes.
struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Displays one or many objects.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "TYPE[,TYPE] [NAME…], or TYPE/NAME…")
    var words: [String] = []

    @Option(
        name: [.customShort("o", allowingJoined: true), .long], help: "json, yaml, name, wide or jsonpath=TEMPLATE.")
    var output: String?

    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("selector")],
        help: "Only objects with these labels: app=web,tier!=db.")
    var selector = ""

    @Option(name: .customLong("field-selector"), help: "Only objects with these fields: status.phase=Running.")
    var fieldSelector = ""

    @Flag(name: [.customShort("A"), .long], help: "The objects of all namespaces.")
    var allNamespaces = false

    @Flag(name: .shortAndLong, inversion: .prefixedNo, help: "After listing, follow the changes.")
    var watch = false

    @Flag(name: .customLong("show-labels"), help: "Print the labels as the last column.")
    var showLabels = false

    @Flag(name: .customLong("no-headers"), help: "Don't print the headers.")
    var noHeaders = false

    @Flag(name: .customLong("ignore-not-found"), help: "An object that doesn't exist is no error.")
    var ignoreNotFound = false

    @Option(name: .customLong("raw"), help: "Ask the server for this path.")
    var raw: String?

    func run() async throws {
        try await reporting {
            let session = try await Session(cluster)
            if let raw {
                return write(String(decoding: try await session.client.send(.get, Target(raw)), as: UTF8.self))
            }
            let arguments = try ResourceArguments(words, session.mapper)
            switch try OutputFormat(output) {
            case .table(let wide): try await printTables(arguments, wide: wide, session)
            case let format: try await printDocuments(arguments, format, session)
            }
        }
    }

    // MARK: - Tables

    private static let tables =
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"

    private func printTables(_ arguments: ResourceArguments, wide: Bool, _ session: Session) async throws {
        let groups = group(arguments)
        var isEmpty = true
        for (index, group) in groups.enumerated() {
            var printer = TablePrinter(tableOptions(group.kind, wide: wide, several: groups.count > 1))
            var version = ""
            for name in group.names {
                guard let table = try await table(group.kind, name, session) else { continue }
                let text = printer.text(table)
                if !text.isEmpty, !isEmpty, index > 0, name == group.names.first { write("\n") }
                if !text.isEmpty { isEmpty = false }
                write(text)
                version = table.resourceVersion
            }
            if watch { try await follow(group.kind, group.names.first ?? nil, from: version, &printer, session) }
        }
        if isEmpty, !ignoreNotFound { printError(nothingFound(groups.map(\.kind), session)) }
    }

    private func tableOptions(_ kind: Kind, wide: Bool, several: Bool) -> TablePrinter.Options {
        TablePrinter.Options(
            isWide: wide, showsNamespace: allNamespaces && kind.isNamespaced, showsLabels: showLabels,
            showsHeaders: !noHeaders, namePrefix: several ? kind.singularName + "/" : "")
    }

    /// One table for each kind, in the order of the command line.
    private func group(_ arguments: ResourceArguments) -> [(kind: Kind, names: [String?])] {
        var groups: [(kind: Kind, names: [String?])] = []
        for reference in arguments.references {
            if let index = groups.firstIndex(where: { $0.kind == reference.kind }) {
                groups[index].names.append(reference.name)
            } else {
                groups.append((reference.kind, [reference.name]))
            }
        }
        return groups
    }

    private func table(_ kind: Kind, _ name: String?, _ session: Session) async throws -> JSON? {
        do {
            return try await session.client.document(.get, target(kind, name, session), accept: Self.tables)
        } catch let status as Status where status.isNotFound && ignoreNotFound {
            return nil
        }
    }

    private func target(_ kind: Kind, _ name: String?, _ session: Session, watchFrom version: String? = nil) -> Target {
        var query = Query()
        if !selector.isEmpty { query.add("labelSelector", selector) }
        var fields = fieldSelector
        if version != nil, let name { fields = "metadata.name=\(name)" }
        if !fields.isEmpty { query.add("fieldSelector", fields) }
        if let version {
            query.add("watch", "true")
            query.add("resourceVersion", version)
        }
        let namespace = allNamespaces ? "" : session.namespace(for: kind)
        return Target(path: kind.path(namespace: namespace, name: version == nil ? name ?? "" : ""), query: query)
    }

    private func follow(
        _ kind: Kind, _ name: String?, from version: String, _ printer: inout TablePrinter, _ session: Session
    ) async throws {
        let body = try await session.client.stream(
            target(kind, name, session, watchFrom: version), accept: Self.tables)
        for try await line in body.lines() where !line.isEmpty {
            let event = try JSON(parsing: line)
            let object = event["object"] ?? .null
            if event["type"] == "ERROR" { throw try Status(json: object) }
            if event["type"] != "BOOKMARK" { write(printer.text(object)) }
        }
    }

    private func nothingFound(_ kinds: [Kind], _ session: Session) -> String {
        let isEverywhere = allNamespaces || !kinds.contains { $0.isNamespaced }
        return "No resources found" + (isEverywhere ? "" : " in \(session.namespace) namespace.")
    }

    // MARK: - Documents

    private func printDocuments(_ arguments: ResourceArguments, _ format: OutputFormat, _ session: Session) async throws
    {
        var objects: [(kind: Kind, object: JSON)] = []
        for reference in arguments.references {
            if let name = reference.name {
                do { objects.append((reference.kind, try await session.get(reference.kind, name))) } catch let status
                    as Status where status.isNotFound && ignoreNotFound
                {}
            } else {
                let namespace = allNamespaces ? "" : session.namespace(for: reference.kind)
                let all = try await session.list(
                    reference.kind, namespace: namespace, labels: selector, fields: fieldSelector)
                objects += all.map { (reference.kind, $0) }
            }
        }
        let isList = !(arguments.areNamed && arguments.references.count == 1)
        if !isList, objects.isEmpty { return }
        write(format.text(objects, asList: isList))
    }
}
