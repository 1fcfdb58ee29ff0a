internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// Black box: any program that is to be a cluster's node lifecycle controller, seen through the API only.
///
/// The program is started once for each case with the flags that kube-controller-manager has, so that nobody waits for 40
/// seconds, on a control plane of ours. Nodes are objects; the case is their kubelet.
public enum NodesComponent {
    static let user = "system:kube-controller-manager"
    static let component = "node-lifecycle-controller"
    static let timing = NodeStage.Timing(grace: .seconds(5), startup: .seconds(8), beat: .milliseconds(500))

    public static let suite = Suite(
        14, "Nodes", level: .component, component: component, setting: ControlPlane.setting(for: user),
        cases: SharedCases.all.map { shared in story(shared.name, shared.requirement, shared.body) } + outages)

    /// - Parameter rate: nodes a second.
    private static func story(
        _ name: String, _ requirement: Requirement, rate: Double = 10, _ body: @escaping SharedCase.Body
    ) -> Case {
        Case("nodes/component/\(name)", requirement, isAlone: true, timeLimit: .seconds(120)) { scenario in
            let plane: ControlPlane = try scenario.setting()
            let stage = NodeStage(
                scenario: scenario, client: plane.client, namespace: "default", timing: timing,
                prefix: "n\(String(scenario.seed, radix: 36))")
            try await stage.prepare()
            let program = try start(scenario, plane, rate)
            do { try await stage.run(body) } catch {
                program.end()
                try await stage.clear()
                throw error
            }
            program.end()
            try await stage.clear()
        }
    }

    private static func start(_ scenario: Scenario, _ plane: ControlPlane, _ rate: Double) throws -> ProgramUnderTest {
        let flags = [
            "--node-monitor-period=500ms", "--node-monitor-grace-period=5s", "--node-startup-grace-period=8s",
            "--node-eviction-rate=\(rate)",
        ]
        let program = ProgramUnderTest(component, in: scenario, as: user, on: plane)
        try program.start(flags)
        scenario.say("the controller is started, with \(flags.joined(separator: " "))")
        return program
    }

    // MARK: - Many nodes at once: on a cluster they would be the cluster's own

    private static let outages = [
        story(
            "all-silent",
            Requirement(
                "When no node is heard of any more, no pod MUST be evicted.", source: SharedCase.nodes,
                says:
                    "The corner case is when all zones are completely unhealthy (none of the nodes in the cluster are "
                    + "healthy). In such a case, the node controller assumes that there is some problem with connectivity "
                    + "between the control plane and the nodes, and doesn't perform any evictions.")
        ) { stage in
            let nodes = [try await stage.createNode("a"), try await stage.createNode("b")]
            let pod = try await stage.createPod(
                "web", on: nodes[0], tolerates: [Toleration("node.kubernetes.io/unreachable", seconds: 4)])
            for node in nodes { stage.fallSilent(node) }
            for node in nodes { try await stage.expectUnknown(node, within: timing.grace + timing.patience) }
            for node in nodes { try await stage.expectTaints(["unreachable:NoSchedule"], of: node) }
            try await stage.expectStays(pod, for: .seconds(6))
            for node in nodes { try await stage.expectTaints(["unreachable:NoSchedule"], of: node) }
        },
        story(
            "pace",
            Requirement(
                "Nodes of a zone MUST be tainted with NoExecute no faster than the eviction rate says.",
                source: SharedCase.nodes,
                says: "the node controller limits the eviction rate to --node-eviction-rate (default 0.1) per second"),
            rate: 0.2
        ) { stage in
            for name in ["a", "b"] { try await stage.createNode(name) }
            let sick = [try await stage.createNode("c"), try await stage.createNode("d")]
            for node in sick { try await stage.report(node, .ready, false) }
            for node in sick {
                try await stage.expectTaints(["not-ready:NoSchedule", "not-ready:NoExecute"], of: node)
            }
            var times: [Time] = []
            for node in sick {
                let taints = try await stage.client.get(Node.self, node).spec.taints
                times += taints.filter { $0.effect == .noExecute }.compactMap(\.timeAdded)
            }
            let apart = times.count == 2 ? abs(times[1] - times[0]) : 0
            // Whole seconds: five may show as four.
            try stage.scenario.expect("five seconds lie between the two", observed: "\(apart) do", apart >= 4)
        },
        story(
            "partial-disruption",
            Requirement(
                "In a small zone of which most nodes aren't ready evictions MUST stop.", source: SharedCase.nodes,
                says: "If the cluster is small (i.e. has less than or equal to --large-cluster-size-threshold nodes - "
                    + "default 50) then evictions are stopped.")
        ) { stage in
            for name in ["a", "b"] { try await stage.createNode(name) }
            var silent: [String] = []
            for name in ["c", "d", "e", "f"] { silent.append(try await stage.createNode(name)) }
            for node in silent { stage.fallSilent(node) }
            for node in silent { try await stage.expectUnknown(node, within: timing.grace + timing.patience) }
            try await Task.sleep(for: .seconds(4))
            var evicted: [String] = []
            for node in silent where try await stage.taints(of: node).contains("unreachable:NoExecute") {
                evicted.append(node)
            }
            // Two may have been silent before the others were, when the zone still counted as well.
            try stage.scenario.expect(
                "most of the four are not evicted", observed: "\(evicted.count) are", evicted.count <= 2)
        },
        story(
            "zone-is-down",
            Requirement(
                "When all nodes of one zone are silent and others aren't, its pods MUST be evicted.",
                source: SharedCase.nodes,
                says: "if all nodes in a zone are unhealthy, then the node controller evicts at the normal rate")
        ) { stage in
            try await stage.createNode("well") { $0.metadata.labels["topology.kubernetes.io/zone"] = "elsewhere" }
            let nodes = [try await stage.createNode("a"), try await stage.createNode("b")]
            for node in nodes { stage.fallSilent(node) }
            for node in nodes {
                try await stage.expectUnknown(node, within: timing.grace + timing.patience)
                try await stage.expectTaints(["unreachable:NoSchedule", "unreachable:NoExecute"], of: node)
            }
        },
    ]
}
