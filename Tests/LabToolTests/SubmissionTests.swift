import Glibc
import LabTool
import Linux
import Testing
import TestSupport

@Suite("Submissions")
struct SubmissionTests {
    private func withSubmission(_ make: (String) throws -> Void, _ body: (String) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try makeFolder(folder + "/Rules")
            try writeFile(folder + "/Rules/A.swift", "let a = 1")
            try make(folder)
            try body(folder)
        }
    }

    @Test("Swift files count; manifests and tests are passed over, and the report says so")
    func sources() async throws {
        try await withSubmission { folder in
            try makeFolder(folder + "/Tests")
            try makeFolder(folder + "/.lab")
            try writeFile(folder + "/.lab/state.json", #"{"lab":"01-Toy","gaveUp":[2]}"#)
            for name in ["Package.swift", "Tests/T.swift", "README.md", "main.swift"] {
                try writeFile("\(folder)/\(name)", "x")
            }
        } _: { folder in
            let submission = try SubmissionReader.read(folder, name: "s")
            #expect(submission.files.map(\.path) == ["Rules/A.swift"])
            #expect(
                submission.remarks == [
                    "Package.swift is ignored: a manifest is a program, and is never evaluated",
                    "Tests/ is ignored: the tests are the grader's own",
                    "main.swift is ignored: the worker has one of its own",
                    "says that the solution was looked at in step 2",
                ])
        }
    }

    @Test("A link leads nowhere, and refuses the submission")
    func links() async throws {
        for (name, target) in [("B.swift", "/etc/shadow"), ("More", "/etc"), ("Rules/C.swift", "A.swift")] {
            try await withSubmission {
                try makeLink("\($0)/\(name)", to: target)
            } _: { folder in
                let error = #expect(throws: Refusal.self) { try SubmissionReader.read(folder, name: "s") }
                #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("\(name) is a link"))
            }
        }
    }

    @Test("Huge files, odd names, pipes, many files and deep folders are refused")
    func refusals() async throws {
        let makers: [(String, (String) throws -> Void)] = [
            ("has more than 256 KiB", { try writeFile($0 + "/B.swift", [UInt8](repeating: 32, count: 300 << 10)) }),
            ("names have letters", { try writeFile($0 + "/a\nb.swift", "") }),
            ("is not a plain file", { mkfifo($0 + "/B.swift", 0o600) }),
            (
                "more than 200 Swift files",
                { folder in
                    for n in 0..<201 { try writeFile("\(folder)/F\(n).swift", "") }
                }
            ),
            ("folders deep", { folder in try makeFolder(folder + "/a/b/c/d/e/f/g/h/i/j") }),
        ]
        for (message, make) in makers {
            try await withSubmission(make) { folder in
                let error = #expect(throws: Refusal.self) { try SubmissionReader.read(folder, name: "s") }
                #expect(error.map { "\($0)".contains(message) } == true, "\(message): \(String(describing: error))")
            }
        }
    }

    @Test("Nothing in the summary is a formula or markup")
    func summary() async throws {
        try await withToyCourse { toy in
            var grade = Grade("=cmd|<b>", .refused, explanation: "<script>")
            grade.marks = Marks(try toy.lab.description, [])
            let summary = Summary(lab: try toy.lab, grades: [grade], sandbox: ["namespaces"])
            #expect(summary.csv.contains("\"'=cmd|<b>\""))
            #expect(!summary.html.contains("<script>") && !summary.html.contains("<b>"))
            #expect(summary.terminal.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
    }
}
