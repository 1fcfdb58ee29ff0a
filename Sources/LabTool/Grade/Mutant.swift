internal import Linux
package import Schema
internal import YAML

/// A deliberately wrong implementation: the reference with one thing changed that somebody could get wrong.
///
/// ```yaml
/// thought: A toleration without an effect tolerates nothing.
/// violates: scheduler/taints/toleration-without-effect
/// file: Predicates/TaintToleration.swift
/// find: if !toleration.effect.isZero, toleration.effect != taint.effect { return false }
/// replace: if toleration.effect != taint.effect { return false }
/// message: |
///   scheduler/taints/toleration-without-effect
///   expected: …
///   observed: …
/// ```
/// The suite must reject it (*kill* it) by the named case, and say what stands under `message`: so that what students
/// read leads to the fault. A mutant that survives is a hole in the suite.
package struct Mutant: Declared, Sendable {
    /// What the student thought.
    package var thought = ""
    /// The case that must fail.
    package var violates = ""
    package var file = ""
    package var find = ""
    package var replace = ""
    /// What the first failure says.
    package var message = ""
    /// A bug that Kubernetes once had, where it is one.
    package var link = ""
    package init() {}

    package static let schema = Schema<Self>("A wrong implementation.") {
        Field(nil, "thought", \.thought, required: true)
        Field(nil, "violates", \.violates, required: true)
        Field(nil, "file", \.file, required: true)
        Field(nil, "find", \.find, required: true)
        Field(nil, "replace", \.replace, required: true)
        Field(nil, "message", \.message)
        Field(nil, "link", \.link)
    }

    /// - Throws: ``LabError`` that names the file.
    package init(path: String) throws {
        do { self = try Self(json: try YAML.document(try readFile(path))) } catch {
            throw LabError("\(path): \(error)")
        }
    }

    /// The module with the change in it.
    /// - Throws: ``LabError`` when the text to be changed isn't there exactly once.
    package func applied(to files: [SourceFile]) throws -> [SourceFile] {
        guard let index = files.firstIndex(where: { $0.path == file }) else { throw LabError("there is no \(file)") }
        var files = files
        let text = String(decoding: files[index].text, as: UTF8.self)
        let pieces = text.split(separator: find.trimmedAtEnd, omittingEmptySubsequences: false)
        guard pieces.count == 2 else {
            throw LabError("\(file) has the text to be changed \(pieces.count - 1) times: \(find)")
        }
        files[index].text = Array("\(pieces[0])\(replace.trimmedAtEnd)\(pieces[1])".utf8)
        return files
    }
}
