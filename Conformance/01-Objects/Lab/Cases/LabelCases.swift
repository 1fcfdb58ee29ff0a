internal import Conformance

/// Step 1: does the object have the label that the selector asks for?
enum LabelCases {
    static let topic = Topic(
        step: 1, name: "labels", source: Page.labels,
        invariant: "A selector chooses an object when all of its requirements hold for the object's labels.",
        look: "Selectors/LabelMatching.swift: go through the table at its top, condition by condition.")

    static let all =
        equality + sets + [
            topic.random(
                "random-selectors", must: "A selector MUST choose what each of its requirements chooses.",
                RandomSelectors.labels)
        ]

    private static let equality = [
        topic.story(
            "equals", must: "key=value MUST choose objects whose label has this value.", weight: 2,
            says: "The former selects all resources with key equal to environment and value equal to production.",
            """
            labels app=web
            selects app=web → yes
            selects app=shop → no
            """),
        topic.story(
            "equals-absent", must: "key=value MUST NOT choose an object without the label.",
            """
            labels tier=front
            selects app=web → no
            """),
        topic.story(
            "equals-empty", must: "A label with an empty value MUST be told from one that isn't there.",
            """
            labels app=
            selects app= → yes
            labels tier=front
            selects app= → no
            """),
        topic.story(
            "double-equals", must: "key==value MUST mean the same as key=value.",
            says: "Three kinds of operators are admitted =,==,!=. The first two represent equality (and are synonyms)",
            """
            labels app=web
            selects app==web → yes
            selects app==shop → no
            """),
        topic.story(
            "not-equals", must: "key!=value MUST choose objects whose label has another value.",
            """
            labels tier=front
            selects tier!=back → yes
            selects tier!=front → no
            """),
        topic.story(
            "not-equals-absent", must: "key!=value MUST choose objects without the label, too.", weight: 2,
            says: "The latter selects all resources with key equal to tier and value distinct from frontend, and all "
                + "resources with no labels with the tier key.",
            """
            labels app=web
            selects tier!=front → yes
            """),
        topic.story(
            "all-must-hold", must: "Of several requirements all MUST hold.",
            says:
                "In the case of multiple requirements, all must be satisfied so the comma separator acts as a logical "
                + "AND (&&) operator.",
            """
            labels app=web,tier=front
            selects app=web,tier=front → yes
            selects app=web,tier=back → no
            selects app=shop,tier=front → no
            """),
        topic.story(
            "nothing-asked", must: "A selector without requirements MUST choose everything.",
            """
            labels
            selects → yes
            """),
        topic.story(
            "exact", must: "Keys and values MUST be compared letter by letter.",
            """
            labels app=web
            selects app=Web → no
            selects app=we → no
            selects App=web → no
            """),
    ]

    private static let sets = [
        topic.story(
            "in", must: "in MUST choose objects whose label has one of the values.", weight: 2,
            says: "selects all resources with key equal to environment and value equal to production or qa",
            """
            labels env=qa
            selects env in (production,qa) → yes
            selects env in (production) → no
            """),
        topic.story(
            "in-absent", must: "in MUST NOT choose an object without the label.",
            """
            labels app=web
            selects env in (production,qa) → no
            """),
        topic.story(
            "not-in", must: "notin MUST choose objects whose label has none of the values.",
            """
            labels tier=data
            selects tier notin (front,back) → yes
            selects tier notin (front,data) → no
            """),
        topic.story(
            "not-in-absent", must: "notin MUST choose objects without the label, too.", weight: 2,
            says: "The second example selects all resources with key equal to tier and values other than frontend and "
                + "backend, and all resources with no labels with the tier key.",
            """
            labels app=web
            selects tier notin (front,back) → yes
            """),
        topic.story(
            "exists", must: "A key alone MUST choose objects with the label, whatever its value.",
            says:
                "The third example selects all resources including a label with key partition; no values are checked.",
            """
            labels partition=
            selects partition → yes
            labels app=web
            selects partition → no
            """),
        topic.story(
            "does-not-exist", must: "!key MUST choose objects without the label.",
            says: "The fourth example selects all resources without a label with key partition; no values are checked.",
            """
            labels app=web
            selects !partition → yes
            labels partition=
            selects !partition → no
            """),
        topic.story(
            "numbers", must: "> and < MUST compare whole numbers, and choose nothing that isn't one.",
            source: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
            """
            labels cores=16
            selects cores>8 → yes
            selects cores>16 → no
            selects cores<8 → no
            selects cores<100 → yes
            labels cores=many
            selects cores>8 → no
            selects cores<8 → no
            labels
            selects cores<8 → no
            """),
    ]
}
