internal import Conformance

/// Step 5: from archives to folders that can be laid over each other.
enum LayerCases {
    static let topic = Topic(
        step: 5, name: "layers", source: Page.layer,
        invariant: "A whiteout speaks of the layers below its own; nothing of an archive is outside of its folder.",
        look: "LayerActions.swift")
    static let digests = Topic(
        step: 5, name: "digests", source: Page.configuration,
        invariant: "Whoever names an image by its digest names every byte of it.", look: "LayerClaims.swift")

    static let all =
        plain + whiteouts + strangers + claims + [
            topic.random(
                "random", must: "Layers MUST come out as the specification's words, taken one by one, have it.",
                weight: 3,
                RandomLayers.tell)
        ]

    private static let plain = [
        topic.story(
            "over", must: "A file of a layer MUST replace that of the layers below.",
            says: "Changesets […] are applied, rather than simply extracted as tar archives.",
            """
            layer etc/ etc/hosts etc/passwd
            layer etc/ etc/hosts
            files → etc/ etc/hosts@2.1 etc/passwd@1.2
            """),
        topic.story(
            "names", must: "Names MUST be taken as they are meant: with a dot, a slash or two before them.",
            """
            layer ./ ./etc/ ./etc/hosts /etc//passwd
            files → etc/ etc/hosts@1.2 etc/passwd@1.3
            """),
        topic.story(
            "hard-link", must: "A hard link MUST be a second name for a file of the same archive.",
            """
            layer bin/ bin/busybox bin/sh=>bin/busybox ./bin/ls=>./bin/busybox
            files → bin/ bin/busybox@1.1 bin/ls@1.1 bin/sh@1.1
            """),
        topic.story(
            "folder-to-file", must: "A file MUST replace a folder of the layers below, with all that is in it.",
            """
            layer a/ a/b
            layer a
            files → a@2.0
            """),
        topic.story(
            "symbolic-link", must: "A symbolic link MUST be kept as it is, wherever it leads.",
            """
            layer etc/ etc/mtab->/proc/mounts up->../../etc
            files → etc/ etc/mtab@1.1 up@1.2
            """),
    ]

    private static let whiteouts = [
        topic.story(
            "whiteout", must: "A whiteout MUST remove the name of the layers below, and itself not be seen.", weight: 2,
            says: "A whiteout file is an empty file with a special filename that signifies a path should be deleted.",
            """
            layer etc/ etc/hosts etc/passwd
            layer etc/.wh.hosts
            files → etc/ etc/passwd@1.2
            """),
        topic.story(
            "whiteout-folder", must: "A whiteout of a folder MUST remove all that is in it.",
            """
            layer a/ a/b a/c/ a/c/d
            layer .wh.a
            files → none
            """),
        topic.story(
            "whiteout-returns", must: "What was removed MUST come back when a later layer brings it again.",
            """
            layer a
            layer .wh.a
            layer a
            files → a@3.0
            """),
        topic.story(
            "opaque", must: "An opaque whiteout MUST remove all that the layers below have in its folder.", weight: 2,
            says:
                "it is also possible to use an opaque whiteout entry […] indicating that all siblings are hidden in the "
                + "lower layer",
            """
            layer bin/ bin/a bin/b bin/c/ bin/c/d
            layer bin/ bin/.wh..wh..opq bin/new
            files → bin/ bin/new@2.2
            """),
        topic.story(
            "opaque-late", must: "An opaque whiteout MUST NOT remove what its own layer has, wherever it stands.",
            says: "whiteout files MUST only apply to resources in lower/parent layers",
            """
            layer bin/ bin/a
            layer bin/ bin/new bin/.wh..wh..opq
            files → bin/ bin/new@2.1
            """),
        topic.story(
            "opaque-top", must: "An opaque whiteout at the top MUST remove everything of the layers below.",
            """
            layer a b/ b/c
            layer .wh..wh..opq d
            files → d@2.1
            """),
        topic.story(
            "own-file", must: "A whiteout MUST NOT remove a file of its own layer, wherever it stands.", weight: 2,
            says: "Files that are present in the same layer as a whiteout file can only be hidden by whiteout files in "
                + "subsequent layers.",
            """
            layer a
            layer a .wh.a
            files → a@2.0
            """),
        topic.story(
            "own-folder",
            must: "A whiteout beside a new folder of the same name MUST leave only the new one's contents.",
            weight: 2,
            says: "Files that are present in the same layer as a whiteout file can only be hidden by whiteout files in "
                + "subsequent layers.",
            look: "LayerActions.swift: a folder is mixed with those below. When not?",
            """
            layer a/ a/old
            layer .wh.a a/ a/new
            files → a/ a/new@2.2
            """),
        topic.story(
            "own-folder-implied", must: "A folder that is there only by what is in it MUST count as one.",
            """
            layer a/ a/old
            layer .wh.a a/new
            files → a/ a/new@2.1
            """),
        topic.story(
            "tools-marks", must: "Marks of other tools MUST be passed over.",
            source: "https://github.com/moby/moby/blob/master/pkg/archive/whiteouts.go",
            says:
                "WhiteoutMetaPrefix prefix means whiteout has a special meaning and is not for removing an actual file.",
            """
            layer a
            layer .wh..wh.plnk .wh..wh.aufs b
            files → a@1.0 b@2.2
            """),
        topic.story(
            "lookalike", must: "A name that only looks like a whiteout MUST be a file.",
            """
            layer a.wh. .whale wh.a
            files → .whale@1.1 a.wh.@1.0 wh.a@1.2
            """),
    ]

    private static let strangers = [
        topic.story(
            "escape", must: "An entry outside of the folder MUST be refused.", weight: 2,
            """
            layer ../../etc/cron.d/evil
            files → refused
            """),
        topic.story(
            "escape-inside", must: "An entry that leads up on its way MUST be refused.",
            """
            layer a/ a/../../evil
            files → refused
            """),
        topic.story(
            "link-escape", must: "A hard link to a file outside of the folder MUST be refused.", weight: 2,
            """
            layer shadow=>../../../etc/shadow
            files → refused
            """),
        topic.story(
            "link-to-nothing", must: "A hard link to a file that the archive doesn't have MUST be refused.",
            """
            layer etc/hosts=>etc/nosuch
            files → refused
            """),
        topic.story(
            "whiteout-of-nothing", must: "A whiteout that names nothing, or the folder above, MUST be refused.",
            """
            layer a/ a/.wh...
            files → refused
            """),
        topic.story(
            "whiteout-escape", must: "A whiteout outside of the folder MUST be refused.",
            """
            layer ../.wh.etc
            files → refused
            """),
    ]

    private static let claims = [
        digests.story(
            "pairs",
            must: "A manifest's layers and the configuration's digests MUST be held to each other by their places.",
            says: "rootfs.diff_ids: An array of layer content hashes (DiffIDs), in order from first to last.",
            """
            manifest a:10 b:20 c:30
            archives d e f
            claims → a/d b/e c/f
            """),
        digests.story(
            "counts", must: "An image with another number of digests than of layers MUST be refused.", weight: 2,
            """
            manifest a:10 b:20
            archives d
            claims → refused
            """),
        digests.story(
            "malformed", must: "What isn't a digest MUST NOT be taken for one.", source: Page.descriptor,
            """
            manifest sha256:../../../etc/passwd:10
            archives d
            claims → refused
            """),
        digests.story(
            "right", must: "A layer that is what it should be MUST be accepted.",
            """
            manifest a:10
            archives d
            found a:10/d → accepted
            """),
        digests.story(
            "blob", must: "A blob with another digest MUST be refused.", weight: 2, source: Page.descriptor,
            says: "the byte content MUST be verified by hashing and comparing to this digest",
            """
            manifest a:10
            archives d
            found b:10/d → refused
            """),
        digests.story(
            "archive", must: "An archive with another digest than the configuration says MUST be refused.", weight: 2,
            """
            manifest a:10
            archives d
            found a:10/e → refused
            """),
        digests.story(
            "size", must: "A blob of another size than the manifest says MUST be refused.", source: Page.descriptor,
            says:
                "If the length of the retrieved content does not match the specified length, the content SHOULD NOT be "
                + "trusted.",
            """
            manifest a:10
            archives d
            found a:11/d → refused
            """),
    ]
}
