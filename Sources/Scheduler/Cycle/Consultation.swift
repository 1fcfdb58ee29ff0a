import Schema
import SchedulerContract

/// An attempt that waits for the answer of extenders: programs outside that rule out nodes, too, and prefer some.
///
/// ```
///   filter ──▶ feasible nodes ──▶ .consult ┄┄┄▶ .answered ──▶ those accepted, if they still are feasible ──▶ score, choose
/// ```
/// One attempt at a time, as without extenders: what they say depends on what was decided before. But the cluster doesn't
/// stand still meanwhile, so nothing of it is kept by number, the accepted nodes are filtered again, and a pod that is turned
/// down takes note of what has happened in between.
///
/// Source: kubernetes.io, Reference → Scheduler Configuration → Extender; the upstream's pkg/scheduler/extender.go.
/// Left out compared with Kubernetes: asking extenders whom a pod may displace.
struct Consultation: Sendable {
    private(set) var attempt: SchedulingQueue.Attempt
    let rules: Rules
    /// By name.
    let nodes: [String]
    var diagnosis: Diagnosis
    var notes: AttemptNotes
    /// The only node is the one where room was made.
    let isOfNominatedNode: Bool
    /// What has happened since the question.
    var changes: ClusterChange = []
    private(set) var answer: ExtenderAnswer?

    init(
        _ attempt: SchedulingQueue.Attempt, _ rules: Rules, nodes: [String], _ diagnosis: Diagnosis,
        _ notes: AttemptNotes, isOfNominatedNode: Bool
    ) {
        self.attempt = attempt
        self.rules = rules
        self.nodes = nodes
        self.diagnosis = diagnosis
        self.notes = notes
        self.isOfNominatedNode = isOfNominatedNode
    }

    /// An answer about another pod comes too late, and counts for nothing.
    mutating func take(_ answer: ExtenderAnswer) {
        if answer.uid == attempt.info.uid { self.answer = answer }
    }

    /// - Returns: whether the pod is the one that is asked about.
    mutating func update(_ info: PodInfo) -> Bool {
        guard info.uid == attempt.info.uid else { return false }
        attempt.info = info
        return true
    }
}

extension DefaultScheduler {
    mutating func consult(
        on slots: [Int], for attempt: SchedulingQueue.Attempt, _ rules: Rules, _ diagnosis: Diagnosis,
        _ notes: AttemptNotes
    ) -> SchedulerAction {
        let names = slots.map { cluster.nodes[$0].name }
        var notes = notes
        notes.pause(in: cluster)
        let nominated = cluster.nominations.node(of: attempt.info.uid)
        consultation = Consultation(
            attempt, rules, nodes: names, diagnosis, notes, isOfNominatedNode: names == [nominated])
        return .consult(ExtenderQuestion(attempt.info.pod, nodes: names))
    }

    /// The pod is gone, or placed by somebody else: whatever is answered, it is too late.
    mutating func endConsultation(on uid: String) {
        if consultation?.attempt.info.uid == uid { consultation = nil }
    }

    /// Goes on with the attempt, if there is an answer.
    mutating func resume(now: SchedulerInstant) -> SchedulerAction? {
        guard var asked = consultation, let answer = asked.answer else { return nil }
        consultation = nil
        let attempt = asked.attempt
        let nominated = cluster.nominations.node(of: attempt.info.uid)
        let action: SchedulerAction
        let slots = answer.error.isEmpty ? judge(&asked, by: answer) : []
        if !answer.error.isEmpty {
            queue.retry(attempt, now: now)
            action = .failed(attempt.info.pod, answer.error)
        } else if slots.isEmpty, asked.isOfNominatedNode {
            return decide(attempt, asked.rules, triesNominatedNode: false, now: now)
        } else if slots.isEmpty {
            action = turnDown(asked, now: now)
        } else {
            let slot = cycle.choose(
                among: slots, for: attempt.info, in: cluster, by: asked.rules, &asked.notes, answer.scores)
            action = bind(attempt, to: slot, now: now)
        }
        remember(action, attempt, nominated: nominated, asked.notes)
        return action
    }

    /// The nodes that nobody has anything against; the refusals of the others are written down.
    private mutating func judge(_ asked: inout Consultation, by answer: ExtenderAnswer) -> [Int] {
        let refusals = [String: ExtenderRefusal](answer.refusals.map { ($0.node, $0) }) { first, _ in first }
        var filter = cycle.filter(asked.attempt.info, in: &cluster, by: asked.rules)
        var accepted: [Int] = []
        for name in asked.nodes {
            guard let slot = cluster.slot(of: name), cluster.nodes[slot].isKnown else { continue }
            let refusal = refusals[name].map(Filter.Refusal.init) ?? filter.refusal(of: slot, in: &cluster)
            if let refusal {
                asked.diagnosis.add(refusal, of: slot)
                asked.notes.refuse(slot, refusal)
            } else {
                accepted.append(slot)
                asked.notes.accept(slot)
            }
        }
        return accepted
    }

    private mutating func turnDown(_ asked: Consultation, now: SchedulerInstant) -> SchedulerAction {
        var diagnosis = asked.diagnosis
        diagnosis.forgetNodes(goneFrom: cluster)
        let action = makeRoom(for: asked.attempt, diagnosis, asked.rules, now: now)
        if !asked.changes.isEmpty { queue.activate(asked.attempt.info.uid, now: now) }
        return action
    }
}

/// Stands for the extenders among the predicates that have refused a node. Nobody knows what changes their minds, so
/// anything may.
struct ExtenderVerdict: Predicate {
    static let name: PluginName = "Extender"
    static let curedBy = ClusterChange.nodeChanges.union(.podChanges).union([.nodeRemoved, .storage, .namespaces])

    init?(_ pod: PodInfo, in cluster: Cluster) { return nil }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] { [] }
}

extension Filter.Refusal {
    init(_ refusal: ExtenderRefusal) {
        let reason = refusal.reason.isEmpty ? "node(s) were refused by an extender" : refusal.reason
        self.init(
            predicate: ExtenderVerdict.self, rejections: [refusal.isFinal ? .other(reason) : .extender(reason)],
            extender: refusal.extender)
    }
}
