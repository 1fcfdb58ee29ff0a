internal import Conformance

/// Beyond the lab: programs outside have a say.
enum ExtenderCases {
    static let topic = Topic(
        step: 4, name: "extenders", page: "reference/config-api/kube-scheduler-config.v1/",
        invariant: "A pod goes to a node that the scheduler's own rules and all extenders accept.",
        look: "Cycle/Consultation.swift", feature: "Extenders", isBeyondTheLab: true)

    static let all = [
        topic.story(
            "asked-about-feasible-nodes", must: "Extenders MUST be asked about the feasible nodes, and only those.",
            """
            extender
            node n1 cpu=1
            node n2 cpu=4
            node n3 cpu=4
            pod web cpu=2
            web asks about n2, n3
            """),
        topic.story(
            "refusal", must: "A node that an extender refuses MUST NOT be chosen.", weight: 2,
            """
            extender
            node n1
            node n2
            pod web
            web asks about n1, n2
            answer web refuses=n1
            web → n2
            """),
        topic.story(
            "score", must: "An extender's score MUST count beside those of the priorities.",
            """
            extender
            scores NodeResourcesFit=1
            node n1
            node n2
            pod old on=n2 cpu=1
            pod web cpu=1
            web asks about n1, n2
            answer web n2=10
            web → n2
            """),
        topic.story(
            "refused-everywhere", must: "A pod that extenders refuse everywhere MUST wait for a change.",
            """
            extender
            node n1
            pod web
            web asks about n1
            answer web final=n1
            web waits
            wait 20
            nothing
            node n2
            web asks about n1, n2
            answer web final=n1
            web → n2
            """),
        topic.story(
            "no-answer", must: "A pod whose extender doesn't answer MUST be tried again after its back-off.",
            says: "Filter timeout fails the scheduling of the pod.",
            """
            extender
            node n1
            pod web
            web asks about n1
            answer web fails
            web waits
            wait 0.9
            nothing
            wait 0.2
            web asks about n1
            """),
        topic.story(
            "changed-meanwhile", must: "A node that is gone when the extenders answer MUST NOT be chosen.",
            """
            extender
            node n1
            node n2
            pod web
            web asks about n1, n2
            remove-node n1
            answer web n1=10
            web → n2
            """),
        topic.story(
            "gone-meanwhile", must: "A pod that is gone when the extenders answer MUST NOT be bound.",
            """
            extender
            node n1
            pod web
            web asks about n1
            delete web
            pod next
            next asks about n1
            """),
    ]
}
