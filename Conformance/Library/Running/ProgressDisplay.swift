internal import Glibc
internal import Synchronization

/// How a run goes, for somebody who waits: one line that changes on a terminal, otherwise a line for each case.
public final class ProgressDisplay: Sendable {
    private let isTerminal: Bool
    private let total: Int
    private let write: @Sendable (String) -> Void
    private let counts = Mutex<[Verdict: Int]>([:])

    /// - Parameters:
    ///   - total: the number of cases of the run.
    ///   - write: prints a text as it is.
    public init(of total: Int, isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
        self.total = total
        self.isTerminal = isTerminal
        self.write = write
    }

    /// On standard error, so that standard output has the result alone.
    public convenience init(of total: Int) {
        self.init(of: total, isTerminal: isatty(2) == 1) { text in
            let bytes = Array(text.utf8)
            _ = Glibc.write(2, bytes, bytes.count)
        }
    }

    public func show(_ progress: Runner.Progress) {
        switch progress {
        case .began(let next, _): if isTerminal { showLine(next.identifier) }
        case .ended(let result, _):
            let done = counts.withLock { counts in
                counts[result.verdict, default: 0] += 1
                return counts.values.reduce(0, +)
            }
            let line = "\(done)/\(total) \(result.verdict.rawValue) \(result.case.identifier)"
            if isTerminal { showLine(result.case.identifier) } else { write(line + "\n") }
        }
    }

    /// Takes the changing line away.
    public func end() {
        if isTerminal { write("\r\u{1b}[K") }
    }

    private func showLine(_ identifier: String) {
        let counts = counts.withLock(\.self)
        let marks = Verdict.allCases.compactMap { verdict in
            counts[verdict].map { "\(verdict.mark) \($0)" }
        }
        let text = "\(counts.values.reduce(0, +))/\(total)  \(marks.joined(separator: "  "))  \(identifier)"
        write("\r\u{1b}[K" + text.prefix(79))
    }
}

extension Verdict {
    /// One column wide.
    public var mark: String {
        switch self {
        case .pass: "✓"
        case .fail: "✗"
        case .skip: "–"
        case .unknown: "?"
        }
    }
}
