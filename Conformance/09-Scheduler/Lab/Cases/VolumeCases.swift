internal import Conformance

/// Beyond the lab: a pod goes where its volumes are.
enum VolumeCases {
    static let topic = Topic(
        step: 1, name: "volumes", page: "concepts/storage/persistent-volumes/",
        invariant: "A pod runs only where every volume of its claims is reached, or can be.",
        look: "Predicates/VolumeBinding.swift", feature: "VolumeBinding", isBeyondTheLab: true)

    private static let classes = "concepts/storage/storage-classes/"
    private static let delay =
        "WaitForFirstConsumer mode … will delay the binding and provisioning of a PersistentVolume until a Pod using the "
        + "PersistentVolumeClaim is created."
    private static let affinity =
        "Pods that use a PV will only be scheduled to nodes that are selected by the node affinity."

    static let all = [
        topic.story(
            "node-affinity", must: "A pod MUST run on a node that its volume's node affinity selects.", says: affinity,
            weight: 2,
            """
            rules VolumeBinding
            node n1 zone=a
            node n2 zone=b
            volume disk needs=zone=b
            claim data volume=disk
            pod db claim=data
            db → n2
            """),
        topic.story(
            "nowhere", must: "A pod MUST wait when no node reaches its volume.", says: affinity,
            """
            rules VolumeBinding
            node n1 zone=a
            volume disk needs=zone=b
            claim data volume=disk
            pod db claim=data
            db waits
            wait 20
            node n2 zone=b
            db → n2
            """),
        topic.story(
            "all-claims", must: "The node MUST reach the volumes of all the pod's claims.", says: affinity,
            """
            rules VolumeBinding
            node n1 zone=a disk=ssd
            node n2 zone=b disk=ssd
            node n3 zone=b disk=hdd
            volume one needs=zone=b
            volume two needs=disk=ssd
            claim first volume=one
            claim second volume=two
            pod db claim=first claim=second
            db → n2
            """),
        topic.story(
            "no-claim", must: "A pod MUST wait for a claim that doesn't exist.",
            """
            rules VolumeBinding
            node n1
            pod db claim=data
            db waits
            wait 20
            volume disk
            claim data volume=disk
            db → n1
            """),
        topic.story(
            "unbound-immediate", must: "A pod MUST wait for a claim of a class that binds immediately.",
            says: "The Immediate mode indicates that volume binding and dynamic provisioning occurs once the "
                + "PersistentVolumeClaim is created.", page: classes,
            """
            rules VolumeBinding
            node n1
            class fast
            claim data class=fast
            pod db claim=data
            db waits
            wait 20
            volume disk class=fast
            claim data class=fast volume=disk
            db → n1
            """),
        topic.story(
            "first-consumer-takes-a-volume",
            must: "A claim that waits for its first pod MUST let it go where a fitting volume is.", says: delay,
            page: classes,
            """
            rules VolumeBinding
            node n1 zone=a
            node n2 zone=b
            class local first-consumer
            volume disk class=local needs=zone=b
            claim data class=local
            pod db claim=data
            db → n2
            """),
        topic.story(
            "volume-too-small", must: "A volume that is smaller than the claim asks for MUST NOT count.",
            says: "Claims will remain unbound indefinitely if a matching volume does not exist.",
            """
            rules VolumeBinding
            node n1 zone=a
            node n2 zone=b
            class local first-consumer
            volume small class=local needs=zone=a size=1Gi
            volume large class=local needs=zone=b size=20Gi
            claim data class=local size=10Gi
            pod db claim=data
            db → n2
            """),
        topic.story(
            "volume-of-another-class", must: "A volume of another class than the claim's MUST NOT count.",
            says: "A PV of a particular class can only be bound to PVCs requesting that class.",
            """
            rules VolumeBinding
            node n1 zone=a
            node n2 zone=b
            class local first-consumer
            class other first-consumer
            volume wrong class=other needs=zone=a
            volume right class=local needs=zone=b
            claim data class=local
            pod db claim=data
            db → n2
            """),
        topic.story(
            "set-aside", must: "A volume that one pod's claim was promised MUST NOT be promised to another's.",
            says: "A PVC to PV binding is a one-to-one mapping",
            """
            rules VolumeBinding
            node n1
            class local first-consumer
            volume disk class=local
            claim one class=local
            claim two class=local
            pod a claim=one
            a → n1
            pod b claim=two
            b waits
            """),
        topic.story(
            "first-consumer-lets-provision",
            must: "A claim whose class makes volumes MUST let its first pod go only where they can be made.",
            says: "However, if still required, allowedTopologies can be specified.", page: classes,
            """
            rules VolumeBinding
            node n1 zone=a
            node n2 zone=b
            class cloud first-consumer provisions zones=b,c
            claim data class=cloud
            pod db claim=data
            db → n2
            """),
        topic.story(
            "zone-label", must: "A volume whose label names a zone MUST be used in that zone only.",
            says: "The scheduler then ensures, through its NoVolumeZoneConflict predicate, that pods which claim a "
                + "given PersistentVolume are only placed into the same zone as that volume.",
            page: "setup/best-practices/multiple-zones/", look: "Predicates/VolumeZone.swift", extended: "VolumeZone",
            """
            rules VolumeBinding VolumeZone
            node n1 topology.kubernetes.io/zone=a
            node n2 topology.kubernetes.io/zone=b
            volume disk zone=b
            claim data volume=disk
            pod db claim=data
            db → n2
            """),
        topic.story(
            "one-pod-only", must: "A ReadWriteOncePod claim that a pod uses MUST keep another one waiting.",
            says: "the volume can be mounted as read-write by a single Pod",
            look: "Predicates/VolumeRestrictions.swift", extended: "ReadWriteOncePod",
            """
            rules VolumeBinding VolumeRestrictions
            node n1
            node n2
            volume disk
            claim data volume=disk once
            pod one claim=data
            one → n1 | n2
            pod two claim=data
            two waits
            wait 20
            delete one
            two → n1 | n2
            """),
    ]
}
