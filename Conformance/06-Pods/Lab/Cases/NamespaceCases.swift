internal import Conformance

/// Step 1: whose namespaces are whose?
enum NamespaceCases {
    static let topic = Topic(
        step: 1, name: "namespaces", source: Page.pods,
        invariant:
            "A pod's containers share network, host name and IPC with each other, and mounts and processes with nobody.",
        look: "NamespacePlan.swift: what is new, what is the pod's, what is the node's?")

    static let all =
        shared + ofTheNode + ofProcesses + [
            topic.random(
                "random", must: "Every kind of namespace MUST be chosen for itself.", RandomNamespaces.tell)
        ]

    private static let shared = [
        topic.story(
            "asked", must: "A pod that says nothing MUST have a network, IPC and processes of its own.",
            """
            pod
            options → network=pod ipc=pod process=container
            """),
        topic.story(
            "network", must: "The containers of a pod MUST share one network.", weight: 2,
            says: "Every container in a Pod shares the network namespace, including the IP address and network ports.",
            """
            asked network=pod ipc=pod process=container
            pause's network → own
            container's network → pod
            """),
        topic.story(
            "ipc", must: "The containers of a pod MUST share semaphores and shared memory.",
            says: "they can also communicate with each other using standard inter-process communications like SystemV "
                + "semaphores or POSIX shared memory",
            """
            asked network=pod ipc=pod process=container
            pause's ipc → own
            container's ipc → pod
            """),
        topic.story(
            "hostname", must: "The containers of a pod MUST have the pod's host name.",
            says:
                "Containers within the Pod see the system hostname as being the same as the configured name for the Pod.",
            """
            asked network=pod ipc=pod process=container
            pause's hostname → own
            container's hostname → pod
            """),
        topic.story(
            "mounts", must: "A container MUST have mounts of its own.",
            """
            asked network=pod ipc=pod process=pod
            container's mounts → own
            asked network=node ipc=node process=node
            container's mounts → own
            """),
    ]

    private static let ofTheNode = [
        topic.story(
            "host-network", must: "A pod with hostNetwork MUST have the node's network, and its host name.",
            source: Page.security,
            """
            pod hostNetwork
            options → network=node ipc=pod process=container
            pause's network → node
            container's network → node
            pause's hostname → node
            container's hostname → node
            """),
        topic.story(
            "host-network-only", must: "A pod with hostNetwork MUST keep its own IPC and processes.",
            source: Page.security,
            """
            asked network=node ipc=pod process=container
            pause's ipc → own
            container's ipc → pod
            container's processes → own
            """),
        topic.story(
            "host-ipc", must: "A pod with hostIPC MUST share IPC with the node, and nothing else.",
            source: Page.security,
            """
            pod hostIPC
            options → network=pod ipc=node process=container
            pause's ipc → node
            container's ipc → node
            container's network → pod
            container's hostname → pod
            """),
        topic.story(
            "host-pid", must: "A container of a pod with hostPID MUST see the node's processes.", source: Page.security,
            """
            pod hostPID
            options → network=pod ipc=pod process=node
            container's processes → node
            container's network → pod
            """),
    ]

    private static let ofProcesses = [
        topic.story(
            "own-processes", must: "A container MUST have processes of its own unless it is asked to share them.",
            weight: 2, source: Page.processes,
            """
            pod shareProcessNamespace=false
            options → network=pod ipc=pod process=container
            container's processes → own
            """),
        topic.story(
            "shared-processes", must: "The containers of a pod with shareProcessNamespace MUST share their processes.",
            source: Page.processes,
            says:
                "When process namespace sharing is enabled, processes in a container are visible to all other containers "
                + "in the same pod.",
            """
            pod shareProcessNamespace
            options → network=pod ipc=pod process=pod
            container's processes → pod
            """),
        topic.story(
            "pause-is-first", must: "The pause process MUST be the first one of processes that a pod shares.",
            source: Page.processes,
            says: "The container process no longer has PID 1.",
            """
            asked network=pod ipc=pod process=pod
            pause's processes → own
            """),
        topic.story(
            "host-pid-pause", must: "The pause process MUST make no process namespace when the pod has the node's.",
            source: Page.security,
            """
            asked network=pod ipc=pod process=node
            pause's processes → node
            """),
        topic.story(
            "target", must: "A container that is to look into another one MUST join that one's processes.",
            source: Page.interface,
            says: "TARGET targets the namespace of another container.",
            """
            asked network=pod ipc=pod process=target
            container's processes → target
            container's network → pod
            """),
    ]
}
