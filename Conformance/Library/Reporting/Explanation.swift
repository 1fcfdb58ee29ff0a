extension ReportCase {
    /// What a person should read of a case that didn't pass, as plain text.
    var explanation: String {
        guard verdict == Verdict.fail.rawValue else { return reason }
        let lines = TerminalReport(Report(), style: TerminalStyle(isColoured: false)).explanation(of: self)
        return lines.dropFirst(2).joined(separator: "\n")
    }

    /// The last lines that the code printed: what somebody who looks for a fault with `print` wants to see. Without the
    /// runtime's own words on a crash, of which the finding has what matters.
    var printed: [String] {
        guard var text = evidence.first(where: { $0.name == "output.txt" })?.text else { return [] }
        for mark in ["*** Signal", "*** Program crashed", "Current stack trace:"] {
            if let end = text.firstRange(of: mark) { text = String(text[..<end.lowerBound]) }
        }
        let told = finding?.observed ?? ""
        let lines = text.split(separator: "\n").map(String.init).filter { told.firstRange(of: $0) == nil }
        let last = lines.suffix(Self.mostLines)
        return lines.count > last.count ? ["… \(lines.count - last.count) more lines before"] + last : Array(last)
    }

    private static let mostLines = 8
}
