import LabTool
import Testing

@Suite("Regions")
struct RegionsTests {
    private let regions = Regions(lab: "09")

    private let source = """
        func fits() -> Bool {
            // lab 09.1: begin → return true
            requested <= free
            // lab 09.1: end
        }
        func score() -> Int {
            // lab 09.2: begin
            100
            // lab 09.2: end
        }
        // lab 10.1: begin
        """

    @Test("The starter has what stands on the begin line, or notWritten, in place of a region")
    func starter() throws {
        #expect(
            try regions.starter(of: source, file: "A.swift") == """
                import LabWorker

                func fits() -> Bool {
                    // Lab 09, step 1: yours to write.
                    return true
                }
                func score() -> Int {
                    // Lab 09, step 2: yours to write.
                    notWritten()
                }
                // lab 10.1: begin
                """)
    }

    @Test("The solution is the source without the marks")
    func solution() {
        #expect(!regions.withoutMarks(source).contains("lab 09"))
        #expect(regions.withoutMarks(source).contains("    requested <= free\n}"))
        #expect(regions.parts(ofStep: "2", in: source) == ["    100"])
        #expect(regions.steps(in: source) == ["1", "2"])
    }

    @Test(
        "Marks out of order are errors with file and line",
        arguments: [
            ("// lab 09.1: end", "A.swift:1: ends step 1, which didn't begin"),
            ("\n// lab 09.1: begin", "A.swift:2: step 1 doesn't end"),
            ("// lab 09.1: begin\n// lab 09.2: begin", "A.swift:2: step 1 of line 1 hasn't ended"),
            ("// lab 09.1: begin\n// lab 09.2: end", "A.swift:2: ends step 2, but step 1 began"),
        ])
    func errors(source: String, message: String) {
        #expect(throws: LabError(message)) { try regions.starter(of: source, file: "A.swift") }
    }
}
