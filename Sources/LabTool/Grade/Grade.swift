package import Conformance

/// What came of one submission.
package struct Grade: Sendable {
    package enum State: String, Sendable {
        case graded
        /// Not a collection of source files.
        case refused
        case notBuilt = "not built"
        /// The grader's own failure: no mark.
        case unknown
    }
    package let name: String
    package var state: State
    /// Why it is not graded.
    package var explanation: String
    package var remarks: [String] = []
    package var results: [CaseResult] = []
    package var marks: Marks?
    package var seconds = 0.0

    package init(_ name: String, _ state: State, explanation: String = "") {
        self.name = name
        self.state = state
        self.explanation = explanation
    }

    package func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

    /// Nothing is judged by what the grader could not tell.
    package var isCertain: Bool { state != .unknown && count(.unknown) == 0 }

    /// `42.5`, or a question mark.
    package var mark: String { isCertain ? marks.map { Marks.text($0.total) } ?? "?" : "?" }
}
