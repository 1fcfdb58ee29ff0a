internal import Conformance

/// Step 4: who holds what is shared, and who comes when.
enum SandboxCases {
    static let holding = Topic(
        step: 4, name: "pause", source: Page.pods,
        invariant: "What a pod's containers share outlives each of them.", look: "PauseSteps.swift")
    static let order = Topic(
        step: 4, name: "sandbox", source: Page.interface,
        invariant: "The pause process comes before and goes after every container; all may be asked for again.",
        look: "SandboxActions.swift")

    static let all =
        held + joined + begun + ended + [
            order.random(
                "interrupted",
                must: "A runtime that is interrupted anywhere MUST leave nothing behind when it is asked again.",
                RandomPodLife.tell)
        ]

    private static let held = [
        holding.story(
            "holds", must: "The pause process MUST hold the pod's network, IPC and host name.", weight: 2,
            """
            asked network=pod ipc=pod process=container
            pause network=/run/netns/p hostname=web
            held network → /run/netns/p
            held ipc → own
            held hostname → own named web
            """),
        holding.story(
            "node-name", must: "The node's own name MUST NOT change.",
            look: "PauseSteps.swift: whose name is it, before the process has left?",
            """
            asked network=pod ipc=pod process=container
            pause network=/run/netns/p hostname=web
            node's name → unchanged
            """),
        holding.story(
            "host-network", must: "The pause process of a pod with the node's network MUST stay there, name included.",
            """
            asked network=node ipc=pod process=container
            pause hostname=worker-1
            held network → node
            held hostname → node
            node's name → unchanged
            held ipc → own
            """),
        holding.story(
            "host-ipc", must: "The pause process of a pod with the node's IPC MUST stay there.",
            """
            asked network=pod ipc=node process=container
            pause network=/run/netns/p hostname=web
            held ipc → node
            held hostname → own named web
            """),
        holding.story(
            "sysctls", must: "A pod's kernel parameters MUST be set in the pod, not on the node.",
            source: "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
            """
            asked network=pod ipc=pod process=container
            pause network=/run/netns/p hostname=web sysctl=net.ipv4.ip_forward:1
            sysctl net.ipv4.ip_forward → 1 in /run/netns/p
            """),
    ]

    private static let joined = [
        holding.story(
            "joins", must: "A container MUST join the pause process's network, IPC and host name.", weight: 2,
            """
            asked network=pod ipc=pod process=container
            joined network → /proc/42/ns/net
            joined ipc → /proc/42/ns/ipc
            joined hostname → /proc/42/ns/uts
            """),
        holding.story(
            "joins-node", must: "A container MUST stay in those of the node's namespaces that its pod has.",
            """
            asked network=node ipc=pod process=container
            joined network → node | /proc/42/ns/net
            joined hostname → node | /proc/42/ns/uts
            joined ipc → /proc/42/ns/ipc
            """),
    ]

    private static let begun = [
        order.story(
            "network-first", must: "The pod's network MUST be made before anybody enters or connects it.", weight: 2,
            """
            sandbox
            run → connect, makeNetwork, startPause
            run: makeNetwork < connect → yes
            run: makeNetwork < startPause → yes
            """),
        order.story(
            "run-host-network", must: "A pod with the node's network MUST NOT get another one.",
            """
            sandbox node-network
            run → startPause
            """),
        order.story(
            "ready", must: "A sandbox MUST be ready as long as its pause process runs.",
            """
            sandbox held
            ready → yes
            create → yes
            sandbox
            ready → no
            create → refused
            """),
        order.story(
            "container-died", must: "A container's end MUST change nothing for the sandbox.",
            """
            sandbox held
            has web exited
            has logger running
            ready → yes
            has web-2 created
            start web-2 → start web-2
            """),
        order.story(
            "pause-died",
            must: "A sandbox whose pause process has ended MUST take no container, even if others still run.",
            weight: 2,
            """
            sandbox
            has web running
            has logger created
            ready → no
            start logger → refused
            """),
        order.story(
            "once", must: "A container MUST be started once only.",
            says: "StartContainer starts the container.",
            """
            sandbox held
            has a running
            has b exited
            start a → refused
            start b → refused
            start nosuch → refused
            """),
        order.story(
            "stopped", must: "A stopped sandbox MUST take no container.",
            """
            sandbox stopped
            has a created
            ready → no
            start a → refused
            """),
    ]

    private static let ended = [
        order.story(
            "stop", must: "Stopping a sandbox MUST kill what runs, end the pause process, and give the address back.",
            weight: 2,
            says: "StopPodSandbox stops any running process that is part of the sandbox and reclaims network resources "
                + "(e.g., IP addresses) allocated to the sandbox.",
            """
            sandbox held
            has a running
            has b exited
            has c created
            stop → disconnect, endPause, kill a, removeNetwork
            """),
        order.story(
            "pause-last", must: "The pause process MUST end after the containers, and the network after it.",
            """
            sandbox held
            has a running
            stop: kill a < endPause → yes
            stop: endPause < removeNetwork → yes
            stop: disconnect < removeNetwork → yes
            """),
        order.story(
            "stop-host-network", must: "The node's network MUST stay as it is.",
            """
            sandbox node-network held
            has a running
            stop → endPause, kill a
            """),
        order.story(
            "stop-twice", must: "Stopping a sandbox again MUST do nothing.",
            says: "This call is idempotent, and must not return an error if all relevant resources have already been "
                + "reclaimed.",
            """
            sandbox stopped
            has a exited
            stop → nothing
            """),
        order.story(
            "stop-without-pause", must: "A sandbox whose pause process has ended MUST still give all back.",
            """
            sandbox
            has a running
            stop → disconnect, endPause, kill a, removeNetwork | disconnect, kill a, removeNetwork
            """),
        order.story(
            "remove", must: "Removing a sandbox MUST stop it first, and remove its containers.", weight: 2,
            says:
                "RemovePodSandbox removes the sandbox. If there are any running containers in the sandbox, they must be "
                + "forcibly terminated and removed.",
            """
            sandbox held
            has a running
            has b exited
            remove → disconnect, endPause, kill a, remove a, remove b, removeCgroup, removeNetwork
            remove: kill a < remove a → yes
            remove: remove b < removeCgroup → yes
            remove: endPause < removeCgroup → yes
            """),
        order.story(
            "remove-stopped", must: "Removing a stopped sandbox MUST NOT disconnect it again.",
            """
            sandbox stopped
            has a exited
            remove → remove a, removeCgroup
            """),
    ]
}
