internal import Conformance

/// Step 9: who is tried when.
enum QueueCases {
    static let topic = Topic(
        step: 9, name: "queue", page: "reference/config-api/kube-scheduler-config.v1/",
        invariant: "A pod that fitted nowhere rests: first a little, then twice as long after each attempt, up to a "
            + "limit.",
        look: "Queue/SchedulingQueue.swift: backOff.")

    private static let first = "podInitialBackoffSeconds is the initial backoff for unschedulable pods."

    static let all = [
        topic.story(
            "priority-order", must: "Of waiting pods the most important MUST be tried first.",
            says: "a pending Pod is placed ahead of other pending Pods with lower priority in the scheduling queue",
            page: "concepts/scheduling-eviction/pod-priority-preemption/",
            """
            node n1 cpu=1
            pod low cpu=1 priority=1
            pod high cpu=1 priority=10
            decide
            high → n1
            low waits
            """),
        topic.story(
            "first-come", must: "Of equally important pods the one that came first MUST be tried first.",
            """
            node n1 cpu=1
            pod a cpu=1
            pod b cpu=1
            decide
            a → n1
            b waits
            """),
        topic.story(
            "gates", must: "A pod with scheduling gates MUST NOT be scheduled before the last of them is gone.",
            says: "The schedulingGates field contains a list of strings, and each string literal is perceived as a "
                + "criteria that Pod should be satisfied before considered schedulable.",
            page: "concepts/scheduling-eviction/pod-scheduling-readiness/",
            look: "DefaultScheduler.waiting: which pods enter the queue?",
            """
            node n1
            pod web gate=quota gate=licence
            nothing
            pod web gate=licence
            nothing
            pod web
            web → n1
            """),
        topic.story(
            "rests-first", must: "After the first attempt a pod MUST rest for the initial back-off.", says: first,
            """
            node n1 cpu=1
            pod big cpu=2
            big waits
            node n1 cpu=2
            nothing
            wait 0.9
            nothing
            wait 0.2
            big → n1
            """),
        topic.story(
            "has-a-limit", must: "The back-off MUST NOT grow beyond its limit.",
            says: "podMaxBackoffSeconds is the max backoff for unschedulable pods.", weight: 2,
            """
            back-off first=1 longest=3
            node n1 cpu=1
            pod a cpu=1
            a → n1
            refuse a
            wait 1.1
            a → n1
            refuse a
            wait 2.1
            a → n1
            refuse a
            wait 3.1
            a → n1
            refuse a
            wait 3.1
            a → n1
            """),
        topic.story(
            "doubles-after-refusals", must: "A second refused binding MUST make the pod rest twice as long.",
            """
            back-off first=1 longest=10
            node n1 cpu=1
            pod a cpu=1
            a → n1
            refuse a
            wait 1.1
            a → n1
            refuse a
            wait 1.1
            nothing
            wait 1
            a → n1
            """),
        topic.story(
            "no-change-no-attempt", must: "A pod that fits nowhere MUST NOT be tried again while nothing changes.",
            page: "concepts/scheduling-eviction/scheduling-framework/",
            look: "Queue/SchedulingQueue.swift: an unschedulable pod waits for a cure.",
            """
            node n1 cpu=1
            pod big cpu=2
            big waits
            wait 20
            nothing
            """),
        topic.story(
            "room-wakes", must: "A pod that fits nowhere MUST be tried again when a pod makes room.",
            """
            node n1 cpu=1
            pod old on=n1 cpu=1
            pod web cpu=1
            web waits
            wait 20
            delete old
            web → n1
            """),
        topic.story(
            "refused-binding-wakes", must: "A pod MUST be tried again when another pod's binding, refused, makes room.",
            look: "DefaultScheduler.bindingFailed: for others, that is a pod that has gone.",
            """
            node n1 cpu=1
            pod a cpu=1
            pod b cpu=1
            decide
            a → n1
            b waits
            wait 20
            refuse a
            b → n1
            """),
        topic.story(
            "new-node-wakes", must: "A pod that fits nowhere MUST be tried again when a node comes.",
            """
            pod web
            web waits
            wait 20
            node n1
            web → n1
            """),
        topic.story(
            "deleted-while-waiting", must: "A pod that is deleted while it waits MUST NOT be bound.",
            """
            node n1 cpu=1
            pod web cpu=2
            web waits
            delete web
            wait 20
            node n2
            nothing
            """),
        topic.story(
            "others-go-on", must: "A pod that fits nowhere MUST NOT keep others from being bound.",
            """
            node n1 cpu=1
            pod big cpu=2 priority=10
            pod small cpu=1
            big waits
            small → n1
            """),
        topic.story(
            "node-gone", must: "Pods MUST NOT be bound to a node that is gone.",
            """
            node n1
            node n2
            remove-node n1
            pod web
            web → n2
            """),
    ]
}
