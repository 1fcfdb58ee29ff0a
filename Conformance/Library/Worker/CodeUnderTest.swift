internal import Linux
public import Schema
internal import Synchronization

/// The code under test, in a process of its own: whatever it does, the harness goes on.
///
/// One call at a time. A call that isn't answered as asked throws ``CodeUnderTestError``, and ends the process.
public final class CodeUnderTest: Sendable {
    private let program: WorkerProgram
    private let process: ProcessID
    private let exchange: Mutex<Exchange>
    private let printed = Mutex(CapturedOutput())
    private let spoken = Mutex(CapturedOutput())
    /// How the process ended; nil while nobody has waited for it.
    private let exit = Mutex<ExitStatus?>(nil)
    private let asked = Mutex(false)

    /// Starts the process.
    /// - Throws: ``Undecided`` when it can't be started: not the code's fault.
    package init(_ program: WorkerProgram) throws(Undecided) {
        self.program = program
        do {
            let pipes = try WorkerPipes()
            process = try program.start(pipes.forWorker)
            exchange = Mutex(Exchange(try pipes.forHarness(process)))
        } catch {
            throw Undecided("the code under test could not be started: \(error)")
        }
    }

    deinit { finish() }

    /// Asks the worker.
    /// - Parameter call: as its `LabWorker.serve` knows it.
    public func call(_ call: String, _ arguments: JSON = [:]) async throws -> JSON {
        // A thread blocks, as nothing else can: meanwhile it takes what the worker prints, too.
        try await blocking { try self.callAtOnce(call, arguments) }
    }

    /// As ``call(_:_:)``, but the calling thread blocks: for a dialogue of thousands of calls, which has a thread of its own.
    public func callAtOnce(_ call: String, _ arguments: JSON = [:]) throws -> JSON {
        asked.withLock { $0 = true }
        defer { asked.withLock { $0 = false } }
        let outcome = exchange.withLock { exchange in
            exchange.ask(call, arguments, within: program.callLimit, keep: keep)
        }
        switch outcome {
        case .answer(let answer): return answer
        case .failed(let reason):
            finish()
            throw CodeUnderTestError(call: call, reason: reason, output: output)
        case .ended:
            throw CodeUnderTestError(call: call, reason: .ended(by: finish()), output: output)
        }
    }

    private func keep(_ trace: Exchange.Trace) {
        switch trace {
        case .printed(let bytes): printed.withLock { $0.append(bytes) }
        case .request(let line): spoken.withLock { $0.append(Array("→ ".utf8) + line) }
        case .answer(let line): spoken.withLock { $0.append(Array("← ".utf8) + line) }
        }
    }

    /// What it was asked and what it answered, a line each; the beginning and the end.
    public var transcript: String { spoken.withLock(\.text) }

    /// What the code printed, its beginning and its end.
    public var output: String { printed.withLock(\.text) }

    /// True while a call waits for its answer.
    public var isBeingAsked: Bool { asked.withLock(\.self) }

    /// Ends the process. A call that waits for an answer then throws.
    public func end() { finish() }

    /// The process is ended together with whatever it started, before it is waited for: until then nobody else can have
    /// its number.
    @discardableResult
    private func finish() -> ExitStatus {
        exit.withLock { status in
            if let status { return status }
            program.kill(process)
            let ended = (try? waitForChild(process)) ?? -1
            status = ended
            return ended
        }
    }
}
