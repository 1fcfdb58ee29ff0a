import API
import ArgumentParser
import Client
import Glibc
import HTTP

/// What the user should be told as it stands; the command ends with 1.
struct UsageError: Error, CustomStringConvertible {
    let description: String
    let code: Int32
    init(_ description: String, code: Int32 = 1) {
        self.description = description
        self.code = code
    }
}

/// Runs a verb, and turns what it throws into kubectl's words on standard error and an exit code.
func reporting(_ verb: () async throws -> Void) async throws {
    do { try await verb() } catch let error as ExitCode {
        throw error
    } catch {
        printError(explanation(of: error))
        throw ExitCode((error as? UsageError)?.code ?? 1)
    }
}

/// `Error from server (NotFound): pods "web" not found`.
func explanation(of error: any Error) -> String {
    switch error {
    case let status as Status: explanation(of: status)
    case HTTPError.cannotConnect(let why):
        "The connection to the server was refused - did you specify the right host or port? (\(why))"
    case let error as any CustomStringConvertible where error is UsageError: error.description
    default: "error: \(error)"
    }
}

private func explanation(of status: Status) -> String {
    guard status.reason == .invalid, let details = status.details else {
        let reason = status.reason.rawValue
        return "Error from server\(reason.isEmpty ? "" : " (\(reason))"): \(status.message)"
    }
    let kind = details.kind + (details.group.isEmpty ? "" : ".\(details.group)")
    let causes = details.causes.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
    let head = "The \(details.kind.isEmpty ? kind : details.kind) \"\(details.name)\" is invalid: "
    return causes.count == 1 ? head + causes[0] : head + causes.map { "\n* \($0)" }.joined()
}

/// A line on standard error.
func printError(_ text: String) { try? Standard.write(Array("\(text)\n".utf8), to: STDERR_FILENO) }

/// Text on standard output, at once: whoever reads through a pipe sees a watch's rows when they come. When nobody reads
/// any more there is nobody to tell either.
func write(_ text: String) { try? Standard.write(Array(text.utf8)) }
