import Conformance
import LabTool
import Linux
import Testing
import TestSupport

@Suite("Workspaces", .timeLimit(.minutes(2)), .serialized)
struct WorkspaceTests {
    /// Builds the folder's code and runs the suite on it.
    private func check(_ files: [SourceFile], in toy: ToyCourse) async throws -> (marks: Marks, messages: String) {
        let folder = toy.root + "/work"
        for file in files {
            try makeFolder("\(folder)/Rules")
            try writeFile("\(folder)/\(file.path)", file.text)
        }
        let compiler = try Compiler(lab: try toy.lab, toolkit: try Toolkit(course: toy.course))
        let built = try compiler.build(folder, output: folder + "/.lab/build")
        guard let worker = built.worker else { return (Marks(try toy.lab.description, []), built.messages) }
        let check = Check(lab: try toy.lab, suite: ToyCourse.suite, runner: Runner(seed: 1))
        let steps = await check.run(WorkerProgram(worker))
        return (Marks(try toy.lab.description, steps.flatMap(\.results)), "")
    }

    @Test("The starter compiles and is worth what it does by chance; the solution is worth everything")
    func starterAndSolution() async throws {
        try await withToyCourse { toy in
            let starter = try toy.lab.starterFiles().map { SourceFile(path: $0.path, text: Array($0.text.utf8)) }
            let red = try await check(starter, in: toy)
            #expect(red.messages == "")
            #expect(red.marks.total == 0)
            // The second build has to compile what has changed only; both must end in the right program.
            let green = try await check(try toy.solution(), in: toy)
            #expect(green.marks.total == 1000)
            #expect(green.marks.most == 1000)
        }
    }

    @Test("Points of a step are shared out by weight, and later steps wait for it")
    func partial() async throws {
        try await withToyCourse { toy in
            var files = try toy.solution()
            files[0].text = Array("struct Calculator { func sum(_ a: Int, _ b: Int) -> Int { a * b } }".utf8)
            #expect(try await check(files, in: toy).marks.hundredths == [100, 0])
        }
    }

    @Test("Errors of the compiler name the student's files, and are few")
    func compilerErrors() async throws {
        try await withToyCourse { toy in
            var files = try toy.solution()
            files[1].text = Array("func product(_ a: Int, _ b: Int) -> Int { a * c }\nlet d: Int = \"\"\n".utf8)
            let messages = try await check(files, in: toy).messages
            #expect(messages.contains("Rules/Product.swift:1:47: error: cannot find 'c' in scope"))
            #expect(!messages.contains(toy.root))
        }
    }

    @Test(
        "What a lab withholds can't be imported, however it is written",
        arguments: [
            ("import Schema", "Schema"), ("package  import Schema", "Schema"), ("import struct Schema.JSON", "Schema"),
            ("@testable import\n    Conformance", "Conformance"), ("import/* /* */ a */`Schema`", "Schema"),
            ("let a = #\"\"\"#\nimport Schema\nlet b = #\"\"\"#", "Schema"),
            ("let r = /\"\"\"/\nimport Schema\nlet s = /\"\"\"/", "Schema"),
            ("import // what?\nSchema", "Schema"), ("\u{FEFF}import Schema", "Schema"),
            ("// Without import, Schema is not known here.", nil), ("let imports = \"Schema\"", nil),
            ("import LabWorker", nil),
        ])
    func withheld(line: String, module: String?) async throws {
        try await withToyCourse { toy in
            let file = "\(try toy.lab.folder)/lab.yaml"
            try writeFile(file, ToyCourse.description + "\nwithheld: [Schema, Conformance]\n")
            var files = try toy.solution()
            files[1].text += Array("\n\(line)\n".utf8)
            let refusal = module.map {
                "Rules/Product.swift: error: this lab withholds \($0): what you are to write stands there"
            }
            #expect(try await check(files, in: toy).messages == refusal ?? "")
        }
    }

    @Test("A name far from its import is refused, too")
    func farImport() async throws {
        try await withToyCourse { toy in
            let file = "\(try toy.lab.folder)/lab.yaml"
            try writeFile(file, ToyCourse.description + "\nwithheld: [Schema]\n")
            var files = try toy.solution()
            files[1].text += Array("\nimport struct /*\(String(repeating: " ", count: 2000))*/ Schema.JSON\n".utf8)
            #expect(try await check(files, in: toy).messages.contains("too much between an import and its name"))
        }
    }

    @Test("A workspace is the starter, is not overwritten, and remembers")
    func workspace() async throws {
        try await withToyCourse { toy in
            let folder = toy.root + "/mine"
            let lab = try toy.lab
            let workspace = try Workspace.start(lab, in: folder)
            #expect(try swiftFiles(in: folder) == ["Calculator.swift", "Rules/Product.swift"])
            #expect(throws: LabError.self) { try Workspace.start(lab, in: folder) }
            try workspace.change { $0.green = [1] }
            #expect(try Workspace(folder: folder, course: toy.course).state().green == [1])
            try writeFile(folder + "/Calculator.swift", "mine")
            try workspace.writeStarter(only: 2)
            #expect(try readText(folder + "/Calculator.swift") == "mine")
            try workspace.writeStarter()
            #expect(try readText(folder + "/Calculator.swift").contains("notWritten"))
        }
    }

    @Test(
        "A lab.yaml that is wrong says where",
        arguments: [
            ("points: 4", "points: many", "steps[0].points: expected"),
            ("points: 4", "point: 4", "steps[0].point: there is no such field"),
            ("hints: [a?, b, c]", "hints: [a?]", "steps[0].hints: three grades are needed, there are 1"),
            ("title: A toy", "titel: A toy", "titel: there is no such field"),
        ])
    func description(old: String, new: String, message: String) async throws {
        try await withTemporaryFolder { folder in
            let text = ToyCourse.description
            let range = try #require(text.firstRange(of: old))
            try writeFile(folder + "/lab.yaml", text.replacingCharacters(range, with: new))
            let error = #expect(throws: LabError.self) { try LabDescription(file: folder + "/lab.yaml") }
            #expect(error.map { "\($0)".contains(message) } == true, "\(String(describing: error))")
        }
    }
}

extension String {
    func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + self[range.upperBound...]
    }
}
