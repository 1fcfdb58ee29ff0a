internal import Conformance

/// Step 2: which packets are a service's, and which endpoints are in use.
enum EntryCases {
    static let topic = Topic(
        step: 2, name: "entries", page: Topic.virtualIPs,
        invariant: "Address, protocol and port decide together which packets are the service's; its policies and its "
            + "endpoints' conditions decide where they may go.",
        look: "Rules/RuleCompiler.swift: addEntries, externalRules")

    static let all: [Case] =
        addresses + inUse + local + [
            topic.random(
                "random", must: "A packet MUST go where the service's policies and its endpoints' conditions allow.",
                RandomRules.entries)
        ]

    private static let inUseLook = "Rules/EndpointCandidate.swift: preferred"

    private static let addresses = [
        topic.story(
            "cluster-ip", must: "A packet to the cluster IP and port MUST go to the endpoint, at the endpoint's port.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            node to 10.96.0.20:80 → 10.244.2.2:8080 as anybody
            """),
        topic.story(
            "other-packets", must: "Packets to another port or protocol MUST NOT be translated.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:81 → untouched
            10.244.1.9 to 10.96.0.20:80/udp → untouched
            10.244.1.9 to 10.96.0.21:80 → untouched
            10.244.1.9 to node:80 → untouched
            """),
        topic.story(
            "several-ports", must: "Each port of a service MUST lead to its own port of the endpoints.",
            """
            service web ip=10.96.0.20 port=http:80:8080 port=dns:53:5353/udp
            endpoints web port=http 10.244.2.2:8080@n2
            slice web port=dns 10.244.2.2:5353@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            10.244.1.9 to 10.96.0.20:53/udp → 10.244.2.2:5353
            """),
        topic.story(
            "node-port", must: "A packet to the node port MUST reach the endpoint with the node as its sender.",
            says: "If you set the type field to NodePort, the Kubernetes control plane allocates a port from a range",
            weight: 2, page: Topic.services,
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080
            endpoints web 10.244.2.2:8080@n2
            203.0.113.7 to node:30080 → 10.244.2.2:8080 as node
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            """),
        topic.story(
            "external-ip", must: "A packet to an external IP and the service's port MUST reach an endpoint.",
            says: "When network packets arrive into the cluster, with the external IP (as destination IP) and the port "
                + "matching that Service, rules and routes that Kubernetes has set up ensure that the traffic is routed to "
                + "one of the endpoints for that Service.", page: Topic.services,
            """
            service web ip=10.96.0.20 port=80:8080 externalip=198.51.100.32
            endpoints web 10.244.2.2:8080@n2
            203.0.113.7 to 198.51.100.32:80 → 10.244.2.2:8080 as node
            203.0.113.7 to 198.51.100.32:81 → untouched
            """),
        topic.story(
            "headless", must: "A headless service MUST NOT have rules.",
            says: "For headless Services, a cluster IP is not allocated, kube-proxy does not handle these Services",
            page: Topic.services, look: "Rules/ProxiedPort.swift: ports(of:slices:node:)",
            """
            service web ip=10.96.0.20 port=5432
            service db headless port=5432
            endpoints web 10.244.1.3:5432@n1
            endpoints db 10.244.1.2:5432@n1
            10.244.1.9 to 10.96.0.20:5432 → 10.244.1.3:5432
            10.244.1.9 to 10.244.1.2:5432 → untouched
            """),
    ]

    private static let inUse = [
        topic.story(
            "ready-only", must: "While an endpoint is ready, only ready ones MUST get connections.", look: inUseLook,
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1!unready 10.244.1.3:8080@n1!ending 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 4 times → 10.244.2.2:8080
            """),
        topic.story(
            "ending-as-last", must: "When no endpoint is ready, those that end but still serve MUST get connections.",
            weight: 2,
            says:
                "If there are only terminating endpoints, kube-proxy forwards traffic to terminating endpoints that are "
                + "still serving.", look: inUseLook,
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1!unready 10.244.1.3:8080@n1!ending 10.244.2.2:8080@n2!lost
            10.244.1.9 to 10.96.0.20:80 4 times → 10.244.1.3:8080
            """),
        topic.story(
            "in-two-slices", must: "An endpoint that stands in two slices MUST count once.",
            says: "a Service's endpoints … may therefore appear in more than one EndpointSlice at the same time",
            page: Topic.endpointSlices, look: inUseLook,
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1
            slice web 10.244.1.2:8080@n1
            10.244.1.9 to 10.96.0.20:80 3 times → 10.244.1.2:8080
            """),
    ]

    private static let policy =
        "Local to only route to ready node-local endpoints"

    private static let local = [
        topic.story(
            "internal-local", must: "With internalTrafficPolicy Local a packet MUST stay on the node.", says: policy,
            """
            service web ip=10.96.0.20 port=80:8080 internal=Local
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 4 times → 10.244.1.2:8080
            on n2
            10.244.2.9 to 10.96.0.20:80 4 times → 10.244.2.2:8080
            """),
        topic.story(
            "external-local",
            must: "With externalTrafficPolicy Local a packet from outside MUST stay, and keep its sender.",
            weight: 2,
            says: policy,
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 external=Local
            endpoints web 10.244.1.2:8080@n1
            203.0.113.7 to node:30080 → 10.244.1.2:8080
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080
            """),
        topic.story(
            "local-ending", must: "Whether a node's endpoints all end MUST be decided for that node by itself.",
            says: "for each node … kube-proxy forwards traffic to terminating endpoints", look: inUseLook,
            """
            service web ip=10.96.0.20 port=80:8080 internal=Local
            endpoints web 10.244.1.2:8080@n1!ending 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080
            """),
    ]
}
