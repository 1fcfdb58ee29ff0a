internal import API
internal import Conformance
internal import Schema

/// A pod's life, from end to end: real containers on real nodes.
enum ClusterCases {
    static let all: [Case] = phases + initial + restarts + probes + endings

    private static let phases: [Case] = [
        KubeletCluster.story("phases/running", "A pod whose container runs MUST be Running and ready.", weight: 2) {
            stage in
            let pod = try await stage.pod([PodsInCluster.serving("a")])
            try await stage.expect("Running, ready, with an address", of: pod) { status in
                status.phase == .running && !status.podIP.isEmpty && status.conditions.isTrue(.ready)
                    && status.conditions.isTrue(.containersReady) && status.conditions.isTrue(.initialized)
                    && status.conditions.isTrue(.podScheduled)
            }
        },
        KubeletCluster.story("phases/succeeded", "A pod whose containers have ended well MUST be Succeeded.", weight: 2)
        {
            stage in
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", "echo done > /dev/termination-log")], ["restartPolicy": "Never"])
            let status = try await stage.expect("Succeeded, not ready", of: pod) {
                $0.phase == .succeeded && !$0.conditions.isTrue(.ready)
            }
            let end = status.container("a")?.state.terminated
            try stage.scenario.expect(
                "terminated with 0, and the message", observed: "\(status.json)",
                end?.exitCode == 0 && end?.message.hasPrefix("done") == true)
        },
        KubeletCluster.story("phases/failed", "A pod one of whose containers has failed MUST be Failed.") { stage in
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", "exit 3"), PodsInCluster.shell("b", "exit 0")], ["restartPolicy": "Never"])
            let status = try await stage.expect("Failed", of: pod) { $0.phase == .failed }
            try stage.scenario.expect(
                "terminated with 3", observed: "\(status.json)",
                status.container("a")?.state.terminated?.exitCode == 3)
        },
        KubeletCluster.story(
            "phases/missing-image", "A pod whose image can't be had MUST be Pending, and say why.", source: Page.images
        ) { stage in
            let pod = try await stage.pod([
                PodsInCluster.shell(
                    "a", "true", ["image": "localhost/no-such-image:1", "imagePullPolicy": "Never"])
            ])
            try await stage.expect("Pending; a waits, with a reason", of: pod) { status in
                let reason = status.container("a")?.state.waiting?.reason ?? ""
                return status.phase == .pending && !["", "ContainerCreating", "PodInitializing"].contains(reason)
            }
        },
    ]

    private static let initial: [Case] = [
        KubeletCluster.story(
            "init/in-order", "Init containers MUST run one after the other, before all others.",
            source: Page.initContainers, weight: 2
        ) { stage in
            let mount: JSON = ["volumeMounts": [["name": "shared", "mountPath": "/shared"]]]
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", "echo a >> /shared/log; cat /shared/log > /dev/termination-log", mount)],
                [
                    "restartPolicy": "Never", "volumes": [["name": "shared", "emptyDir": [:]]],
                    "initContainers": [
                        PodsInCluster.shell("i", "sleep 1; echo i >> /shared/log", mount),
                        PodsInCluster.shell("j", "echo j >> /shared/log", mount),
                    ],
                ])
            let status = try await stage.expect("Succeeded", of: pod) { $0.phase == .succeeded }
            let message = status.container("a")?.state.terminated?.message ?? ""
            try stage.scenario.expect(
                "i, then j, then a", observed: message, message.split(separator: "\n") == ["i", "j", "a"])
        },
        KubeletCluster.story(
            "init/failed", "With the policy Never a failed init container MUST make its pod Failed.",
            source: Page.initContainers
        ) { stage in
            let pod = try await stage.pod(
                [PodsInCluster.serving("a")],
                ["restartPolicy": "Never", "initContainers": [PodsInCluster.shell("i", "exit 1")]])
            let status = try await stage.expect("Failed", of: pod) { $0.phase == .failed }
            try stage.scenario.expect(
                "a never ran", observed: "\(status.json)", status.container("a")?.state.running == nil)
        },
        KubeletCluster.story(
            "init/retried", "An init container that fails MUST be tried again until it succeeds.",
            source: Page.initContainers
        ) { stage in
            let mount: JSON = ["volumeMounts": [["name": "shared", "mountPath": "/shared"]]]
            let script = "test -e /shared/seen || { touch /shared/seen; exit 1; }"
            let pod = try await stage.pod(
                [PodsInCluster.serving("a")],
                [
                    "volumes": [["name": "shared", "emptyDir": [:]]],
                    "initContainers": [PodsInCluster.shell("i", script, mount)],
                ])
            try await stage.expect("Running; i was restarted", of: pod) {
                $0.phase == .running && ($0.container("i")?.restartCount ?? 0) >= 1
            }
        },
        KubeletCluster.story(
            "init/sidecar",
            "An init container that is always restarted MUST run beside the others, and end after them.",
            source: Page.sidecars
        ) { stage in
            let sidecar = PodsInCluster.serving("s", ["restartPolicy": "Always"])
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", "sleep 1")], ["restartPolicy": "Never", "initContainers": [sidecar]])
            guard pod.spec.initContainers.first?.restartPolicy != nil else {
                try stage.scenario.skip("this API server doesn't know sidecars")
            }
            try await stage.expect("Succeeded; s has ended, too", of: pod) {
                $0.phase == .succeeded && $0.container("s")?.state.terminated != nil
            }
        },
    ]

    private static let restarts: [Case] = [
        KubeletCluster.story(
            "restarts/always", "With the policy Always a container MUST be restarted, in its pod.", weight: 2
        ) { stage in
            let pod = try await stage.pod([PodsInCluster.shell("a", "sleep 2; exit 0")])
            let first = try await stage.expect("Running", of: pod) { $0.phase == .running && !$0.podIP.isEmpty }
            let second = try await stage.expect("restarted; the last end is told", of: pod) { status in
                let one = status.container("a")
                return (one?.restartCount ?? 0) >= 1 && one?.lastState.terminated?.exitCode == 0
            }
            try stage.scenario.expect(
                "the same address, and Running", observed: "\(second.json)",
                first.podIP == second.podIP && second.phase == .running)
        },
        KubeletCluster.story(
            "restarts/on-failure", "With the policy OnFailure only what has failed MUST be restarted."
        ) { stage in
            let mount: JSON = ["volumeMounts": [["name": "shared", "mountPath": "/shared"]]]
            let pod = try await stage.pod(
                [
                    PodsInCluster.shell("a", "exit 0"),
                    PodsInCluster.shell("b", "test -e /shared/seen || { touch /shared/seen; exit 1; }", mount),
                ], ["restartPolicy": "OnFailure", "volumes": [["name": "shared", "emptyDir": [:]]]])
            let status = try await stage.expect("Succeeded", of: pod) { $0.phase == .succeeded }
            try stage.scenario.expect(
                "b was restarted, a not", observed: "\(status.json)",
                status.container("a")?.restartCount == 0 && (status.container("b")?.restartCount ?? 0) >= 1)
        },
        KubeletCluster.story(
            "restarts/back-off", "A container that ends again and again MUST wait before it is started again.",
            says: "the kubelet restarts them with an exponential backoff delay (10s, 20s, 40s, …)"
        ) { stage in
            let pod = try await stage.pod([PodsInCluster.shell("a", "exit 1")])
            let status = try await stage.expect("restarted twice", of: pod) {
                $0.container("a")?.restartCount ?? 0 >= 2 && $0.container("a")?.lastStart != nil
            }
            let since = status.startTime.flatMap { start in status.container("a")?.lastStart.map { $0 - start } }
            try stage.scenario.expect(
                "ten seconds between the first restart and the second", observed: "\(since ?? 0) s in all",
                (since ?? 0) >= 9)
        },
    ]

    /// Asked every second, and turned by the first answer.
    private static func probe(_ script: String) -> JSON {
        [
            "exec": ["command": ["sh", "-c", .string(script)]], "periodSeconds": 1, "failureThreshold": 1,
            "timeoutSeconds": 5,
        ]
    }

    private static let probes: [Case] = [
        KubeletCluster.story(
            "probes/liveness", "A container whose liveness probe fails MUST be restarted.", weight: 2
        ) { stage in
            let script = "touch /tmp/alive; sleep 4; rm /tmp/alive; while true; do sleep 0.1; done"
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", script, ["livenessProbe": probe("test -e /tmp/alive")])],
                ["terminationGracePeriodSeconds": 1])
            try await stage.expect("restarted", of: pod) { ($0.container("a")?.restartCount ?? 0) >= 1 }
        },
        KubeletCluster.story(
            "probes/readiness", "A container whose readiness probe fails MUST be unready, and not be restarted.",
            weight: 2
        ) { stage in
            let script = "touch /tmp/able; sleep 5; rm /tmp/able; while true; do sleep 0.1; done"
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", script, ["readinessProbe": probe("test -e /tmp/able")])],
                ["terminationGracePeriodSeconds": 1])
            try await stage.expect("ready", of: pod) { $0.conditions.isTrue(.ready) }
            try await stage.expect("not ready", of: pod) { !$0.conditions.isTrue(.ready) }
            try await stage.expectStill("Running, not ready, not restarted", of: pod) {
                $0.phase == .running && !$0.conditions.isTrue(.ready) && $0.container("a")?.restartCount == 0
            }
        },
        KubeletCluster.story(
            "probes/startup", "Until the startup probe has succeeded, the liveness probe MUST NOT end a container.",
            source: Page.probes
        ) { stage in
            var startup = probe("test -e /tmp/up")
            startup["failureThreshold"] = 60
            let script = "sleep 4; touch /tmp/up; while true; do sleep 0.1; done"
            let pod = try await stage.pod(
                [
                    PodsInCluster.shell(
                        "a", script, ["startupProbe": startup, "livenessProbe": probe("test -e /tmp/up")])
                ], ["terminationGracePeriodSeconds": 1])
            let status = try await stage.expect("started and ready", of: pod) {
                $0.container("a")?.started == true && $0.conditions.isTrue(.ready)
            }
            try stage.scenario.expect(
                "it was not restarted", observed: "\(status.json)", status.container("a")?.restartCount == 0)
        },
    ]

    private static let endings: [Case] = [
        KubeletCluster.story(
            "ending/graceful", "A process that ends on SIGTERM MUST NOT be waited for any longer.", source: Page.ending,
            weight: 2
        ) { stage in
            let pod = try await stage.pod([PodsInCluster.serving("a")], ["terminationGracePeriodSeconds": 120])
            try await stage.expect("Running", of: pod) { $0.phase == .running }
            try await stage.delete(pod)
            let took = try await stage.expectGone(pod)
            try stage.scenario.expect("soon", observed: "\(took)", took < .seconds(60))
        },
        KubeletCluster.story(
            "ending/killed", "A process that doesn't end MUST be killed after the grace period.", source: Page.ending
        ) { stage in
            let stubborn = PodsInCluster.shell("a", "trap '' TERM; while true; do sleep 0.1; done")
            let pod = try await stage.pod([stubborn], ["terminationGracePeriodSeconds": 4])
            try await stage.expect("Running", of: pod) { $0.phase == .running }
            // It must have come to ignore the signal.
            try await Task.sleep(for: .seconds(1))
            try await stage.delete(pod)
            let took = try await stage.expectGone(pod)
            try stage.scenario.expect("after 4 s, and soon then", observed: "\(took)", took > .seconds(3))
        },
        KubeletCluster.story(
            "ending/pre-stop", "A preStop hook MUST run before the process is asked to end.", source: Page.hooks
        ) { stage in
            // The hook lets the process end by itself, with a code of its own, in a pod that stays: its probe fails.
            let script = "trap 'exit 9' TERM; while ! test -e /tmp/bye; do sleep 0.1; done; exit 5"
            let hook: JSON = ["preStop": ["exec": ["command": ["sh", "-c", "touch /tmp/bye; sleep 2"]]]]
            let pod = try await stage.pod(
                [PodsInCluster.shell("a", script, ["lifecycle": hook, "livenessProbe": probe("false")])],
                ["restartPolicy": "Never", "terminationGracePeriodSeconds": 20])
            let status = try await stage.expect("terminated", of: pod) {
                $0.container("a")?.state.terminated != nil
            }
            let code = status.container("a")?.state.terminated?.exitCode
            try stage.scenario.expect("5: the hook came first", observed: "\(code ?? -1)", code == 5)
        },
    ]
}

extension ContainerStatus {
    /// When the run began that `restartCount` counts; nil while that can't be told.
    fileprivate var lastStart: Time? {
        if let running = state.running { return running.startedAt }
        if let terminated = state.terminated { return terminated.startedAt }
        return state.waiting?.reason == "CrashLoopBackOff" ? lastState.terminated?.startedAt : nil
    }
}
