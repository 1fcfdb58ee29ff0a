internal import API
internal import CRI
internal import Conformance
internal import Schema

/// What ends, and what becomes of it.
enum RestartsOnStage {
    typealias Stage = KubeletOnStage

    static let all = [
        KubeletComponent.story(
            "restarts/always", "With the policy Always a container MUST be restarted, in the same sandbox.", weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectRunning(["a"])
            stage.runtime.end("a", code: 0)
            stage.scenario.say("a ends with 0")
            try await stage.expectCall(.start, "a", times: 2)
            let attempt = stage.runtime.config(of: "a")?.metadata.attempt
            try stage.scenario.expect("it is attempt 1", observed: "\(attempt ?? -1)", attempt == 1)
            let sandboxes = stage.runtime.calls(.runSandbox, "web").count
            try stage.scenario.expect("one sandbox", observed: "\(sandboxes)", sandboxes == 1)
            try await stage.expectStatus("one restart") { $0.container("a")?.restartCount == 1 }
        },
        KubeletComponent.story(
            "restarts/on-failure", "With the policy OnFailure only what has failed MUST be restarted."
        ) { stage in
            try await stage.pod([Stage.container("a"), Stage.container("b")], ["restartPolicy": "OnFailure"])
            try await stage.expectRunning(["a", "b"])
            stage.runtime.end("a", code: 0)
            stage.runtime.end("b", code: 1)
            stage.scenario.say("a ends with 0, b with 1")
            try await stage.expectCall(.start, "b", times: 2)
            try await stage.expectNoCall(.create, "a", after: 1)
        },
        KubeletComponent.story("restarts/never", "With the policy Never nothing MUST be restarted.", weight: 2) {
            stage in
            try await stage.pod([Stage.container("a")], ["restartPolicy": "Never"])
            try await stage.expectRunning(["a"])
            stage.runtime.end("a", code: 1)
            stage.scenario.say("a ends with 1")
            try await stage.expectStatus("Failed") { $0.phase == .failed }
            try await stage.expectNoCall(.create, "a", after: 1)
        },
        KubeletComponent.story(
            "restarts/back-off", "A container that ends again and again MUST wait ten seconds, then twenty.",
            says: "the kubelet restarts them with an exponential backoff delay (10s, 20s, 40s, …)", weight: 2
        ) { stage in
            stage.runtime.ends("a", 1)
            try await stage.pod([Stage.container("a")])
            let second = try await stage.expectCall(.start, "a", times: 2)
            let third = try await stage.expectCall(.start, "a", times: 3)
            let waited = third.at - second.at
            // Some kubelets count in whole seconds, and from the moment they have noticed.
            try stage.scenario.expect(
                "10 s between the second start and the third", observed: "\(waited)",
                waited > .seconds(8) && waited < .seconds(40))
            try await stage.expectStatus("CrashLoopBackOff") {
                $0.container("a")?.state.waiting?.reason == "CrashLoopBackOff"
            }
        },
        KubeletComponent.story(
            "restarts/missing-image", "An image that can't be pulled MUST be said, and tried again.",
            source: Page.images,
            says: "ImagePullBackOff"
        ) { stage in
            try await stage.pod([Stage.container("a", ["image": "missing:1"])])
            try await stage.expectStatus("waiting for the image") {
                ["ErrImagePull", "ImagePullBackOff"].contains($0.container("a")?.state.waiting?.reason ?? "")
                    && $0.phase == .pending
            }
            try await stage.expectCall(.pull, "missing:1", times: 2)
        },
    ]
}
