internal import Conformance

/// Step 5: who goes because the owners are gone?
enum GarbageCases {
    static let topic = Topic(
        step: 5, name: "garbage", source: Page.collection,
        invariant: "Nothing is deleted as long as one of its owners is of use, or may be.",
        look: "Owners/Garbage.swift: sort the owners: unknown, gone, waiting, and the rest.")

    static let all =
        owners + waiting + [
            topic.random(
                "random-objects", must: "Whether an object goes MUST follow from its owners alone.", RandomOwners.judge)
        ]

    private static let owners = [
        topic.story(
            "without-owners", must: "An object without owners MUST stay.", weight: 2,
            """
            there note
            decide note → nothing
            """),
        topic.story(
            "owner-is-there", must: "An object whose owner is there MUST stay.",
            """
            there set
            there pod owners=set
            decide pod → nothing
            """),
        topic.story(
            "owner-is-gone", must: "An object whose owner is gone MUST be deleted.", weight: 2,
            says: "Kubernetes checks for and deletes objects that no longer have owner references, like the pods left "
                + "behind when you delete a ReplicaSet.",
            """
            there set
            there pod owners=set
            gone set
            decide pod → delete, Background
            """),
        topic.story(
            "unknown-owner", must: "An owner that nobody knows MUST be looked up before anything is deleted.",
            weight: 2,
            source: Page.collector,
            """
            there pod owners=set
            decide pod → look up set
            """),
        topic.story(
            "owner-turns-up", must: "An object whose unknown owner turns up MUST stay.", source: Page.collector,
            """
            there pod owners=set
            there set
            decide pod → nothing
            """),
        topic.story(
            "absent-owner", must: "An object whose owner the server doesn't have MUST be deleted.",
            source: Page.collector,
            """
            there pod owners=set
            absent set
            decide pod → delete, Background
            """),
        topic.story(
            "one-unknown", must: "As long as one owner is unknown, nothing MUST be deleted.", source: Page.collector,
            """
            there pod owners=set,job
            absent set
            decide pod → look up job
            """),
        topic.story(
            "one-of-two", must: "An object that has one owner left MUST stay, without the reference to the other.",
            weight: 2, source: Page.collector,
            """
            there set
            there job
            there pod owners=set,job
            gone set
            decide pod → remove the references to set
            """),
        topic.story(
            "both-gone", must: "An object all of whose owners are gone MUST be deleted.",
            """
            there set
            there job
            there pod owners=set,job
            gone set
            gone job
            decide pod → delete, Background
            """),
        topic.story(
            "step-by-step", must: "A dependent's dependent MUST stay as long as the dependent is there.",
            """
            there web
            there set owners=web
            there pod owners=set
            gone web
            decide set → delete, Background
            decide pod → nothing
            gone set
            decide pod → delete, Background
            """),
        topic.story(
            "nobody", must: "An object that isn't there MUST need nothing.",
            """
            decide pod → nothing
            """),
    ]

    private static let waiting = [
        topic.story(
            "owner-waits", must: "A dependent of an owner that is deleted in the foreground MUST be deleted.",
            weight: 2,
            says:
                "Once the owner object enters the deletion in progress state, the controller deletes dependents it knows "
                + "about.",
            """
            there set foreground
            there pod owners=set blocking
            decide pod → delete, Background
            """),
        topic.story(
            "owner-goes-otherwise", must: "An owner that is being deleted, but doesn't wait, MUST count as there.",
            source: Page.collector,
            """
            there set going finalizers=example.com/wait
            there pod owners=set
            decide pod → nothing
            """),
        topic.story(
            "passed-on", must: "A dependent that has dependents itself MUST be deleted in the foreground, too.",
            source: Page.collector,
            """
            there web foreground
            there set owners=web blocking
            there pod owners=set blocking
            decide set → delete, Foreground
            """),
        topic.story(
            "waits-and-stays", must: "An object with another owner of use MUST stay when one waits.",
            source: Page.collector,
            """
            there web foreground
            there job
            there pod owners=web,job
            decide pod → remove the references to web
            """),
        topic.story(
            "own-finalizers", must: "An object's own finalizers MUST decide in which way it is deleted.",
            source: Page.collector,
            """
            there set finalizers=orphan owners=web
            there job finalizers=foregroundDeletion owners=web
            absent web
            decide set → delete, Orphan
            decide job → delete, Foreground
            """),
        topic.story(
            "going-already", must: "An object that is being deleted already MUST NOT be deleted again.",
            source: Page.collector,
            """
            there pod owners=set going finalizers=example.com/wait
            absent set
            decide pod → nothing
            """),
    ]
}

/// Step 6: what does a deletion take along?
enum DeletionCases {
    static let topic = Topic(
        step: 6, name: "deletion", source: Page.collection,
        invariant: "An object that waits goes after what it waits for, and not before.",
        look: "Owners/OwnersEnd.swift: the table at its top has a row for each policy.")

    static let all =
        policies + endings + [
            topic.random(
                "random-clusters", must: "A deletion MUST take along what is owned, by its policy, and nothing else.",
                weight: 3, RandomOwners.settle)
        ]

    private static let policies = [
        topic.story(
            "foreground", must: "Foreground MUST add the finalizer foregroundDeletion.", weight: 2,
            says:
                "In foreground cascading deletion, the owner object you're deleting first enters a deletion in progress "
                + "state. … The object's metadata.finalizers field is set to foregroundDeletion.",
            """
            finalizers none Foreground → foregroundDeletion
            """),
        topic.story(
            "orphan", must: "Orphan MUST add the finalizer orphan.", weight: 2,
            """
            finalizers none Orphan → orphan
            """),
        topic.story(
            "background", must: "Background MUST add nothing.",
            """
            finalizers none Background → none
            """),
        topic.story(
            "others-stay", must: "Finalizers of others MUST stay.", source: Page.finalizers,
            """
            finalizers example.com/wait Foreground → example.com/wait,foregroundDeletion
            finalizers example.com/wait Background → example.com/wait
            """),
        topic.story(
            "last-request", must: "A later request's policy MUST take the place of an earlier one's.",
            source: Page.collector,
            """
            finalizers foregroundDeletion Orphan → orphan
            finalizers orphan,example.com/wait Background → example.com/wait
            """),
    ]

    private static let endings = [
        topic.story(
            "waits", must: "An owner MUST stay while a dependent that blocks it is there.", weight: 2,
            says:
                "During foreground cascading deletion, the only dependents that block owner deletion are those that have "
                + "the ownerReference.blockOwnerDeletion=true field",
            """
            there set foreground
            there pod owners=set blocking
            decide set → look at pod
            """),
        topic.story(
            "waits-for-going", must: "A dependent that is going already MUST be waited for, and left alone.",
            source: Page.collector,
            """
            there set foreground
            there pod owners=set blocking going
            decide set → look at nobody
            """),
        topic.story(
            "does-not-wait", must: "A dependent that doesn't block MUST NOT be waited for.", weight: 2,
            says:
                "During foreground cascading deletion, the only dependents that block owner deletion are those that have "
                + "the ownerReference.blockOwnerDeletion=true field",
            """
            there set foreground
            there pod owners=set
            decide set → remove the finalizer foregroundDeletion
            """),
        topic.story(
            "done", must: "An owner whose dependents are gone MUST be let go.", weight: 2,
            says: "Once the controller deletes all the dependent objects it knows about, it deletes the owner object.",
            """
            there set foreground
            there pod owners=set blocking
            gone pod
            decide set → remove the finalizer foregroundDeletion
            """),
        topic.story(
            "sets-free", must: "An owner that orphans MUST set its dependents free.", weight: 2,
            says: "When Kubernetes deletes an owner object, the dependents left behind are called orphan objects.",
            """
            there set orphan
            there pod owners=set
            there other owners=set,job
            decide set → set free other pod
            """),
        topic.story(
            "sets-nobody-free", must: "An owner that orphans, without dependents, MUST be let go.",
            """
            there set orphan
            decide set → set free nobody
            """),
        topic.story(
            "others-finalizers", must: "An object that waits for others' finalizers MUST be left to them.",
            source: Page.finalizers,
            """
            there set going finalizers=example.com/wait
            there pod owners=set blocking
            decide set → nothing
            """),
    ]
}
