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
        left.milliCPU += right.milliCPU
        left.memory += right.memory
        left.ephemeralStorage += right.ephemeralStorage
        left.pods += right.pods
    }

    static func -= (left: inout ResourceAmounts, right: ResourceAmounts) {
        left.milliCPU -= right.milliCPU
        left.memory -= right.memory
        left.ephemeralStorage -= right.ephemeralStorage
        left.pods -= right.pods
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

    /// - Parameter pods: how many pods it is for, where the quantities don't say.
    init(_ quantities: [String: Quantity], pods: Int = 0) {
        amounts.pods = pods
        for (name, quantity) in quantities.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "cpu": amounts.milliCPU = quantity.milliValue
            case "memory": amounts.memory = quantity.value
            case "ephemeral-storage": amounts.ephemeralStorage = quantity.value
            case "pods": amounts.pods = quantity.value
            default: extended.append(ExtendedResource(name: name, amount: quantity.value))
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

    static func += (left: inout ResourceList, right: ResourceList) {
        left.amounts += right.amounts
        for resource in right.extended { left[resource.name] += resource.amount }
    }

    static func -= (left: inout ResourceList, right: ResourceList) {
        left.amounts -= right.amounts
        for resource in right.extended { left[resource.name] -= resource.amount }
    }
}
