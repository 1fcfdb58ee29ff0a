public import Schema

public struct Node: Declared {
    public var metadata = ObjectMeta()
    public var spec = NodeSpec()
    public var status = NodeStatus()

    public init() {}

    public static let schema = Schema<Self>("A machine that pods run on.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "Settings of the node.")
        Field(3, "status", \.status, "What was observed. Written by the kubelet.")
    }
}

extension Node: Resource {
    public static let kind = Kind(
        name: "Node", plural: "nodes", shortNames: ["no"], isNamespaced: false, subresources: [.status, .proxy])
}

public struct NodeSpec: Declared {
    public var podCIDR = ""
    public var podCIDRs: [String] = []
    public var providerID = ""
    public var unschedulable = false
    public var taints: [Taint] = []

    public init() {}

    public static let schema = Schema<Self>("Settings of a node.") {
        Field(1, "podCIDR", \.podCIDR, "The subnet of the node's pods.")
        Field(7, "podCIDRs", \.podCIDRs, merge: .set, "The subnets of the node's pods, one a family.")
        Field(3, "providerID", \.providerID, "The machine's name at its provider.")
        Field(4, "unschedulable", \.unschedulable, "No new pods, please: kubectl cordon.")
        Field(5, "taints", \.taints, "Keep pods off that don't tolerate them.")
    }
}
