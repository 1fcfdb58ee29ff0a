internal import Conformance

/// Step 4: a client stays with its endpoint.
enum AffinityCases {
    static let topic = Topic(
        step: 4, name: "affinity", page: Topic.virtualIPs,
        invariant:
            "A client that was there less than the timeout ago goes where it was, as long as that endpoint is there.",
        look: "Rules/RuleCompiler.swift: addRemembering")

    static let all: [Case] = [
        topic.story(
            "stays", must: "With ClientIP affinity a client's connections MUST go to the same endpoint.",
            weight: 2,
            says:
                "If you want to make sure that connections from a particular client are passed to the same Pod each time, "
                + "you can select the session affinity based on the client's IP addresses",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 5 times → always one of 10.244.1.2:8080, 10.244.1.3:8080, 10.244.2.2:8080
            """),
        topic.story(
            "clients-spread", must: "New clients MUST take turns among the endpoints.",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 3 times → always one of 10.244.1.2:8080, 10.244.2.2:8080
            10.244.1.8 to 10.96.0.20:80 → elsewhere
            10.244.1.8 to 10.96.0.20:80 3 times → where it was
            10.244.1.9 to 10.96.0.20:80 3 times → where it was
            """),
        topic.story(
            "one-endpoint", must: "A service with a single endpoint MUST lead there, with affinity, too.",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1
            10.244.1.9 to 10.96.0.20:80 3 times → 10.244.1.2:8080
            """),
        topic.story(
            "timeout", must: "A client that was silent for longer than the timeout MUST be treated as a new one.",
            weight: 2, says: "the maximum session sticky time",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080 | 10.244.2.2:8080
            wait 59
            10.244.1.9 to 10.96.0.20:80 → where it was
            wait 61
            10.244.1.9 to 10.96.0.20:80 → elsewhere
            """),
        topic.story(
            "renewed", must: "Every new connection MUST renew the memory of its client.",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080 | 10.244.2.2:8080
            wait 40
            10.244.1.9 to 10.96.0.20:80 → where it was
            wait 40
            10.244.1.9 to 10.96.0.20:80 → where it was
            """),
        topic.story(
            "default-timeout", must: "Without a timeout the memory MUST last for three hours.",
            says: "the default value is 10800, which works out to be 3 hours",
            """
            service web ip=10.96.0.20 port=80:8080 affinity
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080 | 10.244.2.2:8080
            wait 10700
            10.244.1.9 to 10.96.0.20:80 → where it was
            wait 10900
            10.244.1.9 to 10.96.0.20:80 → elsewhere
            """),
        topic.story(
            "others-change", must: "A client MUST stay with its endpoint when others come and go.", weight: 2,
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            10.244.1.7 to 10.96.0.20:80 → 10.244.1.2:8080 | 10.244.1.3:8080 | 10.244.2.2:8080
            10.244.1.8 to 10.96.0.20:80 → elsewhere
            10.244.1.9 to 10.96.0.20:80 → elsewhere
            endpoints web 10.244.1.3:8080@n1 10.244.2.2:8080@n2 10.244.2.3:8080@n2
            10.244.1.7 to 10.96.0.20:80 3 times → where it was among 10.244.1.3:8080, 10.244.2.2:8080, 10.244.2.3:8080
            10.244.1.8 to 10.96.0.20:80 3 times → where it was among 10.244.1.3:8080, 10.244.2.2:8080, 10.244.2.3:8080
            10.244.1.9 to 10.96.0.20:80 3 times → where it was among 10.244.1.3:8080, 10.244.2.2:8080, 10.244.2.3:8080
            """),
        topic.story(
            "services-apart", must: "One service's memory MUST NOT decide for another.",
            """
            service web ip=10.96.0.20 port=80:8080 affinity=60
            service api ip=10.96.0.21 port=80:8080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            endpoints api 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            10.244.1.8 to 10.96.0.21:80 → 10.244.1.2:8080 | 10.244.2.2:8080
            10.244.1.9 to 10.96.0.20:80 3 times → always one of 10.244.1.2:8080, 10.244.2.2:8080
            10.244.1.9 to 10.96.0.21:80 → elsewhere
            10.244.1.9 to 10.96.0.20:80 3 times → where it was
            """),
        topic.story(
            "outside", must: "A client from outside MUST stay with its endpoint, too.",
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2
            203.0.113.7 to node:30080 3 times → always one of 10.244.1.2:8080 as node, 10.244.2.2:8080 as node
            203.0.113.8 to node:30080 → elsewhere
            203.0.113.8 to node:30080 3 times → where it was
            203.0.113.7 to node:30080 3 times → where it was
            """),
        topic.story(
            "outside-local",
            must: "With externalTrafficPolicy Local a client MUST stay with one of the node's endpoints.",
            """
            service web ip=10.96.0.20 port=80:8080 nodeport=30080 external=Local affinity=60
            endpoints web 10.244.1.2:8080@n1 10.244.1.3:8080@n1 10.244.2.2:8080@n2
            203.0.113.7 to node:30080 4 times → always one of 10.244.1.2:8080, 10.244.1.3:8080
            203.0.113.8 to node:30080 → elsewhere
            203.0.113.8 to node:30080 3 times → where it was
            """),
        topic.random(
            "random", must: "Clients MUST stay where they were, exactly as long as the timeout says.",
            RandomRules.affinity),
    ]
}
