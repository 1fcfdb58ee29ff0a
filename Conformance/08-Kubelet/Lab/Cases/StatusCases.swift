internal import Conformance

/// Step 5: what is told.
enum StatusCases {
    static let topic = Topic(
        step: 5, name: "status", source: Page.lifeCycle,
        invariant: "The status follows from spec, runtime and probes; a pod that has ended has ended.",
        look: "PhaseReport.swift, ContainerReport.swift, ConditionReport.swift")

    static let all = phases + containers + conditions

    private static let phases = [
        topic.story(
            "pending", must: "A pod MUST be Pending until all its containers have been started.", weight: 2,
            says: "Pending: The Pod has been accepted by the Kubernetes cluster, but one or more of the containers has "
                + "not been set up and made ready to run.",
            """
            pod a b
            phase → Pending
            breaks b ErrImagePull
            next → sandbox, start a + start b
            phase → Pending
            """),
        topic.story(
            "pending-with-init", must: "A pod MUST be Pending while its init containers run.",
            source: Page.initContainers, says: "A Pod that is initializing is in the Pending state",
            """
            pod a init=i
            next → sandbox, start i
            phase → Pending
            exits i 0
            phase → Pending
            next → start a
            phase → Running
            """),
        topic.story(
            "running", must: "A pod MUST be Running while a container runs, or will again.", weight: 2,
            says: "Running: … At least one container is still running, or is in the process of starting or restarting.",
            """
            pod a b policy=OnFailure
            next → sandbox, start a + start b
            phase → Running
            exits a 1
            phase → Running
            exits b 0
            phase → Running
            """),
        topic.story(
            "crash-loop-is-running", must: "A pod whose only container waits for its restart MUST be Running.",
            """
            pod a
            next → sandbox, start a
            exits a 1
            next → start a:1
            exits a 1
            next → nothing
            phase → Running
            """),
        topic.story(
            "always-is-running", must: "With the policy Always a pod whose containers end well MUST be Running.",
            source: "https://github.com/kubernetes/website/issues/8210",
            """
            pod a
            next → sandbox, start a
            exits a 0
            phase → Running
            """),
        topic.story(
            "succeeded", must: "A pod all of whose containers have ended well for good MUST be Succeeded.", weight: 2,
            says: "Succeeded: All containers in the Pod have terminated in success, and will not be restarted.",
            """
            pod a b policy=Never
            next → sandbox, start a + start b
            exits a 0
            phase → Running
            exits b 0
            phase → Succeeded
            """),
        topic.story(
            "failed", must: "A pod whose containers have ended, one of them badly, for good, MUST be Failed.",
            weight: 2,
            says: "Failed: All containers in the Pod have terminated, and at least one container has terminated in "
                + "failure.",
            """
            pod a b policy=Never
            next → sandbox, start a + start b
            exits a 1
            phase → Running
            exits b 0
            phase → Failed
            """),
        topic.story(
            "init-failed", must: "A pod whose init container has failed for good MUST be Failed.",
            source: Page.initContainers,
            """
            pod a init=i policy=Never
            next → sandbox, start i
            exits i 1
            phase → Failed
            """),
        topic.story(
            "ended-stays-ended", must: "A pod that was Succeeded or Failed MUST stay so.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/issues/58711",
            """
            pod a policy=Never
            next → sandbox, start a
            exits a 1
            tells
            runtime-forgets a
            phase → Failed
            """),
        topic.random(
            "random-ends", must: "Whatever containers end with, the phase MUST follow from it and the policy.",
            RandomEndings.phases),
    ]

    private static let containers = [
        topic.story(
            "waiting", must: "A container that isn't there yet MUST be waiting, with the reason.",
            says: "Waiting: If a container is not in either the Running or Terminated state, it is Waiting.",
            """
            pod a init=i
            state a → waiting PodInitializing
            next → sandbox, start i
            state i → running
            state a → waiting PodInitializing
            exits i 0
            state i → terminated 0 Completed
            state a → waiting ContainerCreating
            """),
        topic.story(
            "terminated", must: "A container that has ended for good MUST be terminated, with code and reason.",
            weight: 2,
            says:
                "you see a reason, an exit code, and the start and finish time for that container's period of execution.",
            """
            pod a b c policy=Never
            next → sandbox, start a + start b + start c
            exits a 0
            exits b 3
            exits c 137 reason=OOMKilled
            state a → terminated 0 Completed
            state b → terminated 3 Error
            state c → terminated 137 OOMKilled
            """),
        topic.story(
            "crash-loop",
            must: "A container that waits for its restart MUST be waiting, and its end be the last state.",
            weight: 2, source: Page.debugging,
            """
            pod a
            next → sandbox, start a
            exits a 1
            next → start a:1
            state a → running
            last a → terminated 1 Error
            exits a 2
            state a → waiting CrashLoopBackOff
            last a → terminated 2 Error
            """),
        topic.story(
            "restart-count", must: "Each restart MUST be counted, and a restarted kubelet MUST NOT forget them.",
            """
            pod a
            next → sandbox, start a
            restarts a → 0
            exits a 1
            next → start a:1
            exits a 1 after=20
            wait 10
            next → start a:2, remove a
            restarts a → 2
            forgets
            restarts a → 2
            """),
        topic.story(
            "image", must: "A container whose image can't be pulled MUST say so.", source: Page.debugging,
            """
            pod a
            breaks a ErrImagePull
            next → sandbox, start a
            state a → waiting ErrImagePull
            wait 5
            state a → waiting ImagePullBackOff
            """),
    ]

    private static let conditions = [
        topic.story(
            "ready", must: "A pod MUST be ready when all its containers are.", weight: 2,
            says: "ContainersReady: all containers in the Pod are ready.",
            """
            pod a b
            condition Ready → False
            next → sandbox, start a + start b
            condition ContainersReady → True
            condition Ready → True
            exits b 1
            condition ContainersReady → False
            condition Ready → False
            """),
        topic.story(
            "readiness-probe", must: "A container with a readiness probe MUST NOT be ready before it succeeds.",
            weight: 2,
            """
            pod a
            probe a readiness failures=2
            next → sandbox, start a
            ready a → no
            condition Ready → False
            answers a readiness yes
            ready a → yes
            condition Ready → True
            answers a readiness no
            condition Ready → True
            answers a readiness no
            condition Ready → False
            phase → Running
            """),
        topic.story(
            "not-started-not-ready", must: "A container MUST NOT be ready before its startup probe has succeeded.",
            """
            pod a
            probe a startup
            next → sandbox, start a
            started a → no
            ready a → no
            answers a startup yes
            started a → yes
            ready a → yes
            """),
        topic.story(
            "gates", must: "A pod MUST NOT be ready before its readiness gates are open; its containers may be.",
            says: "the kubelet sets the Pod's condition to ContainersReady.",
            """
            pod a
            gate example.com/lamp
            next → sandbox, start a
            condition ContainersReady → True
            condition Ready → False
            opens example.com/lamp
            condition Ready → True
            """),
        topic.story(
            "ended-is-not-ready", must: "A pod that has ended MUST NOT be ready, however well it has ended.",
            """
            pod a policy=Never
            next → sandbox, start a
            exits a 0
            condition Ready → False
            condition ContainersReady → False
            """),
        topic.story(
            "initialized", must: "The condition Initialized MUST tell whether all init containers have ended well.",
            says: "Initialized: all init containers have completed successfully.",
            """
            pod a init=i,j
            next → sandbox, start i
            condition Initialized → False
            exits i 0
            next → start j
            condition Initialized → False
            exits j 0
            condition Initialized → True
            """),
        topic.story(
            "ending-may-be-ready", must: "A pod that is being deleted MUST be ready as long as its containers are.",
            source: "https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/"
                + "1672-tracking-terminating-endpoints",
            """
            pod a
            next → sandbox, start a
            deletes
            condition Ready → True
            """),
    ]
}
