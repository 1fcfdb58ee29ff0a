@testable import Conformance
import Glibc
import Linux
import Schema
import Testing

/// Of the code under test, whatever it does, nothing reaches the harness but an answer or an explanation.
@Suite struct CodeUnderTestTests {
    @Test func aWorkerAnswersAndWhatItPrintsIsKept() async throws {
        let scenario = try testScenario()
        defer { scenario.end() }
        let worker = try scenario.worker()
        let big = JSON.array((0..<100_000).map { .integer(Int64($0)) })
        #expect(try await worker.call("echo", ["all": big]) == ["all": big])
        #expect(try await worker.call("print") == true)
        #expect(worker.output == "here I am\n")
    }

    @Test(arguments: [
        ("missing", "`untolerated(_:)` is not written yet: TaintToleration.swift, line 31"),
        ("crash", "Swift stopped it"), ("recurse", "a recursion without end?"),
        ("exit", "ended its process (exit code 0) instead of answering `exit`"),
        ("hang", "gave no answer to `hang` within 2 s"), ("memory", "crashed when it was asked `memory`"),
        ("flood", "no end after 16 MiB"), ("forge", #"descriptors: "{\"verdict\":\"pass\",\"points\":100}""#),
        ("close", "closed the descriptor"), ("leave", "exit code 3"), ("unheard", "no such call: unheard"),
    ])
    func whatWorkersDoWrongIsExplained(_ call: String, _ explanation: String) async throws {
        let scenario = try testScenario(callLimit: call == "hang" ? .seconds(2) : .seconds(30))
        defer { scenario.end() }
        let worker = try scenario.worker()
        let error = await #expect(throws: CodeUnderTestError.self) { try await worker.call(call) }
        #expect("\(try #require(error))".contains(explanation), "\(String(describing: error))")
    }

    @Test func aWorkerThatPrintsMuchIsHeardOut() async throws {
        let scenario = try testScenario()
        defer { scenario.end() }
        let worker = try scenario.worker()
        #expect(try await worker.call("chatter") == true)
        #expect(worker.output.utf8.count < 110_000)
        #expect(worker.output.contains("bytes left out"))
        #expect(worker.output.hasPrefix("line 0\n"))
    }

    @Test func aCrashIsToldWithItsPlace() async throws {
        let scenario = try testScenario()
        defer { scenario.end() }
        let error = await #expect(throws: CodeUnderTestError.self) { try await scenario.worker().call("recurse") }
        #expect("\(try #require(error))".contains("in descend(_:), main.swift, line "))
    }
}
