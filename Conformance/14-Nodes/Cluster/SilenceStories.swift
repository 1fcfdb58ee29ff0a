internal import API
internal import Client
internal import Conformance
internal import Schema

/// Nodes that fall silent, and nodes that don't.
extension SharedCases {
    static let silences = [
        SharedCase(
            "silent", "A node that gives no sign of life for the grace period MUST be Unknown and unreachable.",
            SharedCase.nodes,
            says:
                "In the case where a node becomes unreachable, updating the Ready condition in the Node's .status field. "
                + "In this case the node controller sets the Ready condition to Unknown."
        ) { stage in
            let well = try await stage.createNode("well")
            let node = try await stage.createNode("silent")
            try await stage.expectTaints([], of: node)
            stage.fallSilent(node)
            try await stage.expectUnknown(node, within: stage.timing.grace + stage.timing.patience)
            try await stage.expectTaints(["unreachable:NoSchedule", "unreachable:NoExecute"], of: node)
            let conditions = try await stage.client.get(Node.self, node).status.conditions
            for type in [NodeConditionType.memoryPressure, .diskPressure, .pidPressure] {
                let status = conditions[type]?.status
                try stage.scenario.expect(
                    "\(type.rawValue) is Unknown, too", observed: "it is \(status?.rawValue ?? "not there")",
                    status == .unknown)
            }
            // Its status is as old as the other's: the lease alone has kept it.
            try await stage.expectReady(well)
            try await stage.expectTaints([], of: well)
        },
        SharedCase(
            "status-is-a-sign", "A status that is reported MUST be a sign of life without any lease.", SharedCase.nodes,
            says: "There are two forms of heartbeats", onClusters: false
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("reports")
            stage.fallSilent(node)
            stage.scenario.say("but it reports its status again and again")
            let end = ContinuousClock.now + stage.timing.grace * 2
            while ContinuousClock.now < end {
                try await stage.reportAgain(node)
                try await Task.sleep(for: stage.timing.beat)
            }
            try await stage.expectReady(node)
            try await stage.expectTaints([], of: node)
        },
        SharedCase(
            "back", "A node that speaks again MUST lose the taints of its silence.", onClusters: false,
            { stage in
                try await stage.createNode("well")
                let node = try await stage.createNode("returns")
                stage.fallSilent(node)
                try await stage.expectUnknown(node, within: stage.timing.grace + stage.timing.patience)
                try await stage.expectTaints(["unreachable:NoSchedule", "unreachable:NoExecute"], of: node)
                stage.speak(node)
                try await stage.report(node, .ready, true)
                try await stage.expectTaints([], of: node)
            }),
        SharedCase(
            "silent-again", "A node that falls silent a second time MUST be tainted a second time.",
            "https://github.com/kubernetes/kubernetes/issues/96183", onClusters: false
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("flaps")
            for _ in 1...2 {
                stage.fallSilent(node)
                try await stage.expectUnknown(node, within: stage.timing.grace + stage.timing.patience)
                try await stage.expectTaints(["unreachable:NoSchedule", "unreachable:NoExecute"], of: node)
                stage.speak(node)
                try await stage.report(node, .ready, true)
                try await stage.expectTaints([], of: node)
            }
        },
        SharedCase(
            "never-said", "A node that never says how it is MUST be Unknown after the grace period of a start.",
            SharedCase.flags,
            says: "Amount of time which we allow starting Node to be unresponsive before marking it unhealthy."
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createSilentNode("mute")
            try await stage.expectUnknown(node, within: stage.timing.startup + stage.timing.patience)
            try await stage.expectTaints(["unreachable:NoSchedule", "unreachable:NoExecute"], of: node)
        },
        SharedCase(
            "pods-of-a-silent-node",
            "Pods of a silent node MUST no longer be ready, and MUST stay as long as they tolerate that.",
            says: "the pods stay bound to nodes for 5 minutes after one of these problems is detected"
        ) { stage in
            try await stage.createNode("well")
            let node = try await stage.createNode("silent")
            let pod = try await stage.createPod(
                "web", on: node, tolerates: [Toleration("node.kubernetes.io/unreachable", seconds: 300)])
            let other = try await stage.createPod(
                "brief", on: node, tolerates: [Toleration("node.kubernetes.io/unreachable", seconds: 1)])
            stage.fallSilent(node)
            try await stage.eventually("web isn't ready", within: stage.timing.grace + stage.timing.patience) {
                let ready = try await stage.client.get(Pod.self, pod.name, namespace: stage.namespace).status
                    .conditions[.ready]
                return (ready?.status == .false, "its Ready is \(ready?.status.rawValue ?? "not there")")
            }
            try await stage.expectDeleted(other)
            try stage.scenario.expect("web is still there", observed: "it was deleted", try await !stage.isDeleted(pod))
        },
    ]
}
