package import Conformance
package import LabTool
import Linux
package import Testing
import TestSupport

/// What every lab's suite is put to: the reference passes it, and wrong implementations don't.
package struct SuiteTrial: Sendable {
    private let suite: Suite
    private let worker: WorkerProgram

    /// - Parameter worker: the program that answers with the reference.
    package init(_ suite: Suite, worker: String) {
        self.suite = suite
        self.worker = WorkerProgram("\(builtPrograms)/\(worker)")
    }

    /// Every case passes. With further seeds only those with chance in them are told again.
    package func expectReferencePasses(seed: UInt64, at location: SourceLocation = #_sourceLocation) async {
        var suite = suite
        if seed > 1 { suite.cases = suite.cases.filter(\.isSeeded) }
        for one in await Runner(seed: seed).run(suite, on: .lab(worker)).results where one.verdict != .pass {
            Issue.record("\(one.explanation)", sourceLocation: location)
        }
    }

    /// The suite put to the test in short; `make mutants` tries all of them.
    package func expectKilled(_ names: [String], at location: SourceLocation = #_sourceLocation) async throws {
        let lab = try lab
        let folder = try makeTemporaryFolder()
        defer { try? removeTree(folder) }
        let run = try MutantRun(lab: lab, suite: suite, folder: folder)
        let chosen = try MutantRun.mutants(of: lab).filter { names.contains($0.name) }
        #expect(chosen.count == names.count, sourceLocation: location)
        for (name, mutant) in chosen {
            #expect(try await run.run(mutant) == .killed, "\(name)", sourceLocation: location)
        }
    }

    /// - Returns: all mutants: each is for a case that there is, and has its message.
    package func mutants(at location: SourceLocation = #_sourceLocation) throws -> [(name: String, mutant: Mutant)] {
        let mutants = try MutantRun.mutants(of: try lab)
        let known = Set(suite.cases.map(\.identifier))
        for (name, mutant) in mutants {
            #expect(known.contains(mutant.violates), "\(name)", sourceLocation: location)
            #expect(mutant.message.hasPrefix(mutant.violates), "\(name)", sourceLocation: location)
        }
        return mutants
    }

    private var lab: Lab {
        get throws {
            let root = #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")?.lowerBound ?? "".startIndex)
            return try Course(root: String(root)).lab(String(suite.concept.prefix(2)))
        }
    }
}

extension CaseResult {
    /// What a person needs to see of a case that didn't pass.
    package var explanation: String {
        """
        \(`case`.identifier): \(verdict) \(reason)
        \(finding?.scenario.joined(separator: "\n") ?? "")
        expected: \(finding?.expected ?? "")
        observed: \(finding?.observed ?? "")
        """
    }
}
