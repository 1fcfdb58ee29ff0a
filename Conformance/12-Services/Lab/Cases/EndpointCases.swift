internal import Conformance

/// Step 1: which pods are behind a service, and in which state.
enum EndpointCases {
    static let topic = Topic(
        step: 1, name: "endpoints", page: Topic.endpointSlices,
        invariant: "An endpoint for each pod that the selector matches, that has an address, and that isn't over.",
        look: "Endpoints/ServiceEndpoints.swift")

    static let all: [Case] =
        selection + states + ports + [
            topic.random(
                "random", must: "Exactly the selected pods with an address MUST be endpoints, each in its own state.",
                RandomEndpoints.tell)
        ]

    private static let selection = [
        topic.story(
            "selected", must: "Every pod that the selector matches MUST be an endpoint, whoever made it.",
            says: "The set of Pods targeted by a Service is usually determined by a selector that you define.",
            page: Topic.services,
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web on=n1
            pod b ip=10.244.2.2 app=web on=n2
            pod c ip=10.244.2.3 app=db
            web → 10.244.1.2:80@n1 ready, 10.244.2.2:80@n2 ready
            """),
        topic.story(
            "all-labels", must: "A pod MUST have all labels of the selector, and MAY have more.", page: Topic.services,
            """
            service web ip=10.96.0.20 port=80 select.app=web select.tier=front
            pod a ip=10.244.1.2 app=web
            pod b ip=10.244.1.3 app=web tier=back
            pod c ip=10.244.1.4 app=web tier=front version=2
            web → 10.244.1.4:80 ready
            """),
        topic.story(
            "own-namespace", must: "Pods of other namespaces MUST NOT be endpoints.", page: Topic.services,
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web namespace=other
            web → nobody
            pod b ip=10.244.1.3 app=web
            web → 10.244.1.3:80 ready
            """),
        topic.story(
            "label-changed", must: "A pod whose labels change MUST become an endpoint, or cease to be one.",
            page: Topic.services,
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web
            web → 10.244.1.2:80 ready
            pod a ip=10.244.1.2 app=debug
            web → nobody
            """),
        topic.story(
            "no-selector", must: "A service without a selector MUST NOT select any pod.",
            says:
                "Because this Service has no selector, the corresponding EndpointSlice (and legacy Endpoints) objects "
                + "are not created automatically.", page: Topic.services,
            """
            service web ip=10.96.0.20 port=80
            pod a ip=10.244.1.2 app=web
            web → nobody
            """),
        topic.story(
            "no-address", must: "A pod that has no address yet MUST NOT be an endpoint.",
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a app=web phase=Pending unready
            web → nobody
            """),
        topic.story(
            "over", must: "A pod that has succeeded or failed MUST NOT be an endpoint, though it has an address.",
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web phase=Succeeded unready
            pod b ip=10.244.1.3 app=web phase=Failed unready
            pod c ip=10.244.1.4 app=web
            web → 10.244.1.4:80 ready
            """),
    ]

    private static let states = [
        topic.story(
            "unready", must: "A pod that isn't ready MUST be an endpoint that isn't ready, and isn't serving.",
            look: "Endpoints/ServiceEndpoints.swift: the table in the first comment",
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web unready
            web → 10.244.1.2:80 unready
            pod a ip=10.244.1.2 app=web
            web → 10.244.1.2:80 ready
            """),
        topic.story(
            "ending", must: "A pod that is being deleted MUST NOT be ready, though it MAY still be serving.",
            weight: 2, says: "For compatibility reasons, ready is NEVER true when a Pod is terminating.",
            look: "Endpoints/ServiceEndpoints.swift: the table in the first comment",
            """
            service web ip=10.96.0.20 port=80 select.app=web
            pod a ip=10.244.1.2 app=web ending
            pod b ip=10.244.1.3 app=web ending unready
            web → 10.244.1.2:80 ending, 10.244.1.3:80 lost
            """),
        topic.story(
            "publish-unready", must: "With publishNotReadyAddresses every endpoint MUST be ready, whatever its pod is.",
            page: Topic.services,
            """
            service web ip=10.96.0.20 port=80 select.app=web publish-unready
            pod a ip=10.244.1.2 app=web unready
            web → 10.244.1.2:80 ready
            """),
    ]

    private static let ports = [
        topic.story(
            "same-port", must: "Without a targetPort the pods' port MUST be the service's.",
            says: "By default and for convenience, the targetPort is set to the same value as the port field.",
            page: Topic.services,
            """
            service web ip=10.96.0.20 port=http:80 port=alt:81:8081 select.app=web
            pod a ip=10.244.1.2 app=web
            web → 10.244.1.2:http=80+alt=8081 ready
            """),
        topic.story(
            "named-port", must: "A named targetPort MUST be looked up in each pod, and MAY differ from pod to pod.",
            says:
                "Port definitions in Pods have names, and you can reference these names in the targetPort attribute of a "
                + "Service.", page: Topic.services,
            """
            service web ip=10.96.0.20 port=80:http select.app=web
            pod a ip=10.244.1.2 app=web port=http:8080
            pod b ip=10.244.1.3 app=web port=http:9090
            web → 10.244.1.2:8080 ready, 10.244.1.3:9090 ready
            """),
        topic.story(
            "unknown-port", must: "A pod without a port of the target's name MUST NOT be an endpoint of that port.",
            page: Topic.services,
            """
            service web ip=10.96.0.20 port=80:http select.app=web
            pod a ip=10.244.1.2 app=web port=metrics:9100
            pod b ip=10.244.1.3 app=web port=http:8080
            web → 10.244.1.3:8080 ready
            """),
        topic.story(
            "port-of-protocol", must: "A named port MUST be looked up among the pod's ports of the same protocol.",
            page: Topic.services,
            """
            service dns ip=10.96.0.10 port=53:dns/udp select.app=dns
            pod a ip=10.244.1.2 app=dns port=dns:5353 port=dns:5300/udp
            dns → 10.244.1.2:5300/udp ready
            """),
    ]
}
