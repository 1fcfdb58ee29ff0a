internal import Linux

/// An instructor's private additions to the public suites: hidden cases as scripts, and a secret seed.
///
/// ```
/// overlay/
///   seed                         a number: what is random in the cases is different from what students have seen
///   09-Scheduler/two-taints.case a ``Script``; any number of them, in the folder of their concept
/// ```
/// Only the process that judges reads it; the sandbox keeps it from the code under test.
public struct Overlay: Sendable {
    public var seed: UInt64?
    /// By concept: `09-Scheduler`.
    public var scripts: [String: [Script]] = [:]

    public init() {}

    /// - Throws: ``ScriptError`` that names the file.
    public init(folder: String) throws {
        guard isFolder(folder) else { throw ScriptError("\(folder): no such folder") }
        if fileExists("\(folder)/seed") {
            let text = try readText("\(folder)/seed")
            guard let number = UInt64(text) else { throw ScriptError("\(folder)/seed: not a number: \(text)") }
            seed = number
        }
        for concept in try listFolder(folder) where isFolder("\(folder)/\(concept)") {
            scripts[concept] = try listFolder("\(folder)/\(concept)").filter { $0.hasSuffix(".case") }.map {
                try Self.script("\(folder)/\(concept)/\($0)")
            }
        }
    }

    private static func script(_ path: String) throws -> Script {
        do { return try Script(String(decoding: try readFile(path), as: UTF8.self)) } catch let error as ScriptError {
            throw ScriptError("\(path): \(error)")
        }
    }
}

extension Suite {
    /// The suite with the overlay's cases of its concept at its end.
    public func adding(_ overlay: Overlay) throws(ScriptError) -> Suite {
        guard level == .lab, let scripts = overlay.scripts[concept], !scripts.isEmpty else { return self }
        guard let teller else { throw ScriptError("the suite \(concept) doesn't take scripts") }
        var suite = self
        for script in scripts {
            guard !suite.cases.contains(where: { $0.identifier == script.identifier }) else {
                throw ScriptError("two cases are called \(script.identifier)")
            }
            suite.cases.append(script.asCase(teller))
        }
        return suite
    }
}
