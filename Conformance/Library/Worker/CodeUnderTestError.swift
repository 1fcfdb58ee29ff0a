internal import Glibc
internal import Linux

/// The code under test didn't answer as asked. The case has failed; the explanation is for whoever wrote the code.
public struct CodeUnderTestError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// A part that is still to be written was called.
        case notWritten(String, file: String, line: Int)
        case crash(signal: Int32)
        case exit(code: Int32)
        case hang(Duration)
        /// A line that is no answer to the request; its beginning.
        case garbage(String)
        /// An answer without end.
        case flood
        /// It closed the way that answers go, and lived on.
        case closed
        /// The worker doesn't know the call, or can't read its arguments.
        case refused(String)

        static func ended(by status: ExitStatus) -> Reason {
            status >= 128 ? .crash(signal: status - 128) : .exit(code: status)
        }
    }

    /// What was asked.
    public var call: String
    public var reason: Reason
    /// What the code has printed, bounded.
    public var output: String

    public var description: String {
        switch reason {
        case .notWritten(let what, let file, let line): "`\(what)` is not written yet: \(file), line \(line)"
        case .crash(let signal):
            "your code crashed when it was asked `\(call)`: \(Self.meaning(of: signal))\(lastWords)"
        case .exit(let code):
            "your code ended its process (exit code \(code)) instead of answering `\(call)`; nothing that it does "
                + "before counts as passed"
        case .hang(let limit): "your code gave no answer to `\(call)` within \(limit.milliseconds / 1000) s"
        case .garbage(let line):
            "the answer to `\(call)` is not one that the worker gives; code must not write to the harness's "
                + "descriptors: \(line.debugDescription)"
        case .flood: "the answer to `\(call)` had no end after \(Exchange.longestAnswer >> 20) MiB"
        case .closed: "your code closed the descriptor that answers go to, when it was asked `\(call)`"
        case .refused(let message): "the worker refused `\(call)`: \(message)"
        }
    }

    /// The line in which Swift's runtime says why it stopped, and where in the code that was.
    private var lastWords: String {
        let lines = output.split(separator: "\n")
        let reason = lines.last { $0.contains("Fatal error") || $0.contains("failed:") }.map(String.init)
        return [reason, lines.lazy.compactMap(Self.place).first].compactMap { $0.map { "\n\($0)" } }.joined()
    }

    /// A line of a backtrace that is about the worker's own code, and not a library's.
    ///
    ///     3 [ra] 0x000055d30d733190 Fit.check(_:on:) + 79 in worker at /home/ada/lab-09/Fit.swift:12:9
    private static func place(_ line: Substring) -> String? {
        guard let at = line.firstRange(of: " at /"), let address = line.firstRange(of: " 0x"),
            let offset = line.firstRange(of: " + "), let image = line.firstRange(of: " in "),
            address.upperBound < offset.lowerBound, !line[image.upperBound...].hasPrefix("lib"),
            let file = line[at.upperBound...].split(separator: "/").last
        else { return nil }
        var words = line[address.upperBound..<offset.lowerBound].split(separator: " ").dropFirst()
        // A closure of a file's top level stands "in" nothing.
        if words.last == "in" { words.removeLast() }
        let numbers = file.split(separator: ":")
        guard numbers.count == 3 else { return nil }
        return "in \(words.joined(separator: " ")), \(numbers[0]), line \(numbers[1])"
    }

    private static func meaning(of signal: Int32) -> String {
        switch signal {
        case SIGILL, SIGTRAP:
            "Swift stopped it (an index out of range, an overflow, a nil that was unwrapped by force, a precondition)"
        case SIGSEGV, SIGBUS: "it used memory that isn't its own (a recursion without end?)"
        case SIGABRT: "it called abort"
        case SIGKILL: "it was killed (more memory or processor time than it may have?)"
        case SIGXFSZ: "it wrote a larger file than it may"
        default: "signal \(signal)"
        }
    }
}
