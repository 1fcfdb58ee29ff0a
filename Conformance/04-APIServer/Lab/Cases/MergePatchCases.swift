internal import Conformance

/// Step 4: JSON merge patches.
enum MergePatchCases {
    static let topic = Topic(
        step: 4, name: "merge-patch", source: Page.mergePatch,
        invariant: "Whatever the patch says is so afterwards, and of the rest nothing is changed.",
        look: "MergePatching.swift")

    static let all =
        rules + patches + [
            topic.random(
                "random-documents", must: "Whatever document and patch, the result MUST be what the RFC's rules say.",
                RandomMerges.tell)
        ]

    private static let rules = [
        topic.story(
            "members", must: "A patch MUST set the members that it has, and leave the others.",
            """
            merge {"a": 1, "b": 2} + {"b": 3, "c": 4} → {"a": 1, "b": 3, "c": 4}
            """),
        topic.story(
            "null-removes", must: "null MUST take a member away.", weight: 2,
            says: "Null values in the merge patch are given special meaning to indicate the removal of existing values",
            """
            merge {"a": 1, "b": 2} + {"a": null} → {"b": 2}
            merge {"a": 1} + {"b": null} → {"a": 1}
            """),
        topic.story(
            "nested", must: "An object in a patch MUST be gone into.", weight: 2,
            """
            merge {"a": {"b": 1, "c": 2}} + {"a": {"b": 3}} → {"a": {"b": 3, "c": 2}}
            merge {"a": {"b": {"c": 1, "d": 2}}} + {"a": {"b": {"c": null}}} → {"a": {"b": {"d": 2}}}
            """),
        topic.story(
            "lists", must: "A list MUST stand in the place of the old one, as a whole.",
            """
            merge {"a": [1, 2, 3]} + {"a": [4]} → {"a": [4]}
            merge {"a": [{"b": 1}]} + {"a": {"b": 2}} → {"a": {"b": 2}}
            """),
        topic.story(
            "nulls-in-new-objects", must: "What a patch makes anew MUST have no nulls.", weight: 2,
            look: "MergePatching.swift: merged into nothing is merged, too.",
            """
            merge {} + {"a": {"b": null, "c": 1}} → {"a": {"c": 1}}
            merge {"a": "x"} + {"a": {"b": {"c": null}}} → {"a": {"b": {}}}
            """),
        topic.story(
            "nulls-in-lists", must: "A null in a list MUST stay: a list isn't gone into.",
            """
            merge {} + {"a": [null, {"b": null}]} → {"a": [null, {"b": null}]}
            """),
        topic.story(
            "whole", must: "A patch that is no object MUST replace the document.",
            """
            merge {"a": 1} + [1] → [1]
            merge [1, 2] + {"a": 1} → {"a": 1}
            """),
    ]

    private static let patches = [
        topic.story(
            "patch-object", must: "A patch MUST change an object as it is now.",
            """
            create configmaps/web data.color=red data.size=3
            patch configmaps/web merge {"data": {"color": "blue", "size": null}}
            get configmaps/web show data.color data.size → blue none
            """),
        topic.story(
            "patch-race",
            must: "A patch that states no version and was overtaken MUST be applied to what is there now.",
            weight: 2, source: Page.concepts,
            """
            create configmaps/web data.color=red data.size=1
            meanwhile update configmaps/web data.color=red data.size=2
            patch configmaps/web merge {"data": {"color": "blue"}}
            get configmaps/web show data.color data.size → blue 2
            """),
        topic.story(
            "patch-stated", must: "A patch that states an old version MUST be refused with 409 Conflict.",
            source: Page.concepts,
            """
            create configmaps/web data.color=red
            read configmaps/web as jane
            update configmaps/web data.color=green
            patch configmaps/web merge jane {"data": {"color": "blue"}} → 409 Conflict
            """),
        topic.story(
            "patch-not-found", must: "A patch of what isn't there MUST be refused with 404 NotFound.",
            """
            patch configmaps/web merge {"data": {"color": "blue"}} → 404 NotFound
            """),
    ]
}
