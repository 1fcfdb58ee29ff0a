import RaftContract
import RaftStage
import Schema

@testable import Raft

/// A cluster to which anything may happen, as a seed decides: the same seed, the same story.
struct RandomCluster {
    private(set) var stage = Stage<RaftMember>()
    private var random: RandomSequence
    private var configuration: RaftConfiguration
    private var contexts: UInt64 = 0
    /// The index that a read must at least have got.
    private var expected: [UInt64: LogIndex] = [:]
    private(set) var violations: [String] = []

    init(seed: UInt64) {
        random = RandomSequence(seed: seed)
        configuration = RaftConfiguration(id: 0, seed: seed)
        configuration.preVote = seed % 2 == 1
        configuration.checkQuorum = seed / 2 % 2 == 1
        configuration.maxMessagesInFlight = 3
        configuration.maxBytesPerMessage = 64
        let voters: [MemberID] = seed % 3 == 0 ? [1, 2, 3, 4, 5] : [1, 2, 3]
        for id in MemberID(1)...7 { start(id, Persisted(voters: voters.contains(id) ? voters : [])) }
    }

    private mutating func start(_ id: MemberID, _ disk: Persisted) {
        configuration.id = id
        stage.start(configuration, disk)
    }

    private mutating func number(_ bound: Int) -> Int { Int(random.next() % UInt64(max(1, bound))) }
    private mutating func member() -> MemberID { MemberID(1 + number(7)) }

    private var leader: MemberID? {
        let leaders = stage.machines.values.filter { $0.isRunning && $0.core.leadership != nil }
        return leaders.max { $0.core.term < $1.core.term }?.core.id
    }

    /// One thing happens.
    mutating func step() {
        stage.report = []
        let id = member()
        switch number(100) {
        case 0..<50: deliver()
        case 50..<70: stage.handle(.tick, by: id)
        case 70..<80: stage.handle(.propose(Array("\(contexts)".utf8)), by: leader ?? id)
        case 80..<84: read(by: id)
        case 84..<85: fault(id) { $0.isDiskSlow = true }
        case 85..<86: fault(id) { $0.isCut = true }
        case 86..<87: crash(id)
        case 87..<93: repair(id)
        case 93..<95: stage.handle(.compact(through: stage.machines[id]?.applied ?? 0), by: id)
        case 95..<96: stage.handle(.transferLeadership(to: id), by: leader ?? id)
        case 96..<97: stage.handle(.unreachable(id), by: leader ?? id)
        default: stage.handle(.proposeMembership(change(id), context: []), by: leader ?? id)
        }
        checkReads()
    }

    /// In any order, now and then twice or not at all.
    private mutating func deliver() {
        guard !stage.network.isEmpty else { return }
        let position = number(min(stage.network.count, 8))
        switch number(12) {
        case 0: stage.network.remove(at: position)
        case 1: stage.network.append(stage.network[position])
        default: stage.deliver(at: position)
        }
    }

    /// What is applied by anyone when the question is asked must be in the answer.
    private mutating func read(by id: MemberID) {
        contexts += 1
        expected[contexts] = stage.history.keys.max() ?? 0
        stage.handle(.read(contexts), by: id)
    }

    private mutating func checkReads() {
        for (member, read) in stage.reads where read.index < expected[read.context] ?? 0 {
            violations.append("\(member) may read at \(read.index) what was \(expected[read.context] ?? 0) before")
        }
        stage.reads = []
    }

    /// Only a few at a time: a story in which nothing runs is dull.
    private mutating func fault(_ id: MemberID, _ change: (inout Machine<RaftMember>) -> Void) {
        guard stage.machines.values.count(where: { $0.isCut || $0.isDiskSlow || !$0.isRunning }) < 2 else { return }
        if var machine = stage.machines[id] {
            change(&machine)
            stage.machines[id] = machine
        }
    }

    private mutating func crash(_ id: MemberID) {
        guard stage.machines.values.count(where: { !$0.isRunning }) < 2 else { return }
        stage.crash(id, kept: number(4))
    }

    private mutating func repair(_ id: MemberID) {
        stage.machines[id]?.isCut = false
        stage.machines[id]?.isDiskSlow = false
        stage.write(id)
        stage.restart(id)
    }

    private mutating func change(_ id: MemberID) -> MembershipChange {
        switch number(6) {
        case 0: .addLearner(id)
        case 1, 2: .addVoter(id)
        case 3: .remove(id)
        default: .replace(voters: Set([member(), member(), member()]).sorted(), learners: [])
        }
    }

    /// For people who look why.
    var summary: String {
        stage.ids.compactMap { stage.machines[$0]?.core.status.json.description }.joined(separator: "\n")
    }

    /// Everything is repaired; then it must go on, within a bounded time.
    /// - Returns: whether all members of the last membership have applied a new command.
    mutating func recovers() -> Bool {
        for id in stage.ids { repair(id) }
        for round in 0..<400 {
            for id in stage.ids { stage.handle(.tick, by: id) }
            for _ in 0..<500 where !stage.network.isEmpty { stage.deliver() }
            stage.report = []
            checkReads()
            guard round > 100, let leader else { continue }
            if case .position(let position) = stage.handle(.propose([1]), by: leader) {
                for _ in 0..<2000 where !stage.network.isEmpty { stage.deliver() }
                let members = stage.machines[leader]?.core.log.membership.members ?? []
                if members.allSatisfy({ stage.machines[$0]?.applied ?? 0 >= position.index }) { return true }
            }
        }
        return false
    }
}
