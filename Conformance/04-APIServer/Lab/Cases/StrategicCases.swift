internal import Conformance

/// Step 5: a merge patch that knows which elements of a list belong together.
enum StrategicCases {
    static let topic = Topic(
        step: 5, name: "strategic", source: Page.strategicDetails,
        invariant: "What a patch doesn't name stays, in lists with a merge key, too.",
        look: "StrategicMergePatching.swift for objects, StrategicListMerging.swift for lists.")

    static let all = lists + directives + order

    private static let lists = [
        topic.story(
            "by-key", must: "An element MUST be merged into the one with the same merge key.", weight: 2,
            source: Page.strategic,
            says: "a strategic merge patch … lists are either replaced or merged depending on their patch strategy",
            """
            strategic pods {"spec": {"containers": [{"name": "web", "image": "a:1", "tty": true}]}} + {"spec": {"containers": [{"name": "web", "image": "a:2"}]}} → {"spec": {"containers": [{"name": "web", "image": "a:2", "tty": true}]}}
            """),
        topic.story(
            "others-stay", must: "Elements that the patch doesn't name MUST stay.",
            weight: 2, source: Page.strategic,
            """
            strategic pods {"spec": {"containers": [{"name": "web", "image": "a:1"}, {"name": "log", "image": "b:1"}]}} + {"spec": {"containers": [{"name": "log", "image": "b:2"}]}} → {"spec": {"containers": [{"name": "web", "image": "a:1"}, {"name": "log", "image": "b:2"}]}}
            """),
        topic.story(
            "new-element", must: "An element that isn't there yet MUST be added.",
            weight: 2, source: Page.strategic,
            says: "the patch … did not replace the containers list",
            """
            strategic deployments {"spec": {"template": {"spec": {"containers": [{"name": "web"}]}}}} + {"spec": {"template": {"spec": {"containers": [{"name": "log"}]}}}} → {"spec": {"template": {"spec": {"containers": [{"name": "log"}, {"name": "web"}]}}}}
            """),
        topic.story(
            "replaced", must: "A list without a merge key MUST be replaced as a whole.",
            weight: 2, source: Page.strategic,
            says: "the list in the patch replaced the existing list",
            """
            strategic pods {"spec": {"tolerations": [{"key": "a"}, {"key": "b"}]}} + {"spec": {"tolerations": [{"key": "c"}]}} → {"spec": {"tolerations": [{"key": "c"}]}}
            strategic pods {"spec": {"containers": [{"name": "web", "command": ["a", "b"]}]}} + {"spec": {"containers": [{"name": "web", "command": ["c"]}]}} → {"spec": {"containers": [{"name": "web", "command": ["c"]}]}}
            """),
        topic.story(
            "sets", must: "A list of single values that is merged MUST have each value once.",
            """
            strategic configmaps {"metadata": {"finalizers": ["a/x", "b/y"]}} + {"metadata": {"finalizers": ["b/y", "c/z"]}} → {"metadata": {"finalizers": ["a/x", "b/y", "c/z"]}}
            """),
        topic.story(
            "key-of-each-kind", must: "The merge key MUST be the one that the kind declares for the list.",
            source: Page.strategic,
            """
            strategic services {"spec": {"ports": [{"name": "http", "port": 80, "targetPort": 8080}]}} + {"spec": {"ports": [{"port": 80, "targetPort": 9090}]}} → {"spec": {"ports": [{"name": "http", "port": 80, "targetPort": 9090}]}}
            """),
        topic.story(
            "without-key", must: "An element without its merge key MUST be refused.",
            """
            strategic pods {"spec": {"containers": [{"name": "web"}]}} + {"spec": {"containers": [{"image": "a:2"}]}} → refused
            """),
        topic.story(
            "null-removes", must: "null MUST take a member away, here too.",
            """
            strategic pods {"spec": {"nodeName": "n1", "containers": [{"name": "web", "image": "a"}]}} + {"spec": {"nodeName": null, "containers": [{"name": "web", "image": null}]}} → {"spec": {"containers": [{"name": "web"}]}}
            """),
        topic.story(
            "maps", must: "Maps MUST be merged member by member.",
            """
            strategic pods {"metadata": {"labels": {"a": "1", "b": "2"}}} + {"metadata": {"labels": {"b": null, "c": "3"}}} → {"metadata": {"labels": {"a": "1", "c": "3"}}}
            """),
        topic.story(
            "unknown-members", must: "What the kind doesn't declare MUST be merged as a plain merge patch does it.",
            """
            strategic pods {"spec": {"mine": {"list": [1], "a": 1}}} + {"spec": {"mine": {"list": [2], "b": 2}}} → {"spec": {"mine": {"list": [2], "a": 1, "b": 2}}}
            """),
    ]

    private static let directives = [
        topic.story(
            "delete-element", must: "`$patch: delete` in an element MUST take out the element with its key.", weight: 2,
            says: "delete: … the element with the matching merge key is removed",
            """
            strategic pods {"spec": {"containers": [{"name": "web"}, {"name": "log"}]}} + {"spec": {"containers": [{"name": "log", "$patch": "delete"}]}} → {"spec": {"containers": [{"name": "web"}]}}
            """),
        topic.story(
            "replace-list", must: "An element `$patch: replace` MUST make the patch's list the whole list.",
            """
            strategic pods {"spec": {"containers": [{"name": "web"}, {"name": "log"}]}} + {"spec": {"containers": [{"name": "db"}, {"$patch": "replace"}]}} → {"spec": {"containers": [{"name": "db"}]}}
            """),
        topic.story(
            "replace-object", must: "`$patch: replace` in an object MUST make it the whole object.", weight: 2,
            """
            strategic pods {"spec": {"nodeSelector": {"a": "1", "b": "2"}}} + {"spec": {"nodeSelector": {"$patch": "replace", "c": "3"}}} → {"spec": {"nodeSelector": {"c": "3"}}}
            """),
        topic.story(
            "delete-object", must: "`$patch: delete` in an object MUST empty it.",
            """
            strategic pods {"spec": {"nodeSelector": {"a": "1"}}} + {"spec": {"nodeSelector": {"$patch": "delete"}}} → {"spec": {"nodeSelector": {}}}
            """),
        topic.story(
            "unknown-directive", must: "A `$patch` that nobody knows MUST be refused.",
            """
            strategic pods {"spec": {"nodeSelector": {"a": "1"}}} + {"spec": {"nodeSelector": {"$patch": "burn"}}} → refused
            """),
        topic.story(
            "delete-values", must: "`$deleteFromPrimitiveList` MUST take single values out of a list.",
            """
            strategic configmaps {"metadata": {"finalizers": ["a/x", "b/y", "c/z"]}} + {"metadata": {"$deleteFromPrimitiveList/finalizers": ["b/y"]}} → {"metadata": {"finalizers": ["a/x", "c/z"]}}
            """),
        topic.story(
            "retain-keys", must: "`$retainKeys` MUST drop every member that it doesn't name.", weight: 2,
            source: Page.strategic,
            says: "the retainKeys strategy … only the fields in this list are retained",
            look: "StrategicDirectives.swift: retain",
            """
            strategic deployments {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}} + {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}} → {"spec": {"strategy": {"type": "Recreate"}}}
            """),
        topic.story(
            "no-directive-left", must: "Of a directive nothing MUST be left in the document.",
            """
            strategic pods {} + {"spec": {"containers": [{"name": "web"}, {"name": "log", "$patch": "delete"}], "$setElementOrder/containers": [{"name": "web"}]}} → {"spec": {"containers": [{"name": "web"}]}}
            strategic pods {"spec": {"containers": [{"name": "web"}]}} + {"spec": {"containers": [{"name": "web", "env": [{"name": "A", "$patch": "delete"}]}]}} → {"spec": {"containers": [{"name": "web", "env": []}]}}
            strategic pods {"spec": {"containers": []}} + {"spec": {"containers": [{"name": "log", "env": [{"name": "A", "$patch": "delete"}, {"name": "B"}]}]}} → {"spec": {"containers": [{"name": "log", "env": [{"name": "B"}]}]}}
            strategic pods {} + {"spec": {"nodeSelector": {"$patch": "replace", "a": "1", "b": null}}} → {"spec": {"nodeSelector": {"a": "1"}}}
            """),
    ]

    private static let order = [
        topic.story(
            "order", must: "`$setElementOrder` MUST give the order of what it names.",
            look: "StrategicListMerging.swift: arrange, which is there already.",
            """
            strategic pods {"spec": {"containers": [{"name": "a"}, {"name": "b"}]}} + {"spec": {"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}], "containers": [{"name": "a", "image": "x"}]}} → {"spec": {"containers": [{"name": "b"}, {"name": "a", "image": "x"}]}}
            """),
        topic.story(
            "patch-object", must: "The server MUST apply a strategic merge patch to the object as it is now.",
            source: Page.strategic,
            """
            create deployments/web spec.replicas=3
            patch deployments/web strategic {"metadata": {"finalizers": ["a.io/x"]}, "spec": {"replicas": 4}}
            patch deployments/web strategic {"metadata": {"finalizers": ["b.io/y"]}}
            get deployments/web show spec.replicas finalizers → 4 ["b.io/y","a.io/x"]
            """),
    ]
}
