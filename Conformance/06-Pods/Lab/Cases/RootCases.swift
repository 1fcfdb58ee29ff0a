internal import Conformance

/// Step 2: from the node's files to the container's.
enum RootCases {
    static let topic = Topic(
        step: 2, name: "root", source: Page.runtime,
        invariant:
            "The container sees its layers, its volumes and the kernel's own file systems; the node sees none of it.",
        look: "RootSteps.swift: in which order?")

    static let all = layers + volumes + limits

    private static let layers = [
        topic.story(
            "layers", must: "The layers MUST be laid over each other, the image's last one uppermost.", weight: 2,
            source: Page.overlay,
            says: "The specified lower directories will be stacked beginning from the rightmost one and going left.",
            look: "RootSteps.swift: which layer does overlayfs want first?",
            """
            root /base /libraries /app
            at / → /app over /libraries over /base, written to /c/upper
            """),
        topic.story(
            "one-layer", must: "An image of one layer MUST be a root, too.", source: Page.overlay,
            """
            root /base
            at /etc/passwd → /base, written to /c/upper
            """),
        topic.story(
            "copied", must: "Where overlay file systems can't be mounted, the copy of the layers MUST become the root.",
            source: Page.pivot,
            says: "new_root must be a path to a mount point",
            """
            root /base copied
            at / → copy of the layers
            old root → gone
            """),
        topic.story(
            "node-unchanged", must: "What is mounted for a container MUST NOT be seen by the node.", weight: 2,
            source: Page.mounts,
            says: "If it is a shared mount, mount and unmount events propagate to its peers.",
            look: "RootSteps.swift: a mount namespace of one's own, and then?",
            """
            root /base
            mount /volumes/v at=/data
            at / → /base, written to /c/upper
            node's mounts → unchanged
            node's files → unchanged
            """),
        topic.story(
            "old-root", must: "A container MUST NOT be able to reach the node's files.", weight: 2, source: Page.pivot,
            says: "pivot_root() changes the root mount in the mount namespace of the calling process.",
            """
            root /base
            old root → gone
            """),
        topic.story(
            "kernel", must: "A container MUST have /proc, /sys, /dev, /dev/pts and /dev/mqueue.",
            says: "The following filesystems SHOULD be made available in each container's filesystem",
            """
            root /base
            at /proc → proc
            at /sys → sysfs, read only
            at /dev → tmpfs
            at /dev/pts → devpts
            at /dev/mqueue → mqueue
            at /dev/null → device
            """),
        topic.story(
            "no-devices", must: "Where device files can't be made, the node's MUST be seen in their place.",
            """
            root /base no-devices
            at /dev/null → /dev/null
            at /dev/zero → /dev/zero
            """),
        topic.story(
            "working-folder",
            must: "The working folder MUST be made in the container, even in a root that is read only.",
            source: Page.configuration,
            """
            root /base read-only in=/work/here
            at /work/here → /base, written to /c/upper, read only
            node's files → unchanged
            """),
    ]

    private static let volumes = [
        topic.story(
            "volume", must: "A volume MUST be seen in its place.", weight: 2, source: Page.pods,
            says: "All containers in the Pod can access the shared volumes, allowing those containers to share data.",
            """
            root /base
            mount /volumes/v at=/data
            at /data → /volumes/v
            at /data/below → /volumes/v
            at / → /base, written to /c/upper
            """),
        topic.story(
            "read-only-volume", must: "A volume that is mounted read only MUST be read only, and no other.",
            """
            root /base
            mount /volumes/v at=/data read-only
            mount /volumes/w at=/other
            at /data → /volumes/v, read only
            at /other → /volumes/w
            """),
        topic.story(
            "below", must: "Volumes MUST be mounted in their order: one below another is not covered by it.",
            """
            root /base
            mount /volumes/v at=/data
            mount /volumes/w at=/data/cache
            at /data → /volumes/v
            at /data/cache → /volumes/w
            """),
        topic.story(
            "in-dev", must: "A volume below /dev MUST NOT be covered by the container's /dev.",
            look: "RootSteps.swift: what is mounted last covers what was there.",
            """
            root /base
            mount /pods/p/shm at=/dev/shm
            at /dev/shm → /pods/p/shm
            at /dev → tmpfs
            """),
        topic.story(
            "link-in-image", must: "A link in the image MUST lead to a place in the container, never to the node's.",
            weight: 2, source: "https://github.com/kubernetes/kubernetes/issues/60813",
            look: "RootSteps.swift: whose /etc is it, before the root has changed, and after?",
            """
            root /base
            link /data=/etc
            mount /volumes/v at=/data
            at /etc → /volumes/v
            node's mounts → unchanged
            """),
        topic.story(
            "volume-in-read-only-root", must: "A volume MUST have its place in a root that is read only.",
            """
            root /base read-only
            mount /volumes/v at=/data
            at /data → /volumes/v
            at /etc → /base, written to /c/upper, read only
            """),
    ]

    private static let limits = [
        topic.story(
            "read-only-root", must: "A root that is read only MUST be so, and what is mounted in it not.",
            """
            root /base read-only
            at /etc/passwd → /base, written to /c/upper, read only
            at /dev → tmpfs
            at /proc → proc
            """),
        topic.story(
            "writable-root", must: "A root MUST be writable unless it is said to be read only.",
            """
            root /base
            at /etc/passwd → /base, written to /c/upper
            """),
        topic.story(
            "masked", must: "Masked paths MUST be hidden.",
            says: "maskedPaths will mask over the provided paths inside the container so that they cannot be read.",
            """
            root /base
            masked /proc/kcore /sys/firmware
            at /proc/kcore → hidden
            at /sys/firmware → hidden
            at /proc/meminfo → proc
            """),
        topic.story(
            "forbidden", must: "Read-only paths MUST be read only.",
            says: "readonlyPaths will set the provided paths as readonly inside the container.",
            """
            root /base
            forbidden /proc/sys
            at /proc/sys/kernel/core_pattern → proc, read only
            at /proc/self → proc
            """),
        topic.story(
            "masked-missing", must: "A masked path that isn't there MUST be passed over.",
            """
            root /base
            masked /opt/nosuch
            forbidden /opt/none
            at / → /base, written to /c/upper
            """),
        topic.story(
            "privileged", must: "A privileged container MUST be able to write to /sys.", source: Page.security,
            """
            root /base privileged
            at /sys → sysfs
            """),
    ]
}
