import API
import Schema

/// How much of the ordinary resources there is, is asked for, or is taken: plain numbers, because every node is compared
/// with every pod.
struct ResourceAmounts: Sendable, Hashable {
    /// Thousandths of a core.
    var milliCPU = 0
    /// Bytes.
    var memory = 0
    /// Bytes.
    var ephemeralStorage = 0
    /// How many pods.
    var pods = 0

    static func += (left: inout ResourceAmounts, right: ResourceAmounts) {
        left.milliCPU &+= right.milliCPU
        left.memory &+= right.memory
        left.ephemeralStorage &+= right.ephemeralStorage
        left.pods &+= right.pods
    }

    static func -= (left: inout ResourceAmounts, right: ResourceAmounts) {
        left.milliCPU &-= right.milliCPU
        left.memory &-= right.memory
        left.ephemeralStorage &-= right.ephemeralStorage
        left.pods &-= right.pods
    }
}

extension PodSpec {
    /// What a container without a request is taken to need when nodes are scored.
    private static let assumedRequests = ["cpu": Quantity(milli: 100), "memory": Quantity(200 << 20)]

    /// What the pod requests, with an assumed request for each container that names none.
    var scoredRequests: ResourceAmounts {
        var spec = self
        for index in spec.containers.indices {
            let named = spec.containers[index].resources.effectiveRequests
            if named["cpu"] != nil, named["memory"] != nil { continue }
            spec.containers[index].resources.requests = Self.assumedRequests.merging(named) { $1 }
        }
        return ResourceList(spec.requests, pods: 1).amounts
    }
}

/// All that a list of quantities says: the ordinary resources, and the extended ones (`example.com/gpu`) by name.
struct ResourceList: Sendable, Hashable {
    var amounts = ResourceAmounts()
    /// Few or none; sorted by name.
    var extended: [ExtendedResource] = []

    struct ExtendedResource: Sendable, Hashable {
        var name: String
        var amount: Int
    }

    init() {}

    /// More than any machine has, and little enough for sums not to overflow: a pod may ask for anything.
    private static let limit = 1 << 52

    /// - Parameter pods: how many pods it is for, where the quantities don't say.
    init(_ quantities: [String: Quantity], pods: Int = 0) {
        amounts.pods = pods
        for (name, quantity) in quantities.sorted(by: { $0.key < $1.key }) {
            let value = min(quantity.value, Self.limit)
            switch name {
            case "cpu": amounts.milliCPU = min(quantity.milliValue, Self.limit)
            case "memory": amounts.memory = value
            case "ephemeral-storage": amounts.ephemeralStorage = value
            case "pods": amounts.pods = value
            default: extended.append(ExtendedResource(name: name, amount: value))
            }
        }
    }

    subscript(name: String) -> Int {
        get { extended.first { $0.name == name }?.amount ?? 0 }
        set {
            if let index = extended.firstIndex(where: { $0.name == name }) {
                extended[index].amount = newValue
            } else {
                extended.insert(
                    ExtendedResource(name: name, amount: newValue),
                    at: extended.firstIndex { $0.name > name } ?? extended.count)
            }
        }
    }

    /// Of any resource by name.
    func amount(of name: String) -> Int {
        switch name {
        case "cpu": amounts.milliCPU
        case "memory": amounts.memory
        case "ephemeral-storage": amounts.ephemeralStorage
        case "pods": amounts.pods
        default: self[name]
        }
    }

    static func += (left: inout ResourceList, right: ResourceList) {
        left.amounts += right.amounts
        for resource in right.extended { left[resource.name] += resource.amount }
    }

    static func -= (left: inout ResourceList, right: ResourceList) {
        left.amounts -= right.amounts
        for resource in right.extended { left[resource.name] -= resource.amount }
    }
}
