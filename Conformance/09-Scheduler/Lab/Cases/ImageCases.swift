internal import Conformance

/// Beyond the lab: nodes that have a pod's images already.
enum ImageCases {
    static let topic = Topic(
        step: 1, name: "images", page: "reference/scheduling/config/",
        invariant: "A node's score rises with the size of those of the pod's images that it has.",
        look: "Priorities/ImageLocality.swift", feature: "ImageLocality", isBeyondTheLab: true)

    private static let favors = "ImageLocality: Favors nodes that already have the container images that the Pod runs."

    static let all = [
        topic.story(
            "there-already", must: "The node that has the pod's image MUST be chosen.", says: favors,
            """
            scores ImageLocality=1
            node n1
            node n2 image=web:v1@500Mi
            pod web image=web:v1
            web → n2
            """),
        topic.story(
            "tag-matters", must: "An image with another tag MUST NOT count.", says: favors,
            """
            scores ImageLocality=1
            node n1 image=web:v1@900Mi
            node n2 image=web:v2@500Mi
            pod web image=web:v2
            web → n2
            """),
        topic.story(
            "no-tag-is-latest", must: "An image without a tag MUST count as the one with the tag latest.",
            says: "If you don't specify a tag, Kubernetes assumes you mean the tag latest.",
            page: "concepts/containers/images/",
            """
            scores ImageLocality=1
            node n1
            node n2 image=web:latest@500Mi
            pod web image=web
            web → n2
            """),
        topic.story(
            "all-containers", must: "The images of all containers MUST count.", says: favors,
            """
            scores ImageLocality=1
            node n1 image=web:v1@500Mi
            node n2 image=web:v1@500Mi image=log:v1@500Mi
            pod web image=web:v1 second.image=log:v1 second.cpu=100m
            web → n2
            """),
        topic.story(
            "only-a-preference", must: "A node without the image MUST be chosen when it alone is feasible.",
            """
            scores ImageLocality=1
            node n1 cpu=1 image=web:v1@500Mi
            node n2 cpu=2
            pod web image=web:v1 cpu=2
            web → n2
            """),
    ]
}
