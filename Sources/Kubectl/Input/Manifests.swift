import Glibc
import Linux
import Schema
import YAML

/// The documents of `-f`: a file, all of a folder's (`*.yaml`, `*.yml`, `*.json`), or standard input (`-`).
enum Manifests {
    /// Lists are taken apart.
    static func read(_ files: [String], recursive: Bool = false) throws -> [JSON] {
        guard !files.isEmpty else { throw UsageError("error: must specify one of -f and -k") }
        return try files.flatMap { try paths($0, recursive) }.flatMap(documents).flatMap(items)
    }

    private static func paths(_ file: String, _ recursive: Bool) throws -> [String] {
        if file == "-" { return ["/dev/stdin"] }
        guard access(file, F_OK) == 0 else {
            throw UsageError("error: the path \"\(file)\" does not exist")
        }
        guard isFolder(file) else { return [file] }
        let entries = try listFolder(file).sorted().map { file.hasSuffix("/") ? file + $0 : "\(file)/\($0)" }
        return try entries.flatMap { path -> [String] in
            if isFolder(path) { return recursive ? try paths(path, true) : [] }
            return [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) } ? [path] : []
        }
    }

    private static func documents(_ path: String) throws -> [JSON] {
        do {
            return try YAML.documents(try readFile(path)).filter { !$0.isNull }
        } catch let error as YAMLError {
            throw UsageError("error: error parsing \(path): \(error)")
        }
    }

    private static func items(_ document: JSON) throws -> [JSON] {
        guard document["kind"]?.string?.hasSuffix("List") == true, let items = document["items"]?.array else {
            return [document]
        }
        return try items.flatMap(Self.items)
    }
}
