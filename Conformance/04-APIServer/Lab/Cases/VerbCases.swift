internal import Conformance

/// Step 1: the verbs on a store in memory.
enum VerbCases {
    static let topic = Topic(
        step: 1, name: "verbs", source: Page.concepts,
        invariant: "What the server keeps of an object (identity, birth, status) no client's write changes.",
        look: "Write.swift decides, ObjectMetadata.swift keeps what is the server's, ObjectStore.swift writes.")

    static let all = objects + lists + metadata + status + deletion

    private static let objects = [
        topic.story(
            "create-and-get", must: "What was created MUST be found under its name.",
            """
            create configmaps/web data.color=red
            get configmaps/web show name data.color → web red
            """),
        topic.story(
            "not-found", must: "What isn't there MUST be answered with 404 NotFound.",
            """
            get configmaps/web → 404 NotFound
            create configmaps/web
            get configmaps/db → 404 NotFound
            """),
        topic.story(
            "already-exists", must: "A second object of the same name MUST be refused with 409 AlreadyExists.",
            weight: 2,
            source: Page.names,
            says: "Only one object of a given kind can have a given name at a time",
            """
            create configmaps/web data.color=red
            create configmaps/web data.color=blue → 409 AlreadyExists
            get configmaps/web show data.color → red
            """),
        topic.story(
            "names-per-namespace", must: "The same name in another namespace MUST be another object.",
            source: Page.names,
            says: "Names of resources need to be unique within a namespace",
            """
            create configmaps/web data.color=red
            create configmaps/web in=other data.color=blue
            get configmaps/web show data.color → red
            get configmaps/web in=other show data.color namespace → blue other
            """),
        topic.story(
            "update", must: "An update MUST replace the object as a whole.", weight: 2,
            says: "the client sends a complete object",
            """
            create configmaps/web data.color=red data.size=3
            update configmaps/web data.color=blue
            get configmaps/web show data.color data.size → blue none
            """),
        topic.story(
            "update-not-found", must: "An update of what isn't there MUST be refused with 404 NotFound.",
            """
            update configmaps/web data.color=blue → 404 NotFound
            """),
        topic.story(
            "generated-name", must: "Without a name, generateName MUST be the beginning of one, another one each time.",
            source: Page.conventions,
            """
            create configmaps/ generateName=web-
            create configmaps/ generateName=web-
            list configmaps show count → 2
            """),
    ]

    private static let lists = [
        topic.story(
            "list", must: "A list MUST have the objects of the namespace, in the order of their names.",
            """
            create configmaps/b
            create configmaps/a
            create configmaps/c in=other
            list configmaps → a b
            list configmaps in=all → default/a default/b other/c
            """),
        topic.story(
            "list-by-label", must: "A list with a label selector MUST have the objects that match, and no others.",
            """
            create configmaps/a labels.app=web
            create configmaps/b labels.app=db
            create configmaps/c
            list configmaps selector=app=web → a
            list configmaps selector=app=cache → nothing
            """),
        topic.story(
            "kinds-apart", must: "Objects of different kinds MUST NOT meet, whatever their names.",
            source: Page.names,
            """
            create configmaps/web
            create deployments/web
            delete configmaps/web
            get deployments/web → ok
            list configmaps → nothing
            """),
    ]

    private static let metadata = [
        topic.story(
            "birth", must: "A new object MUST get its creationTimestamp from the server.",
            source: Page.conventions,
            says: "a … timestamp representing the server time when this object was created",
            look: "ObjectMetadata.swift: prepareForCreate",
            """
            create configmaps/web creationTimestamp=1999-01-01T00:00:00Z
            get configmaps/web show creationTimestamp → 1970-01-12T13:46:40Z
            """),
        topic.story(
            "birth-stays", must: "An update MUST NOT change the creationTimestamp.", weight: 2,
            source: Page.conventions,
            look: "ObjectMetadata.swift: prepareForUpdate",
            """
            create configmaps/web
            wait 60
            update configmaps/web creationTimestamp=1999-01-01T00:00:00Z data.color=red
            get configmaps/web show creationTimestamp → 1970-01-12T13:46:40Z
            """),
    ]

    private static let status = [
        topic.story(
            "status-kept", must: "An update of an object MUST leave its status alone.",
            weight: 2, source: Page.conventions,
            says: "PUT/POST verbs on objects MUST ignore the \"status\" values",
            look: "StatusSubresource.swift",
            """
            create deployments/web spec.replicas=3
            update deployments/web/status status.readyReplicas=2
            update deployments/web spec.replicas=5 status.readyReplicas=9
            get deployments/web show spec.replicas status.readyReplicas → 5 2
            """),
        topic.story(
            "status-alone", must: "An update of the status MUST NOT change the spec.",
            weight: 2, source: Page.conventions,
            look: "StatusSubresource.swift",
            """
            create deployments/web spec.replicas=3
            update deployments/web/status spec.replicas=9 status.readyReplicas=2
            get deployments/web show spec.replicas status.readyReplicas → 3 2
            """),
    ]

    private static let deletion = [
        topic.story(
            "delete", must: "What was deleted MUST be gone.",
            """
            create configmaps/web
            delete configmaps/web
            get configmaps/web → 404 NotFound
            delete configmaps/web → 404 NotFound
            """),
        topic.story(
            "finalizer-holds", must: "An object with finalizers MUST stay, marked as being deleted.", weight: 2,
            source: Page.finalizers,
            says: "the API server … sets the metadata.deletionTimestamp … and … prevents the object from being removed",
            look: "Deletion.swift: decide",
            """
            create configmaps/web finalizers=a.io/x
            delete configmaps/web
            get configmaps/web show deletionTimestamp → 1970-01-12T13:46:40Z
            """),
        topic.story(
            "last-finalizer", must: "With its last finalizer, an object that is being deleted MUST go.", weight: 2,
            source: Page.finalizers,
            says: "When the metadata.finalizers field is emptied, Kubernetes considers the deletion complete",
            look: "Deletion.swift: isComplete",
            """
            create configmaps/web finalizers=a.io/x,b.io/y
            delete configmaps/web
            update configmaps/web finalizers=b.io/y
            get configmaps/web → ok
            update configmaps/web
            get configmaps/web → 404 NotFound
            """),
        topic.story(
            "finalizer-without-deletion", must: "Without a deletion, an object without finalizers MUST stay.",
            source: Page.finalizers,
            look: "Deletion.swift: isComplete",
            """
            create configmaps/web finalizers=a.io/x
            update configmaps/web
            get configmaps/web → ok
            """),
        topic.story(
            "deleted-once", must: "A second deletion MUST NOT change when the first one was.",
            source: Page.finalizers,
            look: "Deletion.swift: decide",
            """
            create configmaps/web finalizers=a.io/x
            delete configmaps/web
            wait 60
            delete configmaps/web
            get configmaps/web show deletionTimestamp → 1970-01-12T13:46:40Z
            """),
    ]
}
