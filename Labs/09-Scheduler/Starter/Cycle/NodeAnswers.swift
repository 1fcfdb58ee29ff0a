import API

/// What nodes have answered: pods of one template ask the same, and a node that hasn't changed answers the same.
///
/// A thousand replicas that fit nowhere, or that have to make room for themselves one by one, ask thousands of nodes each;
/// between two of them, one or two nodes have changed.
/// Invariant: what is remembered is what asking again would give. So only answers of rules that look at nothing but the
/// pod and one node are kept (``Predicate/isLocal``), and each only for that node's ``NodeLoad/version``.
struct NodeAnswers: Sendable {
    /// Each no, and what would have to go from a node to make it a yes.
    private var refusals = Answers<Filter.Refusal>()
    private var rooms = Answers<VictimSearch.Outcome>()

    private var template: PodInfo?
    private var budgetsVersion = 0
    /// Counts up with each template: only the last one's answers are of use.
    private var question = 0
    private var isOn = false

    /// The next questions are about this filter's pod.
    mutating func begin(_ filter: Filter, in cluster: Cluster) {
        let pod = filter.pod
        // A node that is kept for a pod answers this pod otherwise than others of its template.
        isOn = filter.isLocal && cluster.nominations.node(of: pod.uid) == nil
        guard isOn else { return }
        if let template, template.asksLike(pod), budgetsVersion == cluster.budgetsVersion { return }
        template = pod
        budgetsVersion = cluster.budgetsVersion
        question += 1
    }

    /// As ``Filter/refusal(of:in:)``.
    mutating func refusal(of slot: Int, _ filter: inout Filter, in cluster: inout Cluster) -> Filter.Refusal? {
        guard isOn else { return filter.refusal(of: slot, in: &cluster) }
        let version = cluster.loads[slot].version
        if let known = refusals[slot, question, version] { return known }
        let refusal = filter.refusal(of: slot, in: &cluster)
        if let refusal { refusals[slot, question, version] = refusal }
        return refusal
    }

    /// As ``VictimSearch/run(_:in:)``.
    mutating func room(on slot: Int, _ search: inout VictimSearch, in cluster: inout Cluster) -> VictimSearch.Outcome {
        guard isOn else { return search.run(slot, in: &cluster) }
        let version = cluster.loads[slot].version
        if let known = rooms[slot, question, version] { return known }
        let outcome = search.run(slot, in: &cluster)
        rooms[slot, question, version] = outcome
        return outcome
    }
}

/// One answer for each slot, with what was asked and of which state of the node.
private struct Answers<Answer: Sendable>: Sendable {
    private struct Given: Sendable {
        var question: Int
        var version: Int
        var answer: Answer
    }

    private var given: [Given?] = []

    subscript(slot: Int, question: Int, version: Int) -> Answer? {
        get {
            guard slot < given.count, let last = given[slot], last.question == question, last.version == version else {
                return nil
            }
            return last.answer
        }
        set {
            while given.count <= slot { given.append(nil) }
            given[slot] = newValue.map { Given(question: question, version: version, answer: $0) }
        }
    }
}

extension PodInfo {
    /// Whether local rules can't tell the two pods apart.
    fileprivate func asksLike(_ other: PodInfo) -> Bool {
        let (mine, its) = (pod.spec, other.pod.spec)
        return priority == other.priority && requests == other.requests && hostPorts == other.hostPorts
            && mine.nodeName == its.nodeName && mine.schedulerName == its.schedulerName
            && mine.nodeSelector == its.nodeSelector && mine.tolerations == its.tolerations
            && mine.affinity?.nodeAffinity == its.affinity?.nodeAffinity
    }
}
