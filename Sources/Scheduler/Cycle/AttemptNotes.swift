import SchedulerContract

/// What is written down while a pod is being scheduled: it must cost next to nothing.
struct AttemptNotes: Sendable {
    /// Of a large cluster only so many refusing and so many feasible nodes are kept: a record is for people.
    private static let nodeLimit = 50

    private let isOn: Bool
    private var refused: [(slot: Int, refusal: Filter.Refusal)] = []
    /// The same, of nodes by name.
    private var refusedByName: [(node: String, refusal: Filter.Refusal)] = []
    private var feasible: [Int] = []
    private var columns: [KeptAttempt.Column] = []

    /// - Parameter isOn: false writes nothing down.
    init(isOn: Bool) { self.isOn = isOn }

    mutating func refuse(_ slot: Int, _ refusal: Filter.Refusal) {
        if isOn, refused.count + refusedByName.count < Self.nodeLimit { refused.append((slot, refusal)) }
    }

    mutating func accept(_ slot: Int) {
        if isOn { feasible.append(slot) }
    }

    /// Some time will pass: nodes are called by their names from here on, and who is feasible is to be said again.
    mutating func pause(in cluster: Cluster) {
        refusedByName += refused.map { (cluster.nodes[$0.slot].name, $0.refusal) }
        (refused, feasible) = ([], [])
    }

    /// - Parameter raw: of the feasible nodes in the order in which they were accepted.
    mutating func score(_ priority: PluginName, raw: [Int], normalized: [Int], weight: Int) {
        guard isOn else { return }
        columns.append(KeptAttempt.Column(priority: priority, weight: weight, raw: raw, normalized: normalized))
    }

    /// What is kept of it. Nodes are called by their names from here on: slots are reused.
    func kept(_ record: SchedulingRecord, in cluster: Cluster) -> KeptAttempt {
        let chosen = cluster.slot(of: record.chosen).flatMap { feasible.firstIndex(of: $0) }
        var indices = Array(feasible.indices.prefix(Self.nodeLimit))
        if let chosen, chosen >= Self.nodeLimit { indices[Self.nodeLimit - 1] = chosen }
        return KeptAttempt(
            record: record,
            refused: refusedByName + refused.map { (cluster.nodes[$0.slot].name, $0.refusal) },
            feasible: indices.map { cluster.nodes[feasible[$0]].name },
            columns: columns.map { $0.reduced(to: indices) })
    }
}

/// A remembered attempt, small; ``SchedulingRecord/init(_:)`` makes it readable when somebody asks.
struct KeptAttempt: Sendable {
    /// Without nodes.
    var record: SchedulingRecord
    var refused: [(node: String, refusal: Filter.Refusal)]
    var feasible: [String]
    var columns: [Column]

    /// What one priority gave the feasible nodes.
    struct Column: Sendable {
        var priority: PluginName
        var weight: Int
        var raw: [Int]
        var normalized: [Int]

        func reduced(to indices: [Int]) -> Column {
            Column(
                priority: priority, weight: weight, raw: indices.map { raw[$0] },
                normalized: indices.map { normalized[$0] })
        }
    }
}

extension SchedulingRecord {
    init(_ attempt: KeptAttempt) {
        self = attempt.record
        nodes = attempt.refused.map { NodeRecord($0.node, $0.refusal) }
        nodes += attempt.feasible.indices.map { NodeRecord(attempt.feasible[$0], index: $0, attempt.columns) }
        nodes.sort { $0.node < $1.node }
    }
}

extension NodeRecord {
    fileprivate init(_ node: String, _ refusal: Filter.Refusal) {
        self.init()
        self.node = node
        rejectedBy = refusal.name
        rejections = refusal.rejections.map(\.description)
    }

    fileprivate init(_ node: String, index: Int, _ columns: [KeptAttempt.Column]) {
        self.init()
        self.node = node
        scores = columns.map { ScoreRecord($0, index: index) }
        total = scores.reduce(0) { $0 + $1.weighted }
    }
}

extension ScoreRecord {
    fileprivate init(_ column: KeptAttempt.Column, index: Int) {
        self.init()
        priority = column.priority
        raw = column.raw[index]
        normalized = column.normalized[index]
        weight = column.weight
        weighted = normalized * weight
    }
}
