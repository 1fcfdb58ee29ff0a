internal import Conformance

/// Step 3: three questions, three consequences.
enum ProbeCases {
    static let topic = Topic(
        step: 3, name: "probes", source: Page.probes,
        invariant: "Only so many equal answers in a row count, and only startup and liveness stop a container.",
        look: "ProbeState.swift: `record` and `next`; ContainerProbes.swift: `next` and `reasonToStop`.")

    static let all = asking + counting + consequences

    private static let asking = [
        topic.story(
            "initial-delay", must: "A probe MUST NOT be asked before its initial delay is over.", weight: 2,
            says: "initialDelaySeconds: Number of seconds after the container has started before startup, liveness or "
                + "readiness probes are initiated.",
            """
            pod a
            probe a liveness delay=7
            next → sandbox, start a
            asks a liveness → in 7 s
            wait 5
            asks a liveness → in 2 s
            """),
        topic.story(
            "period", must: "A probe MUST be asked every period.",
            says: "periodSeconds: How often (in seconds) to perform the probe.",
            """
            pod a
            probe a readiness period=4
            next → sandbox, start a
            asks a readiness → now
            answers a readiness yes
            asks a readiness → in 4 s
            wait 3
            asks a readiness → in 1 s
            wait 1
            answers a readiness no
            asks a readiness → in 4 s
            """),
        topic.story(
            "none", must: "A container without a probe MUST NOT be asked.",
            """
            pod a
            probe a readiness
            next → sandbox, start a
            asks a liveness → never
            says a liveness → none
            """),
        topic.story(
            "startup-holds-others", must: "Until the startup probe succeeds, the others MUST NOT be asked.", weight: 2,
            says: "If such a probe is configured, liveness and readiness probes do not start until it succeeds",
            """
            pod a
            probe a startup
            probe a liveness
            probe a readiness
            next → sandbox, start a
            asks a liveness → never
            asks a readiness → never
            answers a startup no
            asks a liveness → never
            answers a startup yes
            asks a liveness → now
            asks a readiness → now
            """),
        topic.story(
            "startup-is-over", must: "A startup probe that has succeeded MUST NOT be asked again.",
            source: Page.lifeCycle,
            """
            pod a
            probe a startup period=2
            next → sandbox, start a
            answers a startup no
            asks a startup → in 2 s
            answers a startup yes
            asks a startup → never
            """),
    ]

    private static let counting = [
        topic.story(
            "before-any-answer", must: "Before any answer a container MUST count as alive, but not as ready.",
            weight: 2,
            source: Page.lifeCycle,
            says: "The default state of readiness before the initial delay is Failure.",
            """
            pod a
            probe a liveness
            probe a readiness
            next → sandbox, start a
            says a liveness → success
            says a readiness → unknown
            next → nothing
            """),
        topic.story(
            "failure-threshold", must: "Only failureThreshold failures in a row MUST count as a failure.", weight: 2,
            says:
                "failureThreshold: After a probe fails failureThreshold times in a row, Kubernetes considers that the "
                + "overall check has failed",
            """
            pod a
            probe a liveness failures=3
            next → sandbox, start a
            answers a liveness no no
            says a liveness → success
            answers a liveness no
            says a liveness → failure
            """),
        topic.story(
            "in-a-row", must: "A success MUST begin the counting of failures anew.", weight: 2,
            """
            pod a
            probe a liveness failures=3
            next → sandbox, start a
            answers a liveness no no yes no no
            says a liveness → success
            next → nothing
            """),
        topic.story(
            "success-threshold", must: "A probe that has failed MUST need successThreshold successes in a row.",
            says: "successThreshold: Minimum consecutive successes for the probe to be considered successful after "
                + "having failed.",
            """
            pod a
            probe a readiness failures=1 successes=2
            next → sandbox, start a
            answers a readiness no yes
            says a readiness → failure
            answers a readiness no yes yes
            says a readiness → success
            """),
        topic.random(
            "random-answers", must: "Whatever is answered, only enough equal answers in a row MUST turn the outcome.",
            RandomAnswers.tell),
    ]

    private static let consequences = [
        topic.story(
            "liveness-restarts", must: "A container whose liveness probe fails MUST be stopped and restarted.",
            weight: 2, source: Page.lifeCycle,
            says: "If the liveness probe fails, the kubelet kills the container, and the container is subjected to its "
                + "restart policy.",
            """
            pod a b
            probe a liveness failures=1
            next → sandbox, start a + start b
            answers a liveness no
            next → stop a, start a:1
            """),
        topic.story(
            "startup-restarts", must: "A container whose startup probe fails MUST be stopped and restarted.",
            source: Page.lifeCycle,
            says: "If the startup probe fails, the kubelet kills the container, and the container is subjected to its "
                + "restart policy.",
            """
            pod a
            probe a startup failures=2
            next → sandbox, start a
            answers a startup no no
            next → stop a, start a:1
            """),
        topic.story(
            "readiness-never-restarts", must: "A container whose readiness probe fails MUST NOT be stopped.", weight: 2,
            source: Page.probes,
            says: "In case of readiness probe the Pod will be marked Unready.",
            """
            pod a
            probe a readiness failures=1
            next → sandbox, start a
            answers a readiness no no no no
            next → nothing
            """),
        topic.story(
            "new-container-new-results", must: "A new container MUST begin with fresh results.",
            source: "https://github.com/kubernetes/kubernetes/pull/22107",
            """
            pod a
            probe a liveness failures=1 delay=5
            next → sandbox, start a
            answers a liveness no
            next → stop a, start a:1
            next → nothing
            says a liveness → success
            asks a liveness → in 5 s
            """),
        topic.story(
            "policy-decides",
            must: "Whether a container that failed its probe is restarted MUST be the policy's matter.",
            source: Page.lifeCycle,
            """
            pod a b policy=Never
            probe a liveness failures=1
            next → sandbox, start a + start b
            answers a liveness no
            next → stop a
            """),
    ]
}
