internal import Conformance

/// Step 4: what has to be in the kernel for packets to come to a pod and back. A kernel of the suite's own takes the steps.
enum CableCases {
    static let topic = Topic(
        step: 4, name: "cable", source: Page.services,
        invariant:
            "A packet finds its way to the pod's address, and the answer finds its way back, with no address changed.",
        look: "Plugin/Cable.swift: follow the packet, link by link, and ask at each stop which route it takes")

    private static let node = "node worker-1 172.30.0.3 10.244.1.0/24\n"

    static let all = packets + names + endings

    private static let packets = [
        topic.story(
            "node-to-pod", must: "The node MUST reach its pods.", weight: 2,
            says: "Agents on a node (such as system daemons, or kubelet) can communicate with all pods on that node.",
            node + """
                add a on worker-1
                worker-1 reaches a → yes
                """),
        topic.story(
            "pod-to-node", must: "A pod MUST reach its node.",
            node + """
                add a on worker-1
                a reaches worker-1 → yes
                """),
        topic.story(
            "pod-to-pod", must: "Pods of a node MUST reach each other.", weight: 2,
            says:
                "Pods can communicate with each other directly, without the use of proxies or address translation (NAT).",
            node + """
                add a on worker-1
                add b on worker-1
                add c on worker-1
                a reaches b → yes
                b reaches a → yes
                c reaches b → yes
                """),
        topic.story(
            "own-address", must: "A pod MUST have the address that it was given, and no other.",
            node + """
                add a on worker-1 address=10.244.1.77
                addresses of a → 10.244.1.77
                worker-1 reaches a → yes
                """),
        topic.story(
            "loopback", must: "A pod MUST reach itself, by its own address and at 127.0.0.1.",
            says:
                "processes running in different containers in the same pod can communicate with each other over localhost",
            node + """
                add a on worker-1
                a reaches 127.0.0.1 → yes
                a reaches a → yes
                """),
        topic.story(
            "far-away", must: "A pod MUST send what is for others by way of its node.", weight: 2,
            source: Page.model,
            node + """
                node worker-2 172.30.0.4 10.244.2.0/24
                wired
                add a on worker-1
                add b on worker-2
                a reaches b → yes
                b reaches a → yes
                a reaches worker-2 → yes
                worker-2 reaches a → yes
                """),
        topic.story(
            "nobody-there", must: "An address that nobody has MUST lead nowhere.",
            node + """
                add a on worker-1
                a reaches 10.244.1.200 → no
                worker-1 reaches 10.244.1.200 → no
                """),
        topic.story(
            "mtu", must: "Both ends of a cable MUST take the largest packet that the configuration names.",
            source: Page.ptp,
            node + """
                add a on worker-1 mtu=1400
                add b on worker-1
                mtu of a → 1400
                mtu of b → 1500
                """),
        topic.chance(
            "random",
            must: "Whoever comes and goes, pods that are there MUST reach each other, and nothing of the others MUST "
                + "be left.", RandomPods.tell),
    ]

    private static let names = [
        topic.story(
            "alike", must: "Containers whose names begin alike MUST have cables of their own.", weight: 2,
            source: "https://github.com/cilium/cilium/pull/5620",
            node + """
                add 5709bbff004a100c0a69837654f9d42c93cca6ff on worker-1 address=10.244.1.2
                add 5709bbff004a100c0a69837654f9d42c93cca700 on worker-1 address=10.244.1.3
                worker-1 reaches 5709bbff004a100c0a69837654f9d42c93cca6ff → yes
                worker-1 reaches 5709bbff004a100c0a69837654f9d42c93cca700 → yes
                """),
        topic.story(
            "two-interfaces", must: "Each interface of a container MUST have a cable of its own.", source: Page.cni,
            says: "The attachment is uniquely identified by the (CNI_CONTAINERID, CNI_IFNAME) tuple.",
            node + """
                add a on worker-1 address=10.244.1.2
                add a/net1 on worker-1 address=10.244.1.3
                addresses of a → 10.244.1.2, 10.244.1.3
                worker-1 reaches a → yes
                """),
        topic.story(
            "again", must: "ADD MUST succeed where an attempt before it was cut short in the middle.", source: Page.cni,
            node + """
                add a on worker-1 address=10.244.1.2
                add a on worker-1 address=10.244.1.9
                addresses of a → 10.244.1.9
                worker-1 reaches a → yes
                """),
    ]

    private static let endings = [
        topic.story(
            "del", must: "DEL MUST leave nothing of the pod's network behind.", weight: 2, source: Page.cni,
            says: "Delete the interface defined by CNI_IFNAME inside the container at CNI_NETNS",
            node + """
                add a on worker-1
                add b on worker-1
                del a
                worker-1 reaches a → no
                addresses of a → none
                b reaches worker-1 → yes
                del b
                rest of worker-1 → nothing
                """),
        topic.story(
            "del-twice", must: "DEL MUST succeed when there is nothing left to delete.", source: Page.cni,
            says: "Plugins should generally complete a DEL action without error even if some resources are missing.",
            node + """
                add a on worker-1
                del a
                del a
                rest of worker-1 → nothing
                """),
        topic.story(
            "del-after-the-end", must: "DEL MUST succeed when the namespace is gone.", weight: 2,
            source: "https://github.com/cilium/cilium/pull/40843",
            says: "Plugins should generally complete a DEL action without error even if some resources are missing.",
            node + """
                add a on worker-1
                gone a
                del a
                rest of worker-1 → nothing
                """),
    ]
}
