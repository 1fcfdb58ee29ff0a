import LabTool
import Linux
import Testing

/// The labs of this repository.
@Suite("The labs")
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
