internal import Conformance
package import API
internal import Schema

/// Nodes, budgets and namespaces as stories tell of them.
///
/// ```
/// node n1 cpu=4 memory=8Gi pods=110 storage=10Gi gpu=1 capacity.cpu=8 taint=gpu=yes:NoSchedule cordoned zone=a disk=ssd
///   image=web:v1@500Mi                                       an image that is there already, and its size
/// budget b app=web allowed=1
/// namespace shop team=red
/// ```
/// Amounts of a node are what is *allocatable*; every other word with `=` is a label. Each node has the label `host`.
package enum Objects {
    package static func node(_ name: String, _ words: some Sequence<Substring>) throws -> Node {
        var node = Node()
        node.metadata.name = name
        node.metadata.labels = ["host": name, "kubernetes.io/hostname": name]
        node.status.allocatable = ["cpu": Quantity(4), "memory": Quantity(8 << 30), "pods": Quantity(110)]
        for attribute in words.map({ Attribute($0) }) {
            if let resource = resource(attribute.key) {
                node.status.allocatable[resource] = try Quantity(attribute.value)
            } else if attribute.key.hasPrefix("capacity."), let resource = resource(attribute.key.dropFirst(9)) {
                node.status.capacity[resource] = try Quantity(attribute.value)
            } else if attribute.key == "taint" {
                node.spec.taints.append(taint(attribute.value))
            } else if attribute.key == "image" {
                node.status.images.append(try image(attribute.value))
            } else if attribute.key == "cordoned" {
                node.spec.unschedulable = true
            } else {
                node.metadata.labels[attribute.key] = attribute.value
            }
        }
        return node
    }

    /// `gpu:NoSchedule`, `gpu=yes:NoSchedule`
    private static func taint(_ text: String) -> Taint {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let pair = Attribute(parts[0])
        var taint = Taint()
        (taint.key, taint.value, taint.effect) = (pair.key, pair.value, TaintEffect(parts.count > 1 ? parts[1] : ""))
        return taint
    }

    private static func image(_ text: String) throws -> ContainerImage {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        var image = ContainerImage()
        image.names = [parts[0]]
        image.sizeBytes = parts.count > 1 ? try Quantity(parts[1]).value : 0
        return image
    }

    /// A resource by its word in stories; nil for a label.
    static func resource(_ word: some StringProtocol) -> String? {
        switch word {
        case "cpu", "memory", "pods": String(word)
        case "storage": "ephemeral-storage"
        case "gpu": "example.com/gpu"
        default: nil
        }
    }

    package static func budget(_ name: String, _ words: some Sequence<Substring>) -> PodDisruptionBudget {
        var budget = PodDisruptionBudget()
        (budget.metadata.name, budget.metadata.namespace) = (name, "default")
        var selector = LabelSelector()
        for attribute in words.map({ Attribute($0) }) {
            if attribute.key == "allowed" {
                budget.status.disruptionsAllowed = Int(attribute.value) ?? 0
            } else {
                selector.matchLabels[attribute.key] = attribute.value
            }
        }
        budget.spec.selector = selector
        return budget
    }

    package static func namespace(_ name: String, _ words: some Sequence<Substring>) -> Namespace {
        var namespace = Namespace()
        namespace.metadata.name = name
        for attribute in words.map({ Attribute($0) }) { namespace.metadata.labels[attribute.key] = attribute.value }
        return namespace
    }
}
