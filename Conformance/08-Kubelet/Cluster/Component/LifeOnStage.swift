internal import API
internal import CRI
internal import Client
internal import Conformance
internal import Schema

/// A pod comes to run.
enum LifeOnStage {
    typealias Stage = KubeletOnStage

    static let all = starting + initial + kubelets

    private static let starting = [
        KubeletComponent.story(
            "life/node", "A kubelet MUST register its node, and say that it is ready.", source: Page.nodes,
            says: "the kubelet will attempt to register itself with the API server"
        ) { stage in
            try await stage.eventually("the node \(Stage.node) is ready", { "it isn't" }) {
                (try? await stage.client.get(Node.self, Stage.node).isReady) == true
            }
        },
        KubeletComponent.story(
            "life/sandbox-first", "A kubelet MUST make a pod's sandbox, then its containers in it.",
            source: Page.interface,
            weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a")])
            let sandbox = try await stage.expectCall(.runSandbox, "web")
            let made = try await stage.expectCall(.create, "a")
            let started = try await stage.expectCall(.start, "a")
            try stage.expectOrder(sandbox, before: made)
            try stage.expectOrder(made, before: started)
            let config = stage.runtime.config(of: "a")
            try stage.scenario.expect(
                "the container's own command", observed: "\(config?.command ?? [])", config?.command == ["serve", "a"])
        },
        KubeletComponent.story("life/all", "All containers of a pod MUST be started, in one sandbox.", weight: 2) {
            stage in
            try await stage.pod([Stage.container("a"), Stage.container("b"), Stage.container("c")])
            try await stage.expectRunning(["a", "b", "c"])
            let sandboxes = stage.runtime.calls(.runSandbox, "web").count
            try stage.scenario.expect("one sandbox", observed: "\(sandboxes)", sandboxes == 1)
        },
        KubeletComponent.story("life/environment", "A container MUST get its environment.", source: Page.environment) {
            stage in
            let name: JSON = ["name": "POD", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]]
            let greeting: JSON = ["name": "GREETING", "value": "hello $(POD)"]
            try await stage.pod([Stage.container("a", ["env": [name, greeting]])])
            try await stage.expectCall(.start, "a")
            let variables = stage.runtime.config(of: "a")?.envs ?? []
            let isRight = [("POD", "web"), ("GREETING", "hello web")].allSatisfy { key, value in
                variables.contains { $0.key == key && $0.value == value }
            }
            try stage.scenario.expect("POD=web and GREETING=hello web", observed: "\(variables)", isRight)
        },
        KubeletComponent.story("life/others", "A kubelet MUST leave other nodes' pods alone.", source: Page.nodes) {
            stage in
            try await stage.pod([Stage.container("b")], named: "other", on: "another-node")
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            try await stage.expectNoCall(.runSandbox, "other")
        },
        KubeletComponent.story(
            "life/pull", "An image MUST be pulled as the pull policy says.", source: Page.images,
            says: "IfNotPresent: the image is pulled only if it is not already present locally."
        ) { stage in
            try await stage.pod([
                Stage.container("a"), Stage.container("b", ["image": "other:1"]),
                Stage.container("c", ["imagePullPolicy": "Always"]),
            ])
            try await stage.expectRunning(["a", "b", "c"])
            let pulled = stage.runtime.calls.filter { $0.kind == .pull }.map(\.name)
            try stage.scenario.expect(
                "other:1 is pulled, and \(StageRuntime.image) once, for c", observed: "pulled: \(pulled)",
                pulled.sorted() == [StageRuntime.image, "other:1"])
        },
    ]

    private static let initial = [
        KubeletComponent.story(
            "life/init-in-order", "Init containers MUST run one after the other, before all others.",
            source: Page.initContainers, weight: 2
        ) { stage in
            try await stage.pod(
                [Stage.container("a")], ["initContainers": [Stage.container("i"), Stage.container("j")]])
            try await stage.expectRunning(["i"])
            try await stage.expectNoCall(.create, "j")
            stage.runtime.end("i", code: 0)
            try await stage.expectRunning(["j"])
            try await stage.expectNoCall(.create, "a")
            stage.runtime.end("j", code: 0)
            try await stage.expectRunning(["a"])
        },
        KubeletComponent.story(
            "life/init-retried", "An init container that fails MUST be tried again, before anything else.",
            source: Page.initContainers
        ) { stage in
            stage.runtime.ends("i", 1, times: 1)
            try await stage.pod([Stage.container("a")], ["initContainers": [Stage.container("i")]])
            try await stage.expectCall(.start, "i", times: 2)
            let early = stage.runtime.calls(.create, "a").count
            try stage.scenario.expect("a isn't made yet", observed: "it is", early == 0)
            stage.runtime.end("i", code: 0)
            try await stage.expectRunning(["a"])
        },
        KubeletComponent.story(
            "life/sidecar", "An init container that is always restarted MUST NOT hold up what follows it.",
            source: Page.sidecars
        ) { stage in
            let pod = try await stage.pod(
                [Stage.container("a")], ["initContainers": [Stage.container("s", ["restartPolicy": "Always"])]])
            guard pod.spec.initContainers.first?.restartPolicy != nil else {
                try stage.scenario.skip("this API server doesn't know sidecars")
            }
            try await stage.expectRunning(["a", "s"])
        },
    ]

    private static let kubelets = [
        KubeletComponent.story(
            "life/kubelet-restarted", "A kubelet that is started again MUST leave running containers alone.",
            source: Page.nodes, weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            try await stage.expectStatus("Running") { $0.phase == .running }
            stage.stop()
            try stage.start()
            try await stage.expectNoCall(.create, "a", after: 1)
            try await stage.expectNoCall(.runSandbox, "web", after: 1)
            try await stage.expectRunning(["a"])
        },
        KubeletComponent.story(
            "life/ended-meanwhile", "What has ended while no kubelet was there MUST be restarted by the next one."
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            try await stage.expectStatus("Running") { $0.phase == .running }
            stage.stop()
            stage.runtime.end("a", code: 1)
            try stage.start()
            try await stage.expectCall(.start, "a", times: 2)
        },
        KubeletComponent.story(
            "life/deleted-meanwhile",
            "A pod that was deleted while no kubelet was there MUST be stopped by the next one."
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            stage.stop()
            try await stage.delete(grace: 0)
            try stage.start()
            try await stage.expectRunning([])
        },
        KubeletComponent.story(
            "life/sandbox-lost", "When a sandbox is lost, the pod MUST be begun anew in another one.",
            source: Page.initContainers
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            stage.runtime.loseSandboxes()
            stage.scenario.say("the sandbox is lost")
            try await stage.expectCall(.runSandbox, "web", times: 2)
            try await stage.expectRunning(["a"])
        },
    ]
}
