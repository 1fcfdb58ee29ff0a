internal import API
internal import Conformance
internal import Schema

/// Three questions; the runtime's exec answers them.
enum ProbesOnStage {
    typealias Stage = KubeletOnStage

    /// Asked every second, and turned by the first answer.
    private static func probe(_ command: String, failures: Int = 1) -> JSON {
        [
            "exec": ["command": [.string(command)]], "periodSeconds": 1,
            "failureThreshold": .integer(Int64(failures)),
        ]
    }

    static let all = [
        KubeletComponent.story(
            "probes/liveness", "A container whose liveness probe fails MUST be stopped and restarted.", weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a", ["livenessProbe": probe("alive")]), Stage.container("b")])
            try await stage.expectCall(.exec, "a")
            stage.runtime.answers("alive", 1)
            stage.scenario.say("`alive` fails from now on")
            try await stage.expectCall(.stop, "a")
            stage.runtime.answers("alive", 0)
            try await stage.expectCall(.start, "a", times: 2)
            let stops = stage.runtime.calls(.stop, "b").count
            try stage.scenario.expect("b goes on", observed: "it was stopped", stops == 0)
        },
        KubeletComponent.story(
            "probes/threshold", "Only failureThreshold failures in a row MUST count.", source: Page.probes
        ) { stage in
            stage.runtime.answers("alive", 1)
            try await stage.pod([Stage.container("a", ["livenessProbe": probe("alive", failures: 3)])])
            let stopped = try await stage.expectCall(.stop, "a")
            let asked = stage.runtime.calls(.exec, "a").filter { $0.at < stopped.at }.count
            try stage.scenario.expect("it was asked 3 times", observed: "\(asked) times", asked == 3)
        },
        KubeletComponent.story(
            "probes/readiness", "A container whose readiness probe fails MUST be unready, and go on.", weight: 2
        ) { stage in
            try await stage.pod([Stage.container("a", ["readinessProbe": probe("able")])])
            try await stage.expectStatus("ready") { $0.conditions.isTrue(.ready) }
            stage.runtime.answers("able", 1)
            stage.scenario.say("`able` fails from now on")
            try await stage.expectStatus("not ready, Running") {
                !$0.conditions.isTrue(.ready) && $0.container("a")?.ready == false && $0.phase == .running
            }
            try await stage.expectNoCall(.stop, "a")
            stage.runtime.answers("able", 0)
            try await stage.expectStatus("ready again") { $0.conditions.isTrue(.ready) }
        },
        KubeletComponent.story(
            "probes/startup", "Until the startup probe has succeeded, the others MUST NOT be asked.",
            source: Page.probes
        ) { stage in
            stage.runtime.answers("up", 1)
            try await stage.pod([
                Stage.container("a", ["startupProbe": probe("up", failures: 60), "livenessProbe": probe("alive")])
            ])
            try await stage.expectCall(.exec, "a", times: 3)
            let early = stage.runtime.calls(.exec, "a").filter { $0.command == ["alive"] }
            try stage.scenario.expect("`alive` isn't asked yet", observed: "it is", early.isEmpty)
            stage.runtime.answers("up", 0)
            stage.scenario.say("`up` succeeds from now on")
            try await stage.eventually("`alive` is asked", { stage.runtime.story }) {
                stage.runtime.calls(.exec, "a").contains { $0.command == ["alive"] }
            }
        },
        KubeletComponent.story(
            "probes/initial-delay", "A probe MUST NOT be asked before its initial delay is over.", source: Page.probes
        ) { stage in
            var late = probe("able")
            late["initialDelaySeconds"] = 5
            try await stage.pod([Stage.container("a", ["readinessProbe": late])])
            let started = try await stage.expectCall(.start, "a")
            let asked = try await stage.expectCall(.exec, "a")
            let waited = asked.at - started.at
            try stage.scenario.expect("5 s after the start", observed: "\(waited)", waited > .seconds(4))
        },
    ]
}
