internal import Synchronization

/// A case being told: what has happened so far, what is under test, and chance.
///
/// A story says what it does in sentences as it does it; when an expectation isn't met, they become the failure's
/// scenario. Everything a story starts through its scenario is ended by the runner.
public final class Scenario: Sendable {
    public let subject: Subject
    /// Of this case; from the run's seed.
    public let seed: UInt64
    public let requirement: Requirement
    private let shared: (any Sendable)?
    private let state = Mutex(State())

    private struct State {
        var sentences: [String] = []
        var evidence: [Evidence] = []
        var workers: [CodeUnderTest] = []
        var endings: [@Sendable () -> Void] = []
        var isOver = false
    }

    public init(_ subject: Subject, requirement: Requirement, seed: UInt64, setting: (any Sendable)? = nil) {
        self.subject = subject
        self.requirement = requirement
        self.seed = seed
        shared = setting
    }

    /// Adds a sentence to the story: "node n1 has 2 CPUs".
    public func say(_ sentence: String) {
        state.withLock { $0.sentences.append(sentence) }
    }

    /// Adds a text to the report, whatever the verdict: a log, a list of messages. The last one of a name counts.
    public func attach(_ name: String, _ text: String) {
        state.withLock { state in
            state.evidence.removeAll { $0.name == name }
            state.evidence.append(Evidence(name, text))
        }
    }

    /// The same sequence whenever the case runs with the same seed.
    /// - Parameter purpose: different purposes have different sequences, so that one more draw for the nodes doesn't
    ///   change the pods.
    public func randomness(_ purpose: String = "") -> Randomness { Randomness(seed: seed, named: purpose) }

    /// Starts the code under test in a process of its own; each call starts another one.
    ///
    /// Its calls throw ``CodeUnderTestError``, which is a failed case; a story needs not catch it.
    public func worker() throws -> CodeUnderTest {
        guard case .lab(let program) = subject else {
            throw Undecided("the case asks for a worker, but what is examined is a \(subject.level.rawValue)")
        }
        let worker = try CodeUnderTest(program)
        let isOver = state.withLock { state in
            state.workers.append(worker)
            return state.isOver
        }
        if isOver { worker.end() }
        return worker
    }

    /// What the suite prepared for all its cases.
    public func setting<Value>(as type: Value.Type = Value.self) throws -> Value {
        guard let value = shared as? Value else { throw Undecided("the suite has prepared no \(type)") }
        return value
    }

    /// The program that is to be a component: `scheduler`.
    public func program(for component: String) throws -> String {
        guard case .component(let programs, _) = subject, let path = programs[component] else {
            throw Skipped("no \(component) was given (--component \(component)=PROGRAM)")
        }
        return path
    }

    public var sentences: [String] { state.withLock(\.sentences) }

    public var evidence: [Evidence] {
        let (evidence, workers) = state.withLock { ($0.evidence, $0.workers) }
        let output = workers.map(\.output).filter { !$0.isEmpty }.joined(separator: "\n")
        return output.isEmpty ? evidence : evidence + [Evidence("output.txt", output)]
    }

    /// What the workers were asked and answered; nothing when there was none.
    var transcript: Evidence? {
        let text = state.withLock(\.workers).map(\.transcript).joined(separator: "\n")
        return text.isEmpty ? nil : Evidence("calls.txt", text)
    }

    /// The worker that is being waited for, if one is: then it is the one to blame for a case that doesn't end.
    var waiting: CodeUnderTest? { state.withLock { $0.workers.first { $0.isBeingAsked } } }

    /// Done when the story has ended, however it has; the last one first.
    public func atEnd(_ ending: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.isOver { state.endings.append(ending) }
            return state.isOver
        }
        if isOver { ending() }
    }

    /// Ends what the story has started. Calls that wait for an answer then throw.
    func end() {
        let (workers, endings) = state.withLock { state in
            state.isOver = true
            defer { state.endings = [] }
            return (state.workers, state.endings)
        }
        for worker in workers { worker.end() }
        for ending in endings.reversed() { ending() }
    }
}
