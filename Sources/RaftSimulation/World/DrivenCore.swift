package import RaftContract

/// A member's core as the simulation drives it: in this process, or in another one behind a pipe, where calls can fail.
package protocol DrivenCore {
    var status: RaftStatus { get }

    /// - Parameters:
    ///   - event: nil when only the output is wanted.
    ///   - takesOutput: whether the last output has been worked off, so that the next is wanted.
    mutating func handle(_ event: RaftEvent?, takesOutput: Bool) throws -> (answer: RaftAnswer, output: RaftOutput?)
}

/// In this process: quick, and all that the simulator's own tests need.
package struct LocalCore<Core: RaftCore>: DrivenCore {
    private var core: Core

    package init(_ core: Core) { self.core = core }

    package init(_ configuration: RaftConfiguration, _ persisted: Persisted) {
        core = Core(configuration: configuration, persisted: persisted)
    }

    package var status: RaftStatus { core.status }

    package mutating func handle(
        _ event: RaftEvent?, takesOutput: Bool
    ) throws -> (answer: RaftAnswer, output: RaftOutput?) {
        let answer = event.map { core.handle($0) } ?? .done
        return (answer, takesOutput ? core.takeOutput() : nil)
    }
}

extension RemoteRaft: DrivenCore {
    package mutating func handle(
        _ event: RaftEvent?, takesOutput: Bool
    ) throws -> (answer: RaftAnswer, output: RaftOutput?) {
        let events = event.map { [$0] } ?? []
        if takesOutput {
            let (answers, output) = try handleAndTakeOutput(events)
            return (answers.first ?? .done, output)
        }
        return (try handle(events).first ?? .done, nil)
    }
}
