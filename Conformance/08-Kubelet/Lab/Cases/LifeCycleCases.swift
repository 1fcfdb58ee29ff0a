internal import Conformance

/// Step 1: sandbox, init containers, containers.
enum LifeCycleCases {
    static let topic = Topic(
        step: 1, name: "life", source: Page.lifeCycle,
        invariant:
            "Sandbox, then init containers one after the other, then all containers; what is right is left alone.",
        look: "PodDecision.swift: `run` and `startInitContainers`.")

    static let all = [
        topic.story(
            "sandbox-first", must: "A kubelet MUST make a pod's sandbox before any container.", weight: 2,
            source: Page.code + "kuberuntime/kuberuntime_manager.go",
            """
            pod a
            next → sandbox, start a
            """),
        topic.story(
            "all-at-once", must: "A pod's containers MUST be started without waiting for each other.", weight: 2,
            """
            pod a b c
            next → sandbox, start a + start b + start c
            """),
        topic.story(
            "left-alone", must: "A kubelet MUST leave a pod alone when all runs that should.",
            """
            pod a b
            next → sandbox, start a + start b
            next → nothing
            wakes → never
            finished → no
            """),
        topic.story(
            "init-first", must: "A pod's containers MUST NOT be started before its init containers have ended well.",
            weight: 2, source: Page.initContainers,
            says: "Init containers always run to completion. Each init container must complete successfully before "
                + "the next one starts.",
            """
            pod a init=i
            next → sandbox, start i
            next → nothing
            exits i 0
            next → start a
            """),
        topic.story(
            "init-in-order", must: "Init containers MUST run one at a time, in the order of the spec.", weight: 2,
            source: Page.initContainers,
            says: "If you specify multiple init containers for a Pod, kubelet runs each init container sequentially.",
            """
            pod a b init=i,j,k
            next → sandbox, start i
            exits i 0
            next → start j
            exits j 0
            next → start k
            exits k 0
            next → start a + start b
            """),
        topic.story(
            "init-once", must: "An init container MUST NOT run again once the pod's containers have been started.",
            source: "https://github.com/kubernetes/kubernetes/pull/96572",
            """
            pod a init=i
            next → sandbox, start i
            exits i 0
            next → start a
            runtime-forgets i
            next → nothing
            """),
        topic.story(
            "sidecar-goes-on", must: "An init container that is always restarted MUST NOT hold back what follows it.",
            weight: 2, source: Page.sidecars,
            says: "the kubelet then continues by starting the next init container from the ordered list.",
            """
            pod a init=s:sidecar,i
            next → sandbox, start s, start i
            exits i 0
            next → start a
            """),
        topic.story(
            "sidecar-must-start", must: "What follows a sidecar MUST wait for the sidecar's startup probe.",
            source: Page.sidecars,
            """
            pod a init=s:sidecar
            probe s startup
            next → sandbox, start s
            answers s startup no
            next → nothing
            answers s startup yes
            next → start a
            """),
        topic.story(
            "kubelet-restarted", must: "A kubelet that was restarted MUST go on where the last one stopped.", weight: 2,
            source: Page.code + "kubelet.go",
            """
            pod a b init=i,j
            next → sandbox, start i
            exits i 0
            forgets
            next → start j
            exits j 0
            forgets
            next → start a + start b
            forgets
            next → nothing
            """),
        topic.story(
            "interrupted", must: "A container that was made, but never started, MUST be replaced.",
            source: Page.code + "kuberuntime/kuberuntime_manager.go",
            """
            pod a b
            next → sandbox, start a + start b
            interrupts a
            forgets
            next → start a:1
            """),
        topic.random(
            "random-init-containers", must: "Whatever a pod's init containers are, each MUST wait for those before it.",
            RandomLives.initContainers),
    ]
}
