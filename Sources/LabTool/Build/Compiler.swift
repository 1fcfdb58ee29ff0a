internal import Glibc
internal import Linux
internal import Schema

/// Turns a folder of Swift files into a worker program, by calling `swiftc` itself.
///
/// ```
///   workspace/*.swift ─┐
///   Worker/main.swift ─┼── swiftc -incremental ──▶ output/worker
///   toolkit ───────────┘
/// ```
/// A Package.swift is never looked at: a manifest is a program. The compiler keeps its notes in the output folder, so
/// that the next build compiles only what has changed.
package struct Compiler: Sendable {
    package let lab: Lab
    package let toolkit: Toolkit
    /// The compiler's real path, in its toolchain.
    package let swiftc: String

    package init(lab: Lab, toolkit: Toolkit) throws {
        self.lab = lab
        self.toolkit = toolkit
        let found = try findProgram("swiftc")
        guard let real = realpath(found, nil) else { throw LabError("\(found) can't be read") }
        defer { free(real) }
        // swiftc is a link to swift-driver, which looks at the name it is called by.
        swiftc = parentFolder(String(cString: real)) + "/swiftc"
    }

    /// The folder of the toolchain: the sandbox shows it.
    package var toolchain: String { parentFolder(parentFolder(swiftc)) }

    /// Writes what the compiler needs to know of the files, and gives the command.
    /// - Parameters:
    ///   - sources: the folder of the module's files.
    ///   - output: for objects and the program; kept from build to build.
    ///   - notes: where the map of output files is written; the compiler only reads there.
    package func command(sources: String, files: [String], output: String, notes: String) throws -> [String] {
        let all = files.map { "\(sources)/\($0)" } + [lab.worker]
        var map: JSON = ["": ["swift-dependencies": .string("\(output)/module.swiftdeps")]]
        for (index, file) in all.enumerated() {
            let stem = "\(output)/\(index)-\(lastPart(file).dropLast(6))"
            map[file] = [
                "object": .string(stem + ".o"), "swift-dependencies": .string(stem + ".swiftdeps"),
                "swiftmodule": .string(stem + "~partial.swiftmodule"),
            ]
        }
        try writeFile(notes + "/output-files.json", map.description)
        // Names with blanks, and more of them than a command line takes.
        try writeFile(notes + "/sources", all.map { "\"\($0)\"" }.joined(separator: "\n"))
        return [swiftc] + options + [
            "-incremental", "-enable-batch-mode", "-output-file-map", notes + "/output-files.json",
            "-module-cache-path", output + "/modules", "-o", output + "/worker", "@" + notes + "/sources",
            toolkit.archive,
        ]
    }

    /// The language that the reference is written in, warnings being warnings.
    package var options: [String] {
        let features = [
            "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault", "NonisolatedNonsendingByDefault",
        ]
        return [
            "-module-name", lab.module, "-package-name", "lab", "-Onone", "-gline-tables-only", "-swift-version", "6",
            "-I", toolkit.modules, "-use-ld=lld", "-lm",
        ] + features.flatMap { ["-enable-upcoming-feature", $0] }
    }
}

/// What came of a build.
package struct BuildResult: Sendable {
    /// The program; nil when there is none.
    package var worker: String?
    /// What the compiler had to say, made short.
    package var messages = ""
    package var seconds = 0.0
}

extension Compiler {
    /// Builds one's own code, as oneself.
    package func build(_ workspace: String, output: String) throws -> BuildResult {
        let begin = monotonicNanoseconds()
        let files = try swiftFiles(in: workspace).filter { !$0.hasPrefix("Tests/") }
        // What the compiler would pass over is compiled anew, with all the rest.
        if files.contains(where: { mayBePassedOver("\(workspace)/\($0)", output) }) { try removeTree(output) }
        try makeFolder(output)
        if let problem = try withheldImport(in: workspace, files) { return BuildResult(messages: problem) }
        let command = try command(sources: workspace, files: files, output: output, notes: output)
        let built = try runToEnd(Spawn(command[0], command), seconds: lab.description.limits.buildSeconds)
        try writeFile(output + "/ended", "")
        var result = BuildResult(seconds: Double(monotonicNanoseconds() - begin) / 1e9)
        if built.tookTooLong {
            result.messages = "the compiler didn't finish within \(lab.description.limits.buildSeconds) s"
        } else if built.status == 0 {
            result.worker = output + "/worker"
        } else {
            result.messages = CompilerMessages(built.text, folder: workspace).short
        }
        return result
    }

    /// The compiler's notes know a file's time in whole seconds only. A file that was edited while the last build ran, or
    /// in the second in which it ended, may look to it as it was.
    private func mayBePassedOver(_ file: String, _ output: String) -> Bool {
        let second: Int64 = 1_000_000_000
        let edited = modified(file)
        return edited >= modified(output + "/output-files.json")
            && edited / second <= modified(output + "/ended") / second
    }
}
