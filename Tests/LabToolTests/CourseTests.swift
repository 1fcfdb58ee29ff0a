import Conformance
import LabTool
import Linux
import TestSupport
import Testing

/// The labs of this repository.
@Suite("The labs", .timeLimit(.minutes(3)))
struct CourseTests {
    private static let course = Course(
        root: String(
            #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/LabToolTests")?.lowerBound ?? "".startIndex)))

    private static let labs = ((try? course.labs()) ?? []).map(\.name)

    @Test("Every lab's starter is what its reference gives: otherwise, `make starters`", arguments: labs)
    func starter(name: String) throws {
        let lab = try Self.course.lab(name)
        let derived = try lab.starterFiles()
        #expect(try swiftFiles(in: lab.starter) == derived.map(\.path))
        for file in derived {
            let kept = try readFile("\(lab.starter)/\(file.path)")
            #expect(String(decoding: kept, as: UTF8.self) == file.text, "\(file.path)")
        }
    }

    @Test("The untouched starter is red with exactly the expected messages; the solution is green", arguments: labs)
    func verdicts(name: String) async throws {
        let lab = try Self.course.lab(name)
        let solution = try await results(of: try lab.solutionFiles(), lab)
        #expect(Marks(lab.description, solution).total == Marks(lab.description, solution).most)
        let starter = try await results(of: try lab.starterFiles(), lab)
        let marks = Marks(lab.description, starter).hundredths.map(Marks.text).joined(separator: " ")
        let messages = lab.description.steps.indices.compactMap { index in
            starter.first { $0.case.step == index + 1 && $0.verdict == .fail }.map(MutantRun.message)
        }
        try expectGolden("points: \(marks)\n\n" + messages.joined(separator: "\n\n") + "\n", name)
    }

    private func results(of files: [(path: String, text: String)], _ lab: Lab) async throws -> [CaseResult] {
        try await withTemporaryFolder { folder in
            for file in files {
                let path = "\(folder)/\(file.path)"
                try makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
                try writeFile(path, file.text)
            }
            let compiler = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
            let built = try compiler.build(folder, output: folder + "/.output")
            let worker = try #require(built.worker, "\(built.messages)")
            let suite = try Catalogue.suite(of: lab)
            return await Runner(seed: 1).run(suite, on: .lab(WorkerProgram(worker))).results
        }
    }

    /// What the file of this name has; a file that isn't there is written, to be read and committed.
    private func expectGolden(_ text: String, _ name: String) throws {
        let path = "\(Self.course.root)/Tests/LabToolTests/Golden/\(name).txt"
        if !fileExists(path) { try writeFile(path, text) }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
    }

    @Test("Every step of a lab has something to write, in one of the files that it names", arguments: labs)
    func steps(name: String) throws {
        let lab = try Self.course.lab(name)
        let regions = Regions(lab: lab.number)
        for (index, step) in lab.description.steps.enumerated() {
            let marked = try step.files.flatMap { path in
                regions.steps(in: String(decoding: try readFile("\(lab.reference)/\(path)"), as: UTF8.self))
            }
            #expect(marked.contains("\(index + 1)"), "step \(index + 1)")
        }
    }
}
