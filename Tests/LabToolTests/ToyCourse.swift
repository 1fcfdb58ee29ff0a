import Conformance
import Glibc
import LabTool
import LabWorker
import Linux
import Schema
import TestSupport

/// A course of one tiny lab, in a folder of its own: add two numbers, then multiply them.
struct ToyCourse {
    let root: String
    var course: Course { Course(root: root) }
    var lab: Lab { get throws { try course.lab("01") } }

    /// Where SwiftPM has put the programs and modules: beside the tests.
    static let products: String = {
        let program = readLink("/proc/self/exe")
        return String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
    }()
    static var launcher: String { products + "/lab" }

    init(in folder: String) throws {
        root = folder
        for path in ["Labs/01-Toy/Worker", "Sources/Toy/Rules", ".build"] { try makeFolder("\(root)/\(path)") }
        try makeLink("\(root)/.build/debug", to: Self.products)
        try writeFile("\(root)/Package.swift", "")
        try writeFile("\(root)/Labs/README.md", "Labs\n")
        try writeFile("\(root)/Labs/01-Toy/lab.yaml", Self.description)
        try writeFile("\(root)/Labs/01-Toy/Worker/main.swift", Self.worker)
        try writeFile("\(root)/Sources/Toy/Calculator.swift", Self.calculator)
        try writeFile("\(root)/Sources/Toy/Rules/Product.swift", Self.product)
        let lab = try lab
        for file in try lab.starterFiles() {
            try makeFolder("\(lab.starter)/Rules")
            try writeFile("\(lab.starter)/\(file.path)", file.text)
        }
    }

    func solution() throws -> [SourceFile] {
        try lab.solutionFiles().map { SourceFile(path: $0.path, text: Array($0.text.utf8)) }
    }

    /// - Parameter callSeconds: a call may take long on a busy machine; fewer are for code that never answers.
    static func limits(buildSeconds: Int = 120, callSeconds: Int = 10) -> String {
        "{buildSeconds: \(buildSeconds), callSeconds: \(callSeconds), memoryMiB: 128}"
    }

    func setLimits(_ limits: String) throws {
        let text = Self.description.replacing("limits: \(Self.limits())", with: "limits: \(limits)")
        try writeFile("\(root)/Labs/01-Toy/lab.yaml", text)
    }

    static let description = """
        title: A toy
        reference: Sources/Toy
        contract: LabWorker
        limits: \(limits())
        steps:
        - {title: Sums, points: 4, files: [Calculator.swift], hints: [a?, b, c]}
        - {title: Products, points: 6, files: [Rules/Product.swift], hints: [a?, b, c]}
        """

    static let worker = """
        import LabWorker
        import Schema
        serve { call, arguments in
            let (a, b) = (arguments["a"]?.integer ?? 0, arguments["b"]?.integer ?? 0)
            return .integer(Int64(call == "sum" ? Calculator().sum(a, b) : product(a, b)))
        }
        """

    static let calculator = """
        struct Calculator {
            func sum(_ a: Int, _ b: Int) -> Int {
                // lab 01.1: begin
                a + b
                // lab 01.1: end
            }
        }
        """

    static let product = """
        func product(_ a: Int, _ b: Int) -> Int {
            // lab 01.2: begin → return 0
            a * b
            // lab 01.2: end
        }
        """

    /// Two cases for each step, the second with three times the weight.
    static let suite = Suite(
        1, "Toy", level: .lab,
        cases: [
            arithmetic("toy/sum/zero", "sum", 0, 0, 0, step: 1),
            arithmetic("toy/sum", "sum", 2, 3, 5, step: 1, weight: 3),
            arithmetic("toy/product/zero", "product", 0, 7, 0, step: 2),
            arithmetic("toy/product", "product", 6, 7, 42, step: 2, weight: 3),
        ])

    private static func arithmetic(
        _ name: String, _ call: String, _ a: Int, _ b: Int, _ result: Int, step: Int, weight: Int = 1
    ) -> Case {
        Case(
            name, Requirement("A calculator MUST calculate.", source: "arithmetic"), step: step, weight: weight,
            timeLimit: .seconds(10)
        ) { scenario in
            let answer = try await scenario.worker().call(call, ["a": .integer(Int64(a)), "b": .integer(Int64(b))])
            try scenario.expect("\(call) of \(a) and \(b)", answer.integer, equals: result)
        }
    }
}

func withToyCourse(_ body: (ToyCourse) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in try await body(try ToyCourse(in: folder + "/course")) }
}
