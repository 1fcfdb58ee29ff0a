internal import Conformance

/// Step 4: ending has an order, and a time.
enum EndingCases {
    static let topic = Topic(
        step: 4, name: "ending", source: Page.lifeCycle + "#pod-termination",
        invariant: "Containers, then sidecars in reverse, then the sandbox; all of it within the grace period.",
        look: "PodEnding.swift: `stop`; GracePeriod.swift.")

    static let all = order + times

    private static let order = [
        topic.story(
            "containers-then-sandbox", must: "A deleted pod's containers MUST be stopped before its sandbox.",
            weight: 2,
            """
            pod a b
            next → sandbox, start a + start b
            deletes
            next → stop a + stop b, stop sandbox
            finished → yes
            """),
        topic.story(
            "sidecars-last", must: "Sidecars MUST be stopped after the containers, the last one first.", weight: 2,
            source: Page.sidecars,
            says: "The sidecar containers are then shut down in the opposite order of their appearance in the Pod "
                + "specification.",
            """
            pod a b init=s:sidecar,t:sidecar
            next → sandbox, start s, start t, start a + start b
            deletes
            next → stop a + stop b, stop t, stop s, stop sandbox
            finished → yes
            """),
        topic.story(
            "nothing-new", must: "Nothing of a pod that is being deleted MUST be started.", weight: 2,
            """
            pod a b init=i
            next → sandbox, start i
            deletes
            exits i 0
            next → stop sandbox
            finished → yes
            """),
        topic.story(
            "not-begun", must: "A pod that is deleted before it has begun MUST be finished at once.",
            """
            pod a
            deletes
            next → nothing
            finished → yes
            """),
        topic.story(
            "init-is-stopped", must: "An init container that runs MUST be stopped, too.",
            """
            pod a init=i
            next → sandbox, start i
            deletes
            next → stop i, stop sandbox
            """),
        topic.story(
            "done", must: "A pod whose containers have ended for good MUST lose its sandbox, and get no other.",
            source: "https://github.com/kubernetes/kubernetes/pull/68980",
            """
            pod a policy=Never
            next → sandbox, start a
            exits a 0
            next → stop sandbox
            next → nothing
            finished → yes
            """),
        topic.story(
            "sidecars-end-with-the-work", must: "When the containers have done their work, sidecars MUST be stopped.",
            source: Page.sidecars,
            """
            pod a init=s:sidecar policy=OnFailure
            next → sandbox, start s, start a
            exits a 0
            next → stop s, stop sandbox
            finished → yes
            """),
        topic.story(
            "init-failed-for-good",
            must: "A pod whose init container has failed for good MUST NOT start anything else.",
            source: Page.initContainers,
            says: "if the Pod has a restartPolicy of Never, and an init container fails during startup of that Pod, "
                + "Kubernetes treats the overall Pod as failed.",
            """
            pod a init=i policy=Never
            next → sandbox, start i
            exits i 1
            next → stop sandbox
            finished → yes
            """),
        topic.story(
            "stays-over", must: "A pod that was reported as ended MUST NOT begin again.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/issues/7250",
            """
            pod a policy=Never ended=Succeeded
            next → nothing
            finished → yes
            """),
        topic.random(
            "random-pods", must: "Whatever runs, a deletion MUST end it in order, and nothing twice.",
            RandomEndings.tell),
    ]

    private static let times = [
        topic.story(
            "grace-of-the-pod", must: "A container MUST be given its pod's grace period.", weight: 2,
            """
            pod a grace=45
            grace a → 45
            """),
        topic.story(
            "grace-of-the-deletion", must: "A deletion's own grace period MUST count for more than the pod's.",
            weight: 2,
            says: "the --grace-period=<seconds> option which allows you to override the default",
            """
            pod a grace=45
            deletes grace=5
            grace a → 5
            """),
        topic.story(
            "grace-zero", must: "A deletion without a grace period MUST leave none.",
            """
            pod a grace=45
            deletes grace=0
            grace a → 0
            """),
        topic.story(
            "grace-of-the-probe", must: "A container that failed a probe MUST be given the probe's grace period.",
            source: Page.probes + "#probe-level-terminationgraceperiodseconds",
            says: "the kubelet will use the probe-level terminationGracePeriodSeconds",
            """
            pod a grace=3600
            probe a liveness grace=60
            probe a startup grace=20
            grace a liveness → 60
            grace a startup → 20
            grace a → 3600
            """),
        topic.story(
            "deletion-before-probe", must: "While a pod is being deleted, its deletion's grace period MUST count.",
            source:
                "https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2238-liveness-probe-grace-period",
            """
            pod a grace=3600
            probe a liveness grace=60
            deletes grace=10
            grace a liveness → 10
            """),
        topic.story(
            "hook-counts", must: "What a preStop hook uses MUST be taken from the grace period.", weight: 2,
            source: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution",
            says: "The Pod's termination grace period countdown begins before the PreStop hook is executed",
            """
            pod a
            left 30 after 0 → 30
            left 30 after 12 → 18
            """),
        topic.story(
            "two-seconds", must: "After a hook that took too long there MUST still be two seconds.",
            says: "the kubelet requests a small, one-off grace period extension of 2 seconds.",
            """
            pod a
            left 30 after 30 → 2
            left 30 after 29 → 2
            left 30 after 500 → 2
            left 0 after 0 → 2
            """),
    ]
}
