internal import Conformance

/// Step 3: whose pods are whose?
enum OwnershipCases {
    static let topic = Topic(
        step: 3, name: "ownership", source: Page.replicaSet,
        invariant: "A pod has at most one controller, and only that one counts, deletes or releases it.",
        look:
            "OwnershipClaim.swift: who is the pod's controller, by uid? Does the selector match? Who is being deleted?")

    static let all =
        own + adopting + releasing + [
            topic.random(
                "random-pods",
                must: "Who owns a pod MUST follow from its controller, its labels, and who is being deleted.",
                RandomOwners.tell)
        ]

    private static let own = [
        topic.story(
            "own-pods", must: "A pod that names the set as its controller MUST belong to it.",
            """
            set web
            pod a
            owns → a
            adopts → nobody
            releases → nobody
            """),
        topic.story(
            "others-pods", must: "A pod that has another controller MUST NOT be touched, whatever its labels.",
            weight: 2,
            says:
                "If there is a Pod that has no OwnerReference or the OwnerReference is not a Controller and it matches "
                + "a ReplicaSet's selector, it will be immediately acquired by said ReplicaSet.",
            """
            set web
            pod a owner=shop
            pod b owner=shop labels=app=shop
            owns → nobody
            adopts → nobody
            releases → nobody
            """),
        topic.story(
            "uid", must: "A pod of a set that had the same name MUST NOT belong to this one.", weight: 2,
            source: Page.controllerReference,
            """
            set web uid=2
            pod a owner-uid=1
            pod b
            owns → b
            adopts → nobody
            releases → nobody
            """),
        topic.story(
            "finished-pods", must: "Pods that have ended MUST be left alone.",
            source: Page.code + "controller_utils.go",
            look: "DefaultReplicaSetCore.swift: `claim` passes on only pods that haven't ended.",
            """
            set web
            pod a orphan failed
            pod b orphan succeeded
            adopts → nobody
            """),
    ]

    private static let adopting = [
        topic.story(
            "adopt", must: "A pod without a controller that the selector matches MUST be adopted.", weight: 2,
            says:
                "If there is a Pod that has no OwnerReference or the OwnerReference is not a Controller and it matches "
                + "a ReplicaSet's selector, it will be immediately acquired by said ReplicaSet.",
            """
            set web
            pod a orphan
            owns → nobody
            adopts → a
            """),
        topic.story(
            "adopt-only-matching", must: "A pod that the selector doesn't match MUST NOT be adopted.",
            """
            set web
            pod a orphan labels=app=shop
            pod b orphan labels=tier=front
            adopts → nobody
            """),
        topic.story(
            "whole-selector", must: "All requirements of a selector MUST hold of a pod that is adopted.",
            """
            set web tier-in=front,back
            pod a orphan labels=app=web,tier=front
            pod b orphan labels=app=web,tier=cellar
            pod c orphan labels=app=web
            adopts → a
            """),
        topic.story(
            "owner-that-is-no-controller", must: "A pod whose owner isn't its controller MUST be adopted.",
            """
            set web
            pod a guest
            owns → nobody
            adopts → a
            """),
        topic.story(
            "own-namespace", must: "A pod of another namespace MUST NOT be adopted.", source: Page.owners,
            says: "Cross-namespace owner references are disallowed by design.",
            """
            set web
            pod a orphan namespace=kitchen
            adopts → nobody
            """),
        topic.story(
            "ending-pods", must: "A pod that is being deleted MUST NOT be adopted.",
            source: "https://github.com/kubernetes/kubernetes/issues/44144",
            """
            set web
            pod a orphan ending
            adopts → nobody
            """),
        topic.story(
            "ending-set", must: "A set that is being deleted MUST NOT adopt pods.", weight: 2,
            source: "https://github.com/kubernetes/kubernetes/pull/42938",
            """
            set web ending
            pod a orphan
            adopts → nobody
            """),
    ]

    private static let releasing = [
        topic.story(
            "release", must: "A set's pod that the selector no longer matches MUST be let go.", weight: 2,
            says: "You can remove Pods from a ReplicaSet by changing their labels.",
            """
            set web
            pod a
            pod b labels=app=debug
            owns → a
            releases → b
            """),
        topic.story(
            "ending-pods-stay", must: "A pod that is being deleted MUST NOT be let go.",
            source: Page.controllerReference,
            """
            set web
            pod a ending labels=app=debug
            releases → nobody
            """),
        topic.story(
            "ending-set-keeps", must: "A set that is being deleted MUST NOT let pods go.",
            source: Page.controllerReference,
            """
            set web ending
            pod a labels=app=debug
            releases → nobody
            """),
    ]
}
