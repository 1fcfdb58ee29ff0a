import ArgumentParser
import TestSupport
import Testing

@testable import Dinghy

@Suite("What is to be examined")
struct ConformanceTargetTests {
    @Test(
        "a program is named by its path, or by its name as a shell finds it",
        arguments: ["kube-proxy=dinghy kube-proxy", "x=sh -c true", "x=/bin/sh"])
    func program(component: String) throws {
        _ = try ConformanceTarget.parse(["--component", component])
    }

    @Test(
        "what is no program is refused by its name",
        arguments: ["x=there-is-no-such-program", "x=./there-is-no-such-program"])
    func nothing(component: String) {
        let error = #expect(throws: (any Error).self) { try ConformanceTarget.parse(["--component", component]) }
        let text = error.map { ConformanceTarget.message(for: $0) } ?? ""
        #expect(text.contains("there-is-no-such-program is not there"))
    }
}
