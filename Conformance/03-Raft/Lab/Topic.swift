internal import Conformance
internal import RaftSimulation

extension Topic {
    /// - Parameter section: of the paper: In Search of an Understandable Consensus Algorithm (extended version), 2014.
    init(step: Int, name: String, section: String, invariant: String, look: String) {
        self.init(
            concept: "raft", step: step, name: name, source: "Raft paper, \(section)", invariant: invariant, look: look
        ) { text, scenario in
            try await Story.tell(text, scenario)
        }
    }

    /// A case in which a cluster of the code under test is simulated, run after run, until an invariant breaks.
    /// - Parameters:
    ///   - fixed: the seeds of the runs; otherwise so many that follow from the case's.
    ///   - plan: of a run, by its seed.
    func simulated(
        _ name: String, must: String, says: String = "", weight: Int = 3, source: String? = nil, runs: Int,
        fixed: Bool = false, coverage: Coverage = .core, plan: @escaping @Sendable (UInt64) -> Plan
    ) -> Case {
        var told = make(
            name, must: must, says: says, weight: weight, source: source, isSeeded: !fixed
        ) { scenario in
            let seeds = (0..<UInt64(runs)).map { fixed ? $0 + 1 : scenario.seed % 1_000_000_000 + $0 }
            try await ClusterRuns(scenario).run(seeds.map(plan))
        }
        told.coverage = coverage
        return told
    }
}
