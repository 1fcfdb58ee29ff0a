internal import API
internal import Client
internal import Conformance
internal import Schema

/// What is told of a pod.
enum StatusOnStage {
    typealias Stage = KubeletOnStage

    static let all = [
        KubeletComponent.story(
            "status/running", "A pod whose containers run MUST be Running and ready, with the address of its sandbox.",
            weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectStatus("Running, ready, 10.88.0.…") { status in
                status.phase == .running && status.podIP.hasPrefix("10.88.0.") && !status.hostIP.isEmpty
                    && status.startTime != nil && status.conditions.isTrue(.ready)
                    && status.conditions.isTrue(.containersReady) && status.conditions.isTrue(.initialized)
                    && status.conditions.isTrue(.podScheduled)
            }
            try await stage.expectStatus("a runs, ready and started, with an id") { status in
                guard let one = status.container("a") else { return false }
                return one.state.running != nil && one.ready && one.started == true && one.restartCount == 0
                    && one.containerID.hasSuffix("container-2")
            }
        },
        KubeletComponent.story(
            "status/pending", "A pod MUST be Pending and not initialized while an init container runs.",
            source: Page.initContainers
        ) { stage in
            try await stage.pod([Stage.container("a")], ["initContainers": [Stage.container("i")]])
            try await stage.expectStatus("Pending; i runs, a waits") { status in
                status.phase == .pending && status.container("i")?.state.running != nil
                    && status.container("a")?.state.waiting?.reason == "PodInitializing"
                    && status.conditions[.initialized]?.status == .false
            }
        },
        KubeletComponent.story(
            "status/succeeded", "A pod all of whose containers have ended well MUST be Succeeded.", weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a"), Stage.container("b")], ["restartPolicy": "Never"])
            try await stage.expectRunning(["a", "b"])
            stage.runtime.end("a", code: 0)
            try await stage.expectStatus("Running; a is terminated, with 0") { status in
                let end = status.container("a")?.state.terminated
                return status.phase == .running && end?.exitCode == 0 && end?.reason == "Completed"
            }
            stage.runtime.end("b", code: 0)
            try await stage.expectStatus("Succeeded, not ready") {
                $0.phase == .succeeded && !$0.conditions.isTrue(.ready)
            }
        },
        KubeletComponent.story("status/failed", "A pod one of whose containers has ended badly MUST be Failed.") {
            stage in
            try await stage.pod([Stage.container("a"), Stage.container("b")], ["restartPolicy": "Never"])
            try await stage.expectRunning(["a", "b"])
            stage.runtime.end("a", code: 3)
            stage.runtime.end("b", code: 0)
            try await stage.expectStatus("Failed; a is terminated, with 3") { status in
                let end = status.container("a")?.state.terminated
                return status.phase == .failed && end?.exitCode == 3 && end?.reason == "Error"
            }
        },
        KubeletComponent.story(
            "status/init-failed", "With the policy Never a failed init container MUST make its pod Failed.",
            source: Page.initContainers
        ) { stage in
            stage.runtime.ends("i", 1)
            try await stage.pod(
                [Stage.container("a")], ["restartPolicy": "Never", "initContainers": [Stage.container("i")]])
            try await stage.expectStatus("Failed") { $0.phase == .failed }
            let made = stage.runtime.calls(.create, "a").count
            try stage.scenario.expect("a was never made", observed: "it was", made == 0)
        },
        KubeletComponent.story(
            "status/last-state", "After a restart the last end MUST be told as the container's last state."
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            stage.runtime.end("a", code: 7)
            try await stage.expectStatus("a runs, restarted once; before it ended with 7") { status in
                let one = status.container("a")
                return one?.state.running != nil && one?.restartCount == 1 && one?.lastState.terminated?.exitCode == 7
            }
        },
        KubeletComponent.story(
            "status/gates", "A pod MUST NOT be ready before its readiness gates are open.",
            source: Page.lifeCycle + "#pod-readiness-gate"
        ) { stage in
            try await stage.pod(
                [Stage.container("a")], ["readinessGates": [["conditionType": "example.com/lamp"]]])
            try await stage.expectStatus("containers ready, the pod not") {
                $0.conditions.isTrue(.containersReady) && !$0.conditions.isTrue(.ready)
            }
            let old = try await stage.client.get(Pod.self, "web", namespace: "default")
            var new = old
            new.status.conditions.append(PodCondition("example.com/lamp", .true))
            try await stage.client.patchStatus(from: old, to: new)
            stage.scenario.say("the gate opens")
            try await stage.expectStatus("ready") { $0.conditions.isTrue(.ready) }
        },
    ]
}
