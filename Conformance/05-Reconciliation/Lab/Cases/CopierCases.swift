internal import Conformance

/// Step 5: a whole controller.
enum CopierCases {
    static let topic = Topic(
        step: 5, name: "copier", source: Page.copier,
        invariant: "Whatever happens and whatever is missed: once all is quiet, there are the copies that should be.",
        look: "ConfigMapCopier.swift: which key does this concern, what should be there for it, and what is?")

    static let all =
        what + whose + missed + [
            topic.random(
                "random",
                must: "After whatever has happened there MUST be the copies that the seven sentences ask for.",
                RandomCluster.tell)
        ]

    private static let start = """
        namespace kube
        namespace blue team=web
        namespace green team=web
        namespace grey team=db
        configmap kube/motd to:team=web text=hello
        settles → yes

        """

    private static let what = [
        topic.story(
            "copies", must: "A source MUST be copied into every namespace that its selector matches.", weight: 2,
            start + """
                copies → blue/motd green/motd
                content blue/motd → text=hello from:kube
                requests → 2
                """),
        topic.story(
            "rests", must: "When all copies are there, nothing MUST be written.", weight: 2,
            start + """
                requests → 2
                looks kube/motd → nothing
                restart
                settles → yes
                requests → 0
                """),
        topic.story(
            "new-namespace", must: "A namespace that comes later MUST get its copy.",
            look: "ConfigMapCopier.swift: which sources are to be looked at because of a namespace?",
            start + """
                namespace red team=web
                settles → yes
                copies → blue/motd green/motd red/motd
                """),
        topic.story(
            "relabelled", must: "A namespace whose labels change MUST get or lose its copy.",
            start + """
                namespace grey team=web
                namespace blue team=db
                settles → yes
                copies → green/motd grey/motd
                """),
        topic.story(
            "changed", must: "A change of the source MUST reach all copies.",
            start + """
                edit kube/motd text=bye
                settles → yes
                content blue/motd → text=bye from:kube
                content green/motd → text=bye from:kube
                """),
        topic.story(
            "changed-back", must: "A copy that somebody has changed MUST be changed back.", weight: 2,
            start + """
                edit blue/motd text=mine
                settles → yes
                content blue/motd → text=hello from:kube
                """),
        topic.story(
            "deleted-copy", must: "A copy that somebody has deleted MUST be made again.",
            start + """
                delete blue/motd
                settles → yes
                copies → blue/motd green/motd
                """),
        topic.story(
            "selector-changes", must: "When the selector changes, copies MUST come and go.",
            start + """
                edit kube/motd to:team=db
                settles → yes
                copies → grey/motd
                """),
        topic.story(
            "sets", must: "A selector's sets MUST be understood.",
            source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
            """
            namespace kube
            namespace blue team=web
            namespace grey team=db
            configmap kube/motd to:team!=db,team text=x
            settles → yes
            copies → blue/motd
            """),
        topic.story(
            "not-its-own", must: "A source MUST NOT be copied into its own namespace.",
            """
            namespace blue team=web
            namespace green team=web
            configmap blue/motd to:team=web text=x
            settles → yes
            copies → green/motd
            """),
    ]

    private static let whose = [
        topic.story(
            "strangers", must: "A ConfigMap of the same name that is no copy MUST be left alone.", weight: 2,
            """
            namespace kube
            namespace blue team=web
            configmap blue/motd text=mine
            configmap kube/motd to:team=web text=hello
            settles → yes
            content blue/motd → text=mine
            refusals → 0
            delete kube/motd
            settles → yes
            content blue/motd → text=mine
            """),
        topic.story(
            "stranger-goes", must: "Once the stranger is gone, the copy MUST be made.",
            look: "ConfigMapCopier.swift: whose copy should stand where this ConfigMap stood?",
            """
            namespace kube
            namespace blue team=web
            configmap blue/motd text=mine
            configmap kube/motd to:team=web text=hello
            settles → yes
            delete blue/motd
            settles → yes
            content blue/motd → text=hello from:kube
            """),
        topic.story(
            "copies-are-no-sources", must: "A copy MUST NOT be copied.",
            """
            namespace kube
            namespace blue team=web
            namespace grey team=db
            configmap kube/motd to:team=web text=x
            settles → yes
            edit blue/motd to:team=db
            settles → yes
            copies → blue/motd
            """),
        topic.story(
            "two-sources", must: "A copy of one source MUST NOT be taken by another source of the same name.",
            weight: 2,
            """
            namespace kube
            namespace shop
            namespace blue team=web
            configmap kube/motd to:team=web text=kube
            settles → yes
            configmap shop/motd to:team=web text=shop
            settles → yes
            content blue/motd → text=kube from:kube
            delete kube/motd
            settles → yes
            content blue/motd → text=shop from:shop
            """),
        topic.story(
            "others-labels", must: "What others add to a copy's labels MUST stay.",
            start + """
                edit blue/motd seen:yes
                settles → yes
                content blue/motd → text=hello from:kube seen:yes
                edit kube/motd text=bye
                settles → yes
                content blue/motd → text=bye from:kube seen:yes
                """),
        topic.story(
            "not-understood", must: "A selector that can't be understood MUST change nothing.", weight: 2,
            start + """
                edit kube/motd to:team=web,(
                settles → yes
                copies → blue/motd green/motd
                """),
        topic.story(
            "ending-namespace", must: "Nothing MUST be created in a namespace that is being deleted.",
            """
            namespace kube
            namespace blue team=web ending
            configmap kube/motd to:team=web text=x
            settles → yes
            copies → none
            requests → 0
            """),
    ]

    private static let missed = [
        topic.story(
            "source-gone", must: "When the source is gone, all of its copies MUST be deleted.", weight: 2,
            start + """
                delete kube/motd
                settles → yes
                copies → none
                """),
        topic.story(
            "source-ending", must: "When the source is on its way out, its copies MUST be deleted.",
            start + """
                edit kube/motd ending
                settles → yes
                copies → none
                """),
        topic.story(
            "gone-while-away", must: "Copies whose source has gone while no controller ran MUST be deleted.", weight: 3,
            source: Page.owners,
            says: "Cross-namespace owner references are disallowed by design.",
            look: "ConfigMapCopier.swift: a new controller never hears of the source. Whose event tells it of the key?",
            start + """
                cut
                delete kube/motd
                restart
                settles → yes
                copies → none
                """),
        topic.story(
            "missed-everything", must: "A controller MUST NOT depend on having seen what has happened.", weight: 2,
            source: Page.writing,
            says:
                "Level driven, not edge driven. Just like having a shell script that isn't running all the time, your "
                + "controller may be off for an indeterminate amount of time before running again.",
            start + """
                cut
                delete blue/motd
                edit green/motd text=mine
                edit kube/motd text=bye
                namespace grey team=web
                list
                settles → yes
                copies → blue/motd green/motd grey/motd
                content green/motd → text=bye from:kube
                """),
        topic.story(
            "stale-cache", must: "A key MUST NOT be acted on before what was written for it is seen.", weight: 2,
            says: "", look: "ConfigMapCopier.swift: when do you ask `isUpToDate`, and what does `expect` have to know?",
            """
            namespace kube
            namespace blue team=web
            configmap kube/motd to:team=web text=hello
            arrives
            looks kube/motd → create blue/motd
            looks kube/motd → nothing
            arrives
            looks kube/motd → nothing
            edit kube/motd text=bye
            arrives
            looks kube/motd → update blue/motd
            looks kube/motd → nothing
            refusals → 0
            settles → yes
            content blue/motd → text=bye from:kube
            """),
        topic.story(
            "conflict", must: "A write that was refused MUST be decided anew from what has come meanwhile.", weight: 2,
            start + """
                edit kube/motd text=bye
                arrives
                cut
                edit blue/motd seen:yes
                looks kube/motd → update blue/motd, update green/motd
                list
                settles → yes
                content blue/motd → text=bye from:kube seen:yes
                """),
    ]
}
