internal import Conformance

/// Step 1: requests fit into what is allocatable.
enum ResourceCases {
    static let topic = Topic(
        step: 1, name: "resources", page: "concepts/configuration/manage-resources-containers/",
        invariant: "On every node, the requests of its pods add up to no more than what is allocatable there.",
        look: "Predicates/NodeResourcesFit.swift: what is compared with what?")

    static let all = [
        topic.story(
            "fits", must: "A pod MUST be bound to a node that has what the pod requests.",
            says: "When you create a Pod, the Kubernetes scheduler selects a node for the Pod to run on.",
            """
            node n1 cpu=4
            pod web cpu=1 memory=1Gi
            web → n1
            """),
        topic.story(
            "insufficient-cpu", must: "A pod MUST NOT be bound to a node with less CPU than the pod requests.",
            says: "the scheduler ensures that, for each resource type, the sum of the resource requests of the "
                + "scheduled containers is less than the capacity of the node",
            """
            node n1 cpu=1
            node n2 cpu=4
            pod web cpu=2
            web → n2
            """),
        topic.story(
            "insufficient-memory", must: "A pod MUST NOT be bound to a node with less memory than the pod requests.",
            """
            node n1 memory=1Gi
            node n2 memory=4Gi
            pod web memory=2Gi
            web → n2
            """),
        topic.story(
            "insufficient-storage",
            must: "A pod MUST NOT be bound to a node with less ephemeral storage than the pod requests.",
            """
            node n1 storage=1Gi
            node n2 storage=10Gi
            pod web storage=2Gi
            web → n2
            """),
        topic.story(
            "exactly-full", must: "A pod that requests exactly what is left MUST be bound.",
            """
            node n1 cpu=2
            pod old on=n1 cpu=1500m
            pod web cpu=500m
            web → n1
            """),
        topic.story(
            "one-milli-too-much", must: "A pod that requests more than what is left, however little, MUST wait.",
            """
            node n1 cpu=2
            pod old on=n1 cpu=1500m
            pod web cpu=501m
            web waits
            """),
        topic.story(
            "requests-not-use", must: "What other pods have requested MUST count, whether they use it or not.",
            says: "although actual memory or CPU resource usage on nodes is very low, the scheduler still refuses "
                + "to place a Pod on a node if the capacity check fails",
            weight: 2,
            """
            node n1 cpu=2
            pod idle on=n1 cpu=2
            pod web cpu=100m
            web waits
            """),
        topic.story(
            "limits-dont-count", must: "Limits above the requests MUST NOT count.", weight: 2,
            look: "Cluster/PodInfo.swift and Predicates/NodeResourcesFit.swift: are requests counted, or limits?",
            """
            node n1 cpu=2
            pod old on=n1 cpu=1 limit.cpu=4
            pod web cpu=1 limit.cpu=8
            web → n1
            """),
        topic.story(
            "number-of-pods", must: "A node MUST NOT get more pods than it allows.",
            """
            node n1 pods=2
            pod a on=n1
            pod b on=n1
            pod web
            web waits
            """),
        topic.story(
            "nothing-requested", must: "A pod that requests nothing MUST fit on a node on which nothing is left.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1
            pod web
            web → n1
            """),
        topic.story(
            "overcommitted-node", must: "A pod that requests no CPU MUST fit on a node whose CPU is overcommitted.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=2
            pod web memory=1Gi
            web → n1
            """),
        topic.story(
            "containers-add-up", must: "The requests of all the pod's containers MUST count.",
            says: "For a particular resource, a Pod resource request/limit is the sum of the resource "
                + "requests/limits of that type for each container in the Pod.",
            """
            node n1 cpu=1
            node n2 cpu=2
            pod web cpu=700m second.cpu=700m
            web → n2
            """),
        topic.story(
            "init-containers", must: "The largest request of an init container MUST fit, too.",
            says: "The Pod's effective request/limit for a resource is the higher of: the sum of all app containers "
                + "request/limit for a resource, the effective init request/limit for a resource",
            page: "concepts/workloads/pods/init-containers/",
            """
            node n1 cpu=1
            node n2 cpu=2
            pod web cpu=100m init.cpu=1500m
            web → n2
            """),
        topic.story(
            "init-containers-dont-add-up", must: "Init containers' requests MUST NOT be added to the containers'.",
            page: "concepts/workloads/pods/init-containers/",
            """
            node n1 cpu=1
            pod web cpu=800m init.cpu=800m
            web → n1
            """),
        topic.story(
            "sidecars-add-up", must: "A sidecar's requests MUST be added to those of the containers.",
            page: "concepts/workloads/pods/sidecar-containers/", extended: "SidecarContainers",
            """
            node n1 cpu=1
            node n2 cpu=2
            pod web cpu=800m sidecar.cpu=400m
            web → n2
            """),
        topic.story(
            "overhead", must: "The overhead of the pod's sandbox MUST be added to what its containers request.",
            says: "the overhead is considered in addition to the sum of container resource requests when scheduling "
                + "a Pod",
            page: "concepts/scheduling-eviction/pod-overhead/", extended: "PodOverhead",
            """
            node n1 cpu=1
            node n2 cpu=2
            pod web cpu=900m overhead.cpu=200m
            web → n2
            """),
        topic.story(
            "allocatable-not-capacity", must: "What is allocatable MUST count, and not the node's capacity.",
            says: "The scheduler does not over-subscribe 'Allocatable'.",
            page: "tasks/administer-cluster/reserve-compute-resources/",
            """
            node n1 cpu=1 capacity.cpu=4
            pod web cpu=2
            web waits
            """),
        topic.story(
            "extended-resources", must: "Extended resources MUST count like CPU and memory.",
            says: "Extended resources are fully-qualified resource names outside the kubernetes.io domain.",
            """
            node n1
            node n2 gpu=1
            pod a gpu=1
            pod b gpu=1
            a → n2
            b waits
            """),
        topic.story(
            "assumed-pods", must: "A pod that was just bound MUST count at once, before the API server confirms it.",
            weight: 2,
            look: "DefaultScheduler.bind: a pod returned by `.bind` counts as running there from that moment on.",
            """
            node n1 cpu=1
            pod a cpu=600m
            pod b cpu=600m
            decide
            a → n1
            b waits
            """),
        topic.story(
            "confirmed-once", must: "A pod whose binding is confirmed MUST NOT count twice.",
            """
            node n1 cpu=2
            pod a cpu=1
            a → n1
            bound a
            pod b cpu=1
            b → n1
            """),
        topic.story(
            "finished-pods", must: "Pods that have finished MUST NOT count.", weight: 2,
            look: "DefaultScheduler.handle: what becomes of a pod whose phase is Succeeded or Failed?",
            """
            node n1 cpu=1
            pod job on=n1 cpu=1
            finish job
            pod web cpu=1
            web → n1
            """),
        topic.story(
            "deleted-pods", must: "Pods that are gone MUST NOT count.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1
            delete old
            pod web cpu=1
            web → n1
            """),
        topic.story(
            "ending-pods", must: "A pod that is being deleted MUST count until it is gone.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1
            end old
            pod web cpu=1
            web waits
            """),
        topic.story(
            "refused-binding", must: "A pod whose binding the API server refused MUST NOT count.",
            """
            node n1 cpu=1
            pod a cpu=1
            a → n1
            refuse a
            pod b cpu=1      # a rests before it is tried again
            b → n1
            """),
        topic.story(
            "other-schedulers-pods", must: "Pods of other schedulers MUST count, and MUST NOT be scheduled.",
            """
            node n1 cpu=1
            pod theirs scheduler=theirs
            nothing
            pod placed scheduler=theirs on=n1 cpu=1
            pod web cpu=1
            web waits
            """),
        topic.random(
            "random-clusters", must: "No node MUST ever be overcommitted, and no pod MUST wait that fits somewhere.",
            says: "the scheduler ensures that, for each resource type, the sum of the resource requests of the "
                + "scheduled containers is less than the capacity of the node",
            RandomResources.tell),
    ]
}
