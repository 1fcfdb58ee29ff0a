internal import Conformance

/// Step 5: nothing behind it.
enum RefusalCases {
    static let topic = Topic(
        step: 5, name: "refusals", page: Topic.virtualIPs,
        invariant: "A packet to a service never wanders on untouched: it is translated, rejected or dropped.",
        look: "Rules/RuleCompiler.swift: addRefusals")

    private static let policy =
        "If the traffic policy is Local and there are no node-local endpoints, kube-proxy does not forward any traffic for "
        + "the relevant Service."

    static let all: [Case] = [
        topic.story(
            "no-endpoints", must: "A connection to a service without endpoints MUST be rejected at once.", weight: 2,
            """
            service web ip=10.96.0.20 port=80:8080
            10.244.1.9 to 10.96.0.20:80 → rejected
            node to 10.96.0.20:80 → rejected
            10.244.1.9 to 10.96.0.20:81 → untouched
            """),
        topic.story(
            "none-in-use", must: "A service whose endpoints are all neither ready nor serving MUST reject.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1!unready 10.244.2.2:8080@n2!lost
            10.244.1.9 to 10.96.0.20:80 → rejected
            """),
        topic.story(
            "node-port", must: "A node port without endpoints MUST reject.",
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 externalip=198.51.100.32
            203.0.113.7 to node:30080 → rejected
            203.0.113.7 to 198.51.100.32:80 → rejected
            """),
        topic.story(
            "back-again",
            must: "With the first endpoint a service MUST be reachable again, with the last one gone not.",
            """
            service web ip=10.96.0.20 port=80:8080
            10.244.1.9 to 10.96.0.20:80 → rejected
            endpoints web 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            endpoints web
            10.244.1.9 to 10.96.0.20:80 → rejected
            delete web
            10.244.1.9 to 10.96.0.20:80 → untouched
            """),
        topic.story(
            "internal-local",
            must: "With internalTrafficPolicy Local and no endpoint here a packet MUST NOT get through.",
            weight: 2, says: policy,
            """
            service web ip=10.96.0.20 port=80:8080 internal=Local
            endpoints web 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → rejected | dropped
            on n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            """),
        topic.story(
            "external-local",
            must: "With externalTrafficPolicy Local and no endpoint here only insiders MUST get through.",
            weight: 2, says: policy,
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 external=Local
            endpoints web 10.244.2.2:8080@n2
            203.0.113.7 to node:30080 → rejected | dropped
            10.244.1.9 to 10.96.0.20:80 → 10.244.2.2:8080
            node to node:30080 → 10.244.2.2:8080 as node
            """),
        topic.story(
            "external-local-nobody",
            must: "With externalTrafficPolicy Local and no endpoint anywhere it MUST be rejected.",
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 external=Local
            203.0.113.7 to node:30080 → rejected
            10.244.1.9 to 10.96.0.20:80 → rejected
            """),
        topic.story(
            "with-affinity",
            must: "A remembered client of a service without endpoints MUST be rejected like any other.",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080
            endpoints web
            10.244.1.9 to 10.96.0.20:80 → rejected
            """),
        topic.random(
            "random",
            must: "A packet to a service MUST be translated if it has an endpoint to go to, and refused if not.",
            RandomRules.refusals),
    ]
}
