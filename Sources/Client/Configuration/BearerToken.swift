import Linux
import Synchronization

/// What is sent as `Authorization: Bearer …`: a fixed token, or one in a file that somebody renews.
///
/// A file is read again after a minute, so that a token that was renewed long before its end is never used to its end.
package final class BearerToken: Sendable {
    private struct State: Sendable {
        var token: String
        /// Nil for a token that stays.
        var readAgain: ContinuousClock.Instant?
    }

    private let file: String?
    private let state: Mutex<State>

    package init(_ token: String) {
        file = nil
        state = Mutex(State(token: token))
    }

    package init(file: String) {
        self.file = file
        state = Mutex(State(token: "", readAgain: .now))
    }

    /// - Throws: when the file can't be read and never could.
    func current() throws -> String {
        try state.withLock { state in
            guard let file, let readAgain = state.readAgain, readAgain <= .now else { return state.token }
            do { state.token = try readText(file) } catch {
                if state.token.isEmpty { throw error }
            }
            state.readAgain = .now + .seconds(60)
            return state.token
        }
    }
}
