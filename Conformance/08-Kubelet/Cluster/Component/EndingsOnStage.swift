internal import API
internal import Conformance
internal import Schema

/// A pod ends.
enum EndingsOnStage {
    typealias Stage = KubeletOnStage

    static let all = [
        KubeletComponent.story(
            "ending/graceful", "A deleted pod's containers MUST be stopped, then its sandbox, and then it is gone.",
            source: Page.ending, weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a"), Stage.container("b")])
            try await stage.expectToldRunning(["a", "b"])
            try await stage.delete()
            let first = try await stage.expectCall(.stop, "a")
            let second = try await stage.expectCall(.stop, "b")
            let sandbox = try await stage.expectCall(.stopSandbox, "web")
            try stage.expectOrder(first, before: sandbox)
            try stage.expectOrder(second, before: sandbox)
            try await stage.expectGone()
        },
        KubeletComponent.story(
            "ending/grace-period", "A container MUST be given its pod's grace period.", source: Page.ending, weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a")], ["terminationGracePeriodSeconds": 45])
            try await stage.expectToldRunning(["a"])
            try await stage.delete()
            let seconds = try await stage.expectCall(.stop, "a").seconds
            try stage.scenario.expect("45 s until SIGKILL", observed: "\(seconds) s", (43...45).contains(seconds))
        },
        KubeletComponent.story(
            "ending/shorter", "A deletion's own grace period MUST count for more than the pod's.", source: Page.ending
        ) { stage in
            try await stage.pod([Stage.container("a")], ["terminationGracePeriodSeconds": 45])
            try await stage.expectToldRunning(["a"])
            try await stage.delete(grace: 5)
            let seconds = try await stage.expectCall(.stop, "a").seconds
            try stage.scenario.expect("5 s until SIGKILL", observed: "\(seconds) s", (2...5).contains(seconds))
        },
        KubeletComponent.story(
            "ending/pre-stop", "A preStop hook MUST run before a container is stopped.", source: Page.hooks, weight: 2
        ) { stage in
            let hook: JSON = ["preStop": ["exec": ["command": ["goodbye"]]]]
            try await stage.pod([Stage.container("a", ["lifecycle": hook])])
            try await stage.expectToldRunning(["a"])
            try await stage.delete()
            let asked = try await stage.expectCall(.exec, "a")
            let stopped = try await stage.expectCall(.stop, "a")
            try stage.expectOrder(asked, before: stopped)
            try stage.scenario.expect("the hook's command", observed: "\(asked.command)", asked.command == ["goodbye"])
        },
        KubeletComponent.story(
            "ending/post-start", "A postStart hook MUST run after a container is started.", source: Page.hooks
        ) { stage in
            let hook: JSON = ["postStart": ["exec": ["command": ["hello"]]]]
            try await stage.pod([Stage.container("a", ["lifecycle": hook])])
            let asked = try await stage.expectCall(.exec, "a")
            let started = try await stage.expectCall(.start, "a")
            try stage.expectOrder(started, before: asked)
            try stage.scenario.expect("the hook's command", observed: "\(asked.command)", asked.command == ["hello"])
        },
        KubeletComponent.story(
            "ending/nothing-new", "Nothing of a pod that is being deleted MUST be started.", source: Page.ending
        ) { stage in
            try await stage.pod([Stage.container("a")], ["initContainers": [Stage.container("i")]])
            try await stage.expectToldRunning(["i"])
            try await stage.delete()
            try await stage.expectGone()
            let made = stage.runtime.calls(.create, "a").count
            try stage.scenario.expect("a was never made", observed: "it was", made == 0)
        },
        KubeletComponent.story(
            "ending/removed", "A deleted pod's sandbox MUST be removed from the runtime, sooner or later.",
            source: Page.interface
        ) { stage in
            try await stage.pod([Stage.container("a")])
            try await stage.expectToldRunning(["a"])
            try await stage.delete(grace: 1)
            try await stage.expectGone()
            // Some kubelets collect what is left once a minute.
            try await stage.eventually("the sandbox is removed", within: .seconds(150), { stage.runtime.story }) {
                !stage.runtime.calls(.removeSandbox, "web").isEmpty
            }
        },
    ]
}
