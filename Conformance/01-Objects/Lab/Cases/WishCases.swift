internal import Conformance

/// Step 7: which wish is it, has it been seen, and since when is it so?
enum WishCases {
    static let topic = Topic(
        step: 7, name: "wish", source: Page.meta,
        invariant: "The generation grows with each change of the wish, and with nothing else.",
        look: "Desired/Generation.swift: which members are the wish, and which aren't?")
    static let reports = Topic(
        step: 7, name: "conditions", source: Page.conventions,
        invariant: "lastTransitionTime is the time of the last change of the status.",
        look: "Desired/ConditionReport.swift: what stays when the same is said again?")

    static let all = generations + conditions

    private static let generations = [
        topic.story(
            "spec", must: "A change of the spec MUST be a new generation.", weight: 2,
            says: "A sequence number representing a specific generation of the desired state.",
            """
            generation 1 from spec=three to spec=four → 2
            """),
        topic.story(
            "same", must: "A write that changes nothing MUST NOT be a new generation.",
            """
            generation 4 from spec=three to spec=three → 4
            """),
        topic.story(
            "labels", must: "A change of the metadata MUST NOT be a new generation.", weight: 2,
            source: Page.conventions,
            """
            generation 1 from metadata=blue,spec=three to metadata=red,spec=three → 1
            """),
        topic.story(
            "status", must: "A change of the status MUST NOT be a new generation.", weight: 2,
            source: Page.conventions,
            """
            generation 1 from spec=three,status=none to spec=three,status=two → 1
            """),
        topic.story(
            "both", must: "A change of the spec MUST be a new generation, whatever else changes.",
            """
            generation 7 from spec=three,status=none,metadata=blue to spec=four,status=two,metadata=red → 8
            """),
        topic.story(
            "other-members", must: "Whatever else the kind has beside metadata and status MUST be part of the wish.",
            """
            generation 2 from webhooks=a to webhooks=b → 3
            generation 2 from rules=a to rules=a,aggregationRule=x → 3
            """),
        topic.story(
            "observed", must: "A status of an older generation MUST NOT count as one of the present wish.", weight: 2,
            source: Page.conventions,
            says: "observedGeneration … is the most recent generation observed for this object.",
            """
            observed 2 by 2 → yes
            observed 2 by 1 → no
            observed 1 by 0 → no
            """),
        topic.random(
            "random-writes", must: "As many generations MUST pass as there are changes of the wish.", RandomWrites.tell),
    ]

    private static let conditions = [
        reports.story(
            "first", must: "The first report of a condition MUST add it, with the present time.",
            """
            report Ready=True now=100
            conditions → Ready=True since 100
            """),
        reports.story(
            "change", must: "Another status MUST be a transition, now.", weight: 2,
            says: "lastTransitionTime is the last time the condition transitioned from one status to another.",
            """
            condition Ready=True since=100
            report Ready=False reason=Crashed now=200
            conditions → Ready=False since 200 because of Crashed
            """),
        reports.story(
            "again", must: "The same status again MUST NOT be a transition.", weight: 2,
            """
            condition Ready=True since=100
            report Ready=True now=200
            conditions → Ready=True since 100
            """),
        reports.story(
            "reason", must: "Another reason MUST be noted, and not be a transition.", weight: 2,
            """
            condition Ready=False since=100 reason=Starting
            report Ready=False reason=Crashed now=200
            conditions → Ready=False since 100 because of Crashed
            """),
        reports.story(
            "unknown", must: "Unknown MUST be a status like any other.",
            """
            condition Ready=True since=100
            report Ready=Unknown reason=Silent now=200
            conditions → Ready=Unknown since 200 because of Silent
            """),
        reports.story(
            "own-clock", must: "The time MUST be that of the report, whatever the reported condition says.",
            """
            report Ready=True since=5 now=100
            conditions → Ready=True since 100
            """),
        reports.story(
            "others-stay", must: "Other conditions MUST stay as and where they are.",
            """
            condition Scheduled=True since=50
            condition Ready=False since=60
            condition Initialized=True since=70
            report Ready=True now=200
            conditions → Scheduled=True since 50; Ready=True since 200; Initialized=True since 70
            """),
    ]
}
