internal import Conformance

/// Step 3: connections go round robin.
enum TurnCases {
    static let topic = Topic(
        step: 3, name: "turns", page: Topic.virtualIPs,
        invariant: "Of as many consecutive connections as a service has endpoints, each endpoint gets exactly one.",
        look: "Rules/RuleCompiler.swift: takingTurns")

    static let all: [Case] = [
        topic.story(
            "each-once", must: "Each endpoint MUST get one of as many connections as there are endpoints.", weight: 2,
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 9 times → in turn 10.244.1.2:8080, 10.244.1.3:8080, 10.244.2.2:8080
            """),
        topic.story(
            "two", must: "Two endpoints MUST take turns.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 6 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            """),
        topic.story(
            "services-apart",
            must: "Each service MUST take turns by itself, whatever clients ask of others.", weight: 2,
            """
            service web ip=10.96.0.20 port=80:8080
            service api ip=10.96.0.21 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            endpoints api 10.244.1.3:8080@n1 10.244.2.3:8080@n2
            10.244.1.9 to 10.96.0.20:80 1 times → 10.244.1.2:8080 | 10.244.2.2:8080
            10.244.1.9 to 10.96.0.21:80 4 times → in turn 10.244.1.3:8080, 10.244.2.3:8080
            10.244.1.9 to 10.96.0.20:80 4 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            """),
        topic.story(
            "ports-apart", must: "Each port of a service MUST take turns among its own endpoints.",
            """
            service web ip=10.96.0.20 port=http:80:8080 port=tls:443:8443
            endpoints web port=http 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            slice web port=tls 10.244.1.2:8443@n1 10.244.2.2:8443@n2
            10.244.1.9 to 10.96.0.20:80 4 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            10.244.1.9 to 10.96.0.20:443 4 times → in turn 10.244.1.2:8443, 10.244.2.2:8443
            """),
        topic.story(
            "clients", must: "Clients MUST share the turns of a service.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 2 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            10.244.2.9 to 10.96.0.20:80 4 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            """),
        topic.story(
            "endpoint-gone", must: "An endpoint that is gone MUST get no more connections.",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 3 times → in turn 10.244.1.2:8080, 10.244.1.3:8080, 10.244.2.2:8080
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 6 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            """),
        topic.story(
            "outside",
            must: "Connections from outside MUST take turns, too; with the policy Local among the node's own.",
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 external=Local
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            203.0.113.7 to node:30080 4 times → in turn 10.244.1.2:8080, 10.244.1.3:8080
            10.244.1.9 to 10.96.0.20:80 6 times → in turn 10.244.1.2:8080, 10.244.1.3:8080, 10.244.2.2:8080
            """),
        topic.story(
            "in-two-slices", must: "An endpoint that stands in two slices MUST get one turn, not two.",
            page: Topic.endpointSlices, look: "Rules/EndpointCandidate.swift: preferred",
            """
            service web ip=10.96.0.20 port=80:8080
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            slice web 10.244.1.2:8080@n1
            10.244.1.9 to 10.96.0.20:80 6 times → in turn 10.244.1.2:8080, 10.244.2.2:8080
            """),
        topic.story(
            "same-address", must: "Two endpoints with one address and two ports MUST take turns.",
            """
            service web ip=10.96.0.20 port=80:http
            endpoints web 172.30.0.3:8080@n1
            slice web 172.30.0.3:8081@n1
            10.244.1.9 to 10.96.0.20:80 4 times → in turn 172.30.0.3:8080, 172.30.0.3:8081
            """),
        topic.random("random", must: "Every service MUST go round robin exactly.", RandomRules.turns),
    ]
}
