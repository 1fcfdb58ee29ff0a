internal import API
internal import Client
internal import Conformance

/// Conditions become taints.
extension SharedCases {
    static let conditions = [
        SharedCase(
            "not-ready", "A node that says that it isn't ready MUST be tainted as not-ready, until it says that it is.",
            says: "node.kubernetes.io/not-ready: Node is not ready. This corresponds to the NodeCondition Ready being "
                + "\"False\"."
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("sick")
            try await stage.report(node, .ready, false)
            try await stage.expectTaints(["not-ready:NoSchedule", "not-ready:NoExecute"], of: node)
            try await stage.report(node, .ready, true)
            try await stage.expectTaints([], of: node)
        },
        SharedCase(
            "pressure", "Each kind of pressure MUST be a taint that keeps new pods off, while it lasts.",
            says:
                "The control plane, using the node controller, automatically creates taints with a NoSchedule effect for "
                + "node conditions."
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("strained")
            let conditions: [(NodeConditionType, String)] = [
                (.memoryPressure, "memory-pressure"), (.diskPressure, "disk-pressure"), (.pidPressure, "pid-pressure"),
                (.networkUnavailable, "network-unavailable"),
            ]
            for (condition, taint) in conditions {
                try await stage.report(node, condition, true)
                try await stage.expectTaints(["\(taint):NoSchedule"], of: node)
                try await stage.report(node, condition, false)
                try await stage.expectTaints([], of: node)
            }
        },
        SharedCase(
            "cordoned", "A node that is cordoned MUST be tainted as unschedulable, until it is no longer.",
            says: "node.kubernetes.io/unschedulable: Node is unschedulable."
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("cordoned")
            try await stage.change(node, "is cordoned") { $0.spec.unschedulable = true }
            try await stage.expectTaints(["unschedulable:NoSchedule"], of: node)
            try await stage.change(node, "is uncordoned") { $0.spec.unschedulable = false }
            try await stage.expectTaints([], of: node)
        },
        SharedCase("others", "Taints that somebody else has set MUST stay.") { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("sick")
            let key = "conformance.dinghy.dev/gpu"
            try await stage.addTaints(Taint(key: key, value: "true", effect: .noSchedule), to: node)
            try await stage.report(node, .ready, false)
            try await stage.expectTaints(["not-ready:NoSchedule", "not-ready:NoExecute"], of: node)
            try await stage.report(node, .ready, true)
            try await stage.expectTaints([], of: node)
            let left = try await stage.client.get(Node.self, node).spec.taints.map(\.text).sorted()
            try stage.scenario.expect(
                "the taints of others are there", observed: "\(left)",
                left == ["\(key)=true:NoSchedule", "\(NodeStage.ownTaint):NoSchedule"])
        },
    ]
}
