internal import Conformance

/// Step 2: what does a field selector say, and does the object's field have the value?
enum FieldCases {
    static let topic = Topic(
        step: 2, name: "fields", source: Page.fields,
        invariant: "Read and written again, a selector is the same; a value may have any letter in it.",
        look: "Selectors/FieldRequirements.swift: which commas end a term? Which letters need a backslash?")

    static let all =
        choosing + reading + [
            topic.random(
                "random-values", must: "Any value MUST be found by the selector that has it with backslashes.",
                RandomSelectors.fields)
        ]

    private static let choosing = [
        topic.story(
            "equals", must: "field=value MUST choose objects whose field has the value.", weight: 2,
            says:
                "Field selectors let you select Kubernetes objects based on the value of one or more resource fields.",
            """
            field spec.nodeName=n1
            chooses spec.nodeName=n1 → yes
            chooses spec.nodeName=n2 → no
            """),
        topic.story(
            "not-equals", must: "field!=value MUST choose objects whose field has another value.", weight: 2,
            says: "You can use the =, ==, and != operators with field selectors (= and == mean the same thing).",
            """
            field status.phase=Running
            chooses status.phase!=Running → no
            chooses status.phase!=Failed → yes
            """),
        topic.story(
            "unset", must: "A field that isn't set MUST count as empty.",
            """
            field metadata.name=web
            chooses spec.nodeName= → yes
            chooses spec.nodeName!= → no
            chooses spec.nodeName!=n1 → yes
            """),
        topic.story(
            "chained", must: "Of several terms all MUST hold.",
            says:
                "As with label and other selectors, field selectors can be chained together as a comma-separated list.",
            """
            field metadata.name=web
            field spec.nodeName=n1
            chooses metadata.name=web,spec.nodeName=n1 → yes
            chooses metadata.name=web,spec.nodeName=n2 → no
            """),
    ]

    private static let reading = [
        topic.story(
            "terms", must: "Commas MUST separate the terms, and = and == mean the same.",
            """
            fields metadata.name=web,spec.nodeName!=n1,status.phase==Running → metadata.name is web; spec.nodeName is not n1; status.phase is Running
            """),
        topic.story(
            "empty-terms", must: "Empty terms MUST be passed over, and no term chooses everything.",
            source: Page.parseSelector,
            """
            fields ,metadata.name=web, → metadata.name is web
            fields → everything
            """),
        topic.story(
            "escaped-comma", must: "A comma behind a backslash MUST be part of the value.", weight: 2,
            source: Page.parseSelector,
            """
            fields note=a\\,b,metadata.name=web → note is a,b; metadata.name is web
            """),
        topic.story(
            "escaped-equals", must: "An = behind a backslash MUST be part of the value.", source: Page.parseSelector,
            """
            fields note=a\\=b → note is a=b
            """),
        topic.story(
            "escaped-backslash", must: "Two backslashes MUST be one backslash, and escape nothing behind them.",
            weight: 2, source: Page.parseSelector,
            """
            fields note=a\\\\,metadata.name=web → note is a\\; metadata.name is web
            """),
        topic.story(
            "unescaped", must: "A second = without a backslash MUST be refused.", source: Page.parseSelector,
            """
            fields note=a=b → refused
            """),
        topic.story(
            "other-escapes", must: "A backslash before any other letter, or the end, MUST be refused.",
            source: Page.parseSelector,
            """
            fields note=a\\n → refused
            fields note=a\\ → refused
            """),
        topic.story(
            "no-operator", must: "A term without an operator MUST be refused.", source: Page.parseSelector,
            """
            fields metadata.name → refused
            """),
    ]
}
