internal import API
internal import Conformance

/// Taints make pods leave. The case sets them itself: for who must leave it doesn't matter who has set them.
extension SharedCases {
    private static let key = "conformance.dinghy.dev/maintenance"
    private static let other = "conformance.dinghy.dev/flood"
    private static let taint = Taint(key: key, effect: .noExecute)

    static let evictions = [
        SharedCase(
            "not-tolerated", "A pod that doesn't tolerate a NoExecute taint MUST be deleted, and none that does.",
            says: "Pods that do not tolerate the taint are evicted immediately. Pods that tolerate the taint without "
                + "specifying tolerationSeconds in their toleration specification remain bound forever."
        ) { stage in
            let node = try await stage.createNode("tainted")
            let web = try await stage.createPod("web", on: node)
            let logs = try await stage.createPod("logs", on: node, tolerates: [Toleration(key)])
            try await stage.addTaints(taint, to: node)
            try await stage.expectDeleted(web)
            try await stage.expectStays(logs, for: .seconds(2))
        },
        SharedCase(
            "no-schedule", "A NoSchedule taint MUST NOT make a pod leave.",
            says: "Pods currently running on the node are not evicted."
        ) { stage in
            let node = try await stage.createNode("tainted")
            let web = try await stage.createPod("web", on: node)
            try await stage.addTaints(Taint(key: key, effect: .noSchedule), to: node)
            try await stage.expectStays(web, for: .seconds(3))
        },
        SharedCase(
            "toleration-seconds",
            "A pod that tolerates a taint for some seconds MUST stay for as many, and then leave.",
            says:
                "Pods that tolerate the taint with a specified tolerationSeconds remain bound for the specified amount "
                + "of time."
        ) { stage in
            let node = try await stage.createNode("tainted")
            let web = try await stage.createPod("web", on: node, tolerates: [Toleration(key, seconds: 6)])
            // From before the taint has its time: how long writing it takes is no time that the pod must stay.
            let start = ContinuousClock.now
            try await stage.addTaints(taint, to: node)
            // Times in objects are whole seconds, so a little earlier is early enough.
            try await stage.expectStays(web, for: .seconds(4), since: start)
            try await stage.expectDeleted(web)
        },
        SharedCase(
            "shortest", "Of several taints the one that is tolerated the shortest MUST decide.",
            says:
                "if there is at least one un-ignored taint with effect NoExecute then the pod will be evicted from the node"
        ) { stage in
            let node = try await stage.createNode("tainted")
            let tolerations = [Toleration(key, seconds: 300), Toleration(other, seconds: 2)]
            let web = try await stage.createPod("web", on: node, tolerates: tolerations)
            // At once: Kubernetes doesn't hasten an eviction that it has planned already.
            try await stage.addTaints(taint, Taint(key: other, effect: .noExecute), to: node)
            try await stage.expectDeleted(web)
        },
        SharedCase(
            "taint-goes", "A pod MUST stay when the taint is gone before its time is over.",
            says: "If the taint is removed before that time, the pod will not be evicted."
        ) { stage in
            let node = try await stage.createNode("tainted")
            let web = try await stage.createPod("web", on: node, tolerates: [Toleration(key, seconds: 5)])
            try await stage.addTaints(taint, to: node)
            try await stage.expectStays(web, for: .seconds(2))
            try await stage.removeTaint(key, from: node)
            try await stage.expectStays(web, for: .seconds(6))
        },
        SharedCase(
            "late-pod", "A pod that comes to a tainted node without tolerating that MUST be deleted, too.",
            says:
                "if there is at least one un-ignored taint with effect NoExecute then the pod will be evicted from the node "
                + "(if it is already running on the node), and will not be scheduled onto the node"
        ) { stage in
            let node = try await stage.createNode("tainted")
            try await stage.addTaints(taint, to: node)
            try await stage.expectDeleted(try await stage.createPod("web", on: node))
        },
        SharedCase(
            "value", "A toleration of another value MUST NOT count.",
            says: "The operator is Equal and the values should be equal."
        ) { stage in
            let node = try await stage.createNode("tainted")
            var (same, another) = (Toleration(key), Toleration(key))
            (same.operator, same.value, another.operator, another.value) = (.equal, "disk", .equal, "network")
            let web = try await stage.createPod("web", on: node, tolerates: [another])
            let logs = try await stage.createPod("logs", on: node, tolerates: [same])
            try await stage.addTaints(Taint(key: key, value: "disk", effect: .noExecute), to: node)
            try await stage.expectDeleted(web)
            try await stage.expectStays(logs, for: .seconds(2))
        },
    ]
}
