internal import Conformance

/// Step 2: who is started again, and when?
enum RestartCases {
    static let topic = Topic(
        step: 2, name: "restarts", source: Page.lifeCycle,
        invariant: "What ends is restarted as the policy says: at once, then after 10, 20, 40 … 300 seconds.",
        look: "RestartRule.swift and CrashLoopBackOff.swift")

    static let all = policies + backOff + sandboxes

    private static let policies = [
        topic.story(
            "always", must: "With the policy Always a container MUST be restarted, however it has ended.", weight: 2,
            says: "Always: Automatically restarts the container after any termination.",
            """
            pod a b
            next → sandbox, start a + start b
            exits a 0
            next → start a:1
            exits b 1
            next → start b:1
            """),
        topic.story(
            "on-failure", must: "With the policy OnFailure a container MUST be restarted only when it has failed.",
            weight: 2, says: "OnFailure: Only restarts the container if it exits with an error (non-zero exit status).",
            """
            pod a b policy=OnFailure
            next → sandbox, start a + start b
            exits a 0
            next → nothing
            exits b 1
            next → start b:1
            """),
        topic.story(
            "never", must: "With the policy Never no container MUST be restarted.", weight: 2,
            says: "Never: Does not automatically restart the terminated container.",
            """
            pod a b policy=Never
            next → sandbox, start a + start b
            exits a 1
            next → nothing
            wakes → never
            """),
        topic.story(
            "init-fails", must: "An init container that has failed MUST be restarted, before anything else.",
            source: Page.initContainers,
            says:
                "If a Pod's init container fails, the kubelet repeatedly restarts that init container until it succeeds.",
            """
            pod a init=i
            next → sandbox, start i
            exits i 1
            next → start i:1
            exits i 0
            next → start a
            """),
        topic.story(
            "sidecar-always", must: "A sidecar MUST be restarted, whatever the pod's policy says.",
            source: Page.sidecars,
            """
            pod a init=s:sidecar policy=Never
            next → sandbox, start s, start a
            exits s 0
            next → start s:1
            """),
        topic.story(
            "each-for-itself", must: "A container that is restarted MUST NOT disturb the others.",
            """
            pod a b
            next → sandbox, start a + start b
            exits a 1
            next → start a:1
            exits a 1
            next → nothing
            exits b 1
            next → start b:1
            """),
    ]

    private static let backOff = [
        topic.story(
            "second-waits", must: "A container that ends again MUST wait ten seconds.", weight: 2,
            says: "the kubelet restarts them with an exponential backoff delay (10s, 20s, 40s, …), that is capped at "
                + "300 seconds (5 minutes).",
            """
            pod a
            next → sandbox, start a
            exits a 1
            next → start a:1
            exits a 1
            next → nothing
            wakes → in 10 s
            wait 9
            next → nothing
            wait 1
            next → start a:2, remove a
            """),
        topic.story(
            "doubles", must: "The wait MUST double each time, up to five minutes.", weight: 2,
            says: "10s, 20s, 40s, …, that is capped at 300 seconds (5 minutes)",
            steps(waits: [0, 10, 20, 40, 80, 160, 300, 300, 300])),
        topic.story(
            "forgiven", must: "After ten minutes of running the wait MUST begin anew.", weight: 2,
            says: "Once a container has executed for 10 minutes without any problems, the kubelet resets the restart "
                + "backoff timer for that container.",
            steps(waits: [0, 10, 20]) + """

                exits a 1 after=600
                next → start a:4, remove a:2
                exits a 1
                wakes → in 10 s
                """),
        topic.story(
            "not-forgiven", must: "Less than ten minutes of running MUST NOT be enough.",
            steps(waits: [0, 10]) + """

                exits a 1 after=500
                wakes → in 20 s
                """),
        topic.story(
            "image-failed", must: "An image that can't be pulled MUST be tried again after a while.",
            source: "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff",
            """
            pod a
            breaks a ErrImagePull
            next → sandbox, start a
            wait 9
            next → nothing
            mends a
            wait 1
            next → start a
            """),
        topic.story(
            "sandbox-failed", must: "A sandbox that can't be made MUST be tried again, with whatever policy.",
            source: "https://github.com/kubernetes/kubernetes/issues/79398",
            """
            pod a policy=Never
            breaks sandbox
            next → sandbox
            wait 9
            next → nothing
            mends sandbox
            wait 1
            next → sandbox, start a
            """),
        topic.random(
            "random-runs", must: "Whatever a container's runs are like, each start MUST come when it is due.",
            RandomLives.restarts),
    ]

    private static let sandboxes = [
        topic.story(
            "sandbox-lost", must: "When the sandbox is lost, all MUST begin anew in another one, init containers too.",
            source: Page.initContainers,
            says: "The Pod infrastructure container is restarted.",
            """
            pod a init=i
            next → sandbox, start i
            exits i 0
            next → start a
            loses-sandbox
            next → stop a, sandbox:1, start i:1
            exits i 0
            next → start a:1, remove sandbox
            """),
        topic.story(
            "done-in-another-sandbox", must: "What has done its work MUST NOT run again in a new sandbox.",
            source: "https://github.com/kubernetes/kubernetes/issues/92613",
            """
            pod a b policy=OnFailure
            next → sandbox, start a + start b
            exits a 0
            loses-sandbox
            next → stop b, sandbox:1, start b:1
            """),
    ]

    /// A container that ends a second after each start, and waits so long each time.
    private static func steps(waits: [Int]) -> String {
        var lines = ["pod a", "next → sandbox, start a"]
        for (index, wait) in waits.enumerated() {
            lines.append("exits a 1")
            let removed = index >= 1 ? ", remove a\(index == 1 ? "" : ":\(index - 1)")" : ""
            if wait > 0 { lines += ["wakes → in \(wait) s", "wait \(wait)"] }
            lines.append("next → start a:\(index + 1)\(removed)")
        }
        return lines.joined(separator: "\n")
    }
}
