import Raft
import RaftContract
import RaftSimulation
import Testing

/// A plan that ``PlainRaft`` can take part in.
private func plainPlan(_ seed: UInt64) -> Plan {
    var plan = Plan.random(seed: seed)
    plan.troubles.subtract(.membershipChanges)
    plan.spares = 0
    return plan
}

private func runPlain(_ seed: UInt64, _ mistake: PlainRaft.Mistake = .none, isRecorded: Bool = false) throws -> Run {
    try Simulation.run(plainPlan(seed), isRecorded: isRecorded) { LocalCore(PlainRaft($0, $1, mistake)) }
}

@Suite(.timeLimit(.minutes(5))) struct SimulationTests {
    /// So many seeds; the rest of them: `make soak`.
    private static let seeds: ClosedRange<UInt64> = 1...2000

    @Test("The reference keeps every invariant, whatever goes wrong")
    func reference() async throws {
        var all = RunCounts()
        try await withThrowingTaskGroup(of: (RunCounts, [String]).self) { group in
            for part in 0..<2 as Range<UInt64> { group.addTask { try Self.run(part: part) } }
            for try await (counts, violations) in group {
                all.add(counts)
                for violation in violations { Issue.record("\(violation)") }
            }
        }
        expectEverythingHappened(all)
    }

    /// The even or the odd seeds.
    private static func run(part: UInt64) throws -> (RunCounts, [String]) {
        var (counts, violations) = (RunCounts(), [String]())
        for seed in seeds where seed % 2 == part {
            let run = try Simulation.run(Plan.random(seed: seed)) {
                LocalCore(RaftMember(configuration: $0, persisted: $1))
            }
            counts.add(run.counts)
            if let violation = run.violation { violations.append("\(violation)\nmake soak SEED=\(seed)") }
        }
        return (counts, violations)
    }

    /// A simulation in which nothing goes wrong proves nothing.
    private func expectEverythingHappened(_ counts: RunCounts) {
        for point in ["any", "beforeWrite", "beforeSync", "beforeSend"] { #expect(counts.crashes[point] ?? 0 > 50) }
        #expect(counts.elections > 1000)
        #expect(counts.commits > 10_000)
        #expect(counts.reads > 1000)
        #expect(counts.lostMessages > 10_000)
        #expect(counts.snapshotsInstalled > 50)
        #expect(counts.membershipChanges > 100)
        #expect(counts.transfers > 50)
        #expect(counts.pauses > 100)
        #expect(counts.partitions > 100)
    }

    @Test("A second Raft, written for this test, keeps them, too", arguments: 1...60 as ClosedRange<UInt64>)
    func plain(seed: UInt64) throws {
        let run = try runPlain(seed)
        #expect(run.violation == nil)
    }

    @Test("Each mistake is found", arguments: PlainRaft.Mistake.allCases.dropFirst())
    func mistakes(mistake: PlainRaft.Mistake) throws {
        // Most are found in the first ten.
        let seeds = 1...150 as ClosedRange<UInt64>
        #expect(try seeds.contains { try runPlain($0, mistake).violation != nil })
    }

    @Test("The same plan gives the same run")
    func replay() throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let (one, two) = (try runPlain(seed, .votesTwice, isRecorded: true), try runPlain(seed, .votesTwice))
            #expect(one.violation == two.violation)
            #expect(one.counts.events == two.counts.events)
        }
    }

    @Test("A violation has a timeline that says where it was, without a script or anything from elsewhere")
    func timeline() throws {
        let seeds = 1...50 as ClosedRange<UInt64>
        let seed = try #require(try seeds.first { try runPlain($0, .forgetsVote).violation != nil })
        let run = try runPlain(seed, .forgetsVote, isRecorded: true)
        let violation = try #require(run.violation)
        let page = TimelinePage(
            title: "A <bad> run", violation: violation.description, facts: [("Seed", "1")],
            recording: try #require(run.recording))
        #expect(page.html.contains("✗ \(violation.what)"))
        #expect(page.html.contains("A &lt;bad&gt; run"))
        #expect(!page.html.contains("<script") && !page.html.contains("http"))
    }
}

extension RunCounts {
    fileprivate mutating func add(_ other: RunCounts) {
        events += other.events
        elections += other.elections
        commits += other.commits
        reads += other.reads
        lostMessages += other.lostMessages
        crashes.merge(other.crashes, uniquingKeysWith: +)
        snapshotsInstalled += other.snapshotsInstalled
        membershipChanges += other.membershipChanges
        transfers += other.transfers
        pauses += other.pauses
        partitions += other.partitions
    }
}
