internal import Conformance

/// Step 2: nobody is locked out, and nobody overwrites what he hasn't seen.
enum ConcurrencyCases {
    static let topic = Topic(
        step: 2, name: "concurrency", source: Page.concepts,
        invariant: "A write that says which version it has seen succeeds only over that version.",
        look: "WritePreconditions.swift: check. ObjectStore.swift: isStill.")

    static let all =
        versions + preconditions + races + [
            topic.random(
                "random-writers",
                must: "Of many who count up together, everyone who isn't refused MUST be counted, and nobody else.",
                RandomWriters.tell)
        ]

    private static let versions = [
        topic.story(
            "versions-change", must: "Every change MUST give an object another resourceVersion.",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            update configmaps/web data.color=blue
            update configmaps/web version=jane data.color=green → 409 Conflict
            """),
        topic.story(
            "lost-update", must: "Whoever has read an old version MUST be refused with 409 Conflict.", weight: 2,
            says: "the API server … returns a 409 Conflict error",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            read configmaps/web as joe
            update configmaps/web from jane data.color=blue
            update configmaps/web from joe data.color=green → 409 Conflict
            get configmaps/web show data.color → blue
            """),
        topic.story(
            "latest-version", must: "Whoever has read the latest version MUST be let through.",
            """
            create configmaps/web data.color=red
            update configmaps/web data.color=blue
            read configmaps/web as jane
            update configmaps/web from jane data.color=green
            get configmaps/web show data.color → green
            """),
        topic.story(
            "no-version", must: "A write without a version MUST overwrite whatever is there.",
            """
            create configmaps/web data.color=red
            update configmaps/web data.color=blue
            update configmaps/web data.color=green
            get configmaps/web show data.color → green
            """),
        topic.story(
            "nothing-changed", must: "A write that changes nothing MUST NOT make a new version.",
            look: "ObjectStore.swift: write",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            update configmaps/web data.color=red
            update configmaps/web from jane data.color=blue
            """),
        topic.story(
            "status-conflicts", must: "A write to the status MUST be refused over another version, too.",
            """
            create deployments/web spec.replicas=3
            read deployments/web as jane
            update deployments/web spec.replicas=4
            update deployments/web/status from jane status.readyReplicas=3 → 409 Conflict
            """),
    ]

    private static let preconditions = [
        topic.story(
            "delete-version", must: "A deletion on condition of another version MUST be refused with 409 Conflict.",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            update configmaps/web data.color=blue
            delete configmaps/web version=jane → 409 Conflict
            read configmaps/web as joe
            delete configmaps/web version=joe → ok
            """),
        topic.story(
            "delete-uid", must: "A deletion on condition of another uid MUST be refused: it is another object.",
            weight: 2,
            """
            create configmaps/web
            read configmaps/web as jane
            delete configmaps/web
            create configmaps/web
            delete configmaps/web uid=jane → 409 Conflict
            get configmaps/web → ok
            """),
        topic.story(
            "update-uid", must: "An update that names the uid of an earlier object MUST be refused.",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            delete configmaps/web
            create configmaps/web data.color=blue
            update configmaps/web uid=jane data.color=green → 409 Conflict
            """),
    ]

    private static let races = [
        topic.story(
            "race-stated", must: "Whoever was overtaken between read and write, and stated a version, MUST be refused.",
            weight: 2,
            look: "ObjectStore.swift: isStill. What was decided on an old version must not be written.",
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            meanwhile update configmaps/web data.color=blue
            update configmaps/web from jane data.color=green → 409 Conflict
            get configmaps/web show data.color → blue
            """),
        topic.story(
            "race-unstated", must: "Whoever was overtaken and stated no version MUST be let through in the end.",
            weight: 2,
            look: "DefaultAPIServerCore.swift: attempts. Whoever states no version is decided about again.",
            """
            create configmaps/web data.color=red
            meanwhile update configmaps/web data.color=blue
            meanwhile update configmaps/web data.color=brown
            update configmaps/web data.color=green → ok
            get configmaps/web show data.color → green
            """),
        topic.story(
            "race-create", must: "Of two who create the same name, one MUST be refused with 409 AlreadyExists.",
            weight: 2,
            look: "ObjectStore.swift: isStill. Nothing there is a version, too.",
            """
            meanwhile create configmaps/web data.color=blue
            create configmaps/web data.color=red → 409 AlreadyExists
            get configmaps/web show data.color → blue
            """),
        topic.story(
            "race-delete", must: "Whoever updates what is deleted meanwhile MUST be told that it isn't there.",
            """
            create configmaps/web
            meanwhile delete configmaps/web
            update configmaps/web data.color=red → 404 NotFound
            get configmaps/web → 404 NotFound
            """),
        topic.story(
            "race-replaced", must: "Whoever deletes one uid MUST NOT delete what came in its place meanwhile.",
            """
            create configmaps/web finalizers=a.io/x
            read configmaps/web as jane
            delete configmaps/web
            update configmaps/web
            create configmaps/web data.color=red
            delete configmaps/web uid=jane → 409 Conflict
            get configmaps/web show data.color → red
            """),
    ]
}
