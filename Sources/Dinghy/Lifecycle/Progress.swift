import Glibc
import Linux

/// The steps of a command as they happen, with what each took; on a terminal the one in progress shows, too.
///
/// ```
///   ✓ Certificates and kubeconfigs (0.4 s)
///   ✗ API server
/// ```
struct Progress: Sendable {
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    @discardableResult
    func step<Result: ~Copyable>(_ title: String, _ body: () throws -> Result) throws -> Result {
        let start = begin(title)
        do {
            let result = try body()
            done(title, since: start)
            return result
        } catch {
            failed(title)
            throw error
        }
    }

    @discardableResult
    func step<Result: ~Copyable>(_ title: String, _ body: () async throws -> Result) async throws -> Result {
        let start = begin(title)
        do {
            let result = try await body()
            done(title, since: start)
            return result
        } catch {
            failed(title)
            throw error
        }
    }

    private func begin(_ title: String) -> Int64 {
        if isTerminal { show("  … \(title)") }
        return monotonicNanoseconds()
    }

    private func done(_ title: String, since start: Int64) {
        let tenths = (monotonicNanoseconds() - start) / 100_000_000
        show("\(again)  ✓ \(title) (\(tenths / 10).\(tenths % 10) s)\n")
    }

    private func failed(_ title: String) { show("\(again)  ✗ \(title)\n") }

    /// Back to the line's beginning, and what stood there away.
    private var again: String { isTerminal ? "\r\u{1B}[K" : "" }

    private func show(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }
}
