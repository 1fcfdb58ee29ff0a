internal import RaftContract
internal import Synchronization

/// Messages for one member, until its stream takes them. Bounded: for who can't be reached nothing piles up.
final class Outbox: Sendable {
    private static let limit = (count: 4096, size: 32 << 20)
    /// Of one frame: what a member that is behind gets at once.
    private static let frameSize = 4 << 20

    private struct State {
        var messages: [PeerMessage] = []
        var size = 0
        var reader: CheckedContinuation<Void, Never>?
        var isClosed = false
        /// Wants an empty frame, which the other side answers as a sign of life.
        var mustPing = false

        var hasNews: Bool { !messages.isEmpty || isClosed || mustPing }
    }

    private let state = Mutex(State())

    /// - Returns: false if they are lost, because too much waits.
    func put(_ messages: [PeerMessage]) -> Bool {
        let size = messages.reduce(0) { $0 + $1.size }
        let (fits, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard !state.isClosed, state.messages.count < Self.limit.count, state.size < Self.limit.size else {
                return (false, nil)
            }
            state.messages += messages
            state.size += size
            return (true, state.reader.take())
        }
        reader?.resume()
        return fits
    }

    func ping() { change { $0.mustPing = true } }

    func close() { change { $0.isClosed = true } }

    var isClosed: Bool { state.withLock(\.isClosed) }

    /// What nobody took is old by now; Raft sends it again if it matters.
    func clear() {
        state.withLock { state in
            state.messages = []
            state.size = 0
        }
    }

    /// Waits for messages, or for a ping; nil when closed or cancelled.
    func next() async -> [PeerMessage]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.hasNews || Task.isCancelled { return true }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume()
        }
        return Task.isCancelled ? nil : take()
    }

    private func take() -> [PeerMessage]? {
        state.withLock { state in
            if state.isClosed { return nil }
            if state.mustPing {
                state.mustPing = false
                return []
            }
            var size = 0
            let count = state.messages.firstIndex { message in
                size += message.size
                return size > Self.frameSize
            }
            let taken = Array(state.messages.prefix(max(1, count ?? state.messages.count)))
            state.messages.removeFirst(taken.count)
            state.size = state.messages.isEmpty ? 0 : state.size - taken.reduce(0) { $0 + $1.size }
            return taken
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            return state.reader.take()
        }
        reader?.resume()
    }
}
