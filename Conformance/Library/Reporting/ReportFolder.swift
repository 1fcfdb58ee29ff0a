internal import Linux
internal import Schema

/// Where a run leaves its results: one report in every form that somebody may read.
///
/// ```
/// out/  report.json  report.html  junit.xml  gradescope.json  results.json (exercism's name for its form)
///       evidence/scheduler-taints-no-schedule/output.txt
/// ```
public struct ReportFolder: Sendable {
    public let path: String

    /// Made when it isn't there; what an earlier run left in it is replaced.
    public init(_ path: String) { self.path = path }

    public func write(_ report: Report) throws {
        try makeFolder(path)
        try removeTree("\(path)/evidence")
        for evidence in report.cases.flatMap(\.evidence) {
            try makeFolder(folder(of: evidence))
            try replaceFile("\(path)/\(evidence.file)", with: Array(evidence.text.utf8))
        }
        try write("report.json", report.json.pretty + "\n")
        try write("report.html", HTMLReport(report).text)
        try write("junit.xml", report.junit)
        try write("gradescope.json", report.gradescope.pretty + "\n")
        try write("results.json", report.exercism.pretty + "\n")
    }

    private func folder(of evidence: ReportEvidence) -> String {
        let whole = "\(path)/\(evidence.file)"
        return String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
    }

    private func write(_ name: String, _ text: String) throws {
        try replaceFile("\(path)/\(name)", with: Array(text.utf8))
    }
}
