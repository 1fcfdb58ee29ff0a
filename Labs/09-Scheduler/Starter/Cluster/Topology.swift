/// The nodes grouped by the value of one label: zones, hosts, racks. Each value is a *domain*, and has a number, so that
/// the inner loops compare integers instead of looking up strings.
struct Topology: Sendable {
    private(set) var numbers: [String: Int] = [:]
    /// By slot; -1 for nodes without the label.
    private(set) var domains: [Int32] = []

    /// How many numbers were given out; some domains may have no nodes any more.
    var count: Int { numbers.count }

    /// - Returns: the number of the node's domain; nil when the node hasn't got the label.
    func domain(of slot: Int) -> Int? {
        let domain = slot < domains.count ? domains[slot] : -1
        return domain < 0 ? nil : Int(domain)
    }

    /// - Parameter value: the node's label; nil when it hasn't got one.
    mutating func set(_ value: String?, slot: Int) {
        while domains.count <= slot { domains.append(-1) }
        domains[slot] = value.map { Int32(number(of: $0)) } ?? -1
    }

    private mutating func number(of value: String) -> Int {
        if let number = numbers[value] { return number }
        numbers[value] = numbers.count
        return numbers.count - 1
    }
}

/// A number for each domain of a topology.
struct DomainCounts: Sendable {
    let topology: Topology
    private(set) var counts: [Int]
    private(set) var sum = 0
    /// Nothing was counted: no node had a domain.
    private(set) var isEmpty = true

    init(_ topology: Topology) {
        self.topology = topology
        counts = [Int](repeating: 0, count: topology.count)
    }

    /// Adds counts of single nodes to their domains.
    init(_ topology: Topology, _ bySlot: PodCounts.Counts) {
        self.init(topology)
        add(bySlot, times: 1)
    }

    mutating func add(_ bySlot: PodCounts.Counts, times factor: Int) {
        for (slot, count) in bySlot { add(count * factor, slot: slot) }
    }

    mutating func add(_ amount: Int, slot: Int) {
        guard let domain = topology.domain(of: slot) else { return }
        counts[domain] += amount
        sum += amount
        isEmpty = false
    }

    /// Of the node's domain; nil when the node has none.
    subscript(slot slot: Int) -> Int? { topology.domain(of: slot).map { counts[$0] } }
}
