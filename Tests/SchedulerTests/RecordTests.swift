import API
import Schema
import SchedulerContract
import Testing

@testable import Scheduler

/// What `dinghy why` shows.
@Suite struct RecordTests {
    @Test func aRecordSaysWhoRejectedAndWhatEachPriorityGave() throws {
        var scheduler = DefaultScheduler()
        let now = ContinuousClock.now
        for (name, cpu) in [("n1", 1), ("n2", 4), ("n3", 8)] {
            var node = Node()
            node.metadata.name = name
            node.status.allocatable = ["cpu": Quantity(cpu), "memory": Quantity(8 << 30), "pods": Quantity(10)]
            scheduler.handle(.node(node), now: now)
        }
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = ("web", "default", "1")
        var container = Container()
        container.resources.requests = ["cpu": Quantity(2), "memory": Quantity(1 << 30)]
        pod.spec.containers = [container]
        scheduler.handle(.pod(pod), now: now)
        _ = scheduler.next(now: now)
        let record = try #require(scheduler.record(of: "default/web"))
        #expect(try SchedulingRecord(json: record.json) == record)
        #expect(
            record.text == """
                default/web, attempt 1: to n3

                REJECTED BY        NODES
                NodeResourcesFit   n1: Insufficient cpu

                NODE   PRIORITY                           RAW   SCORE   WEIGHT     SUM
                n3     TaintToleration                      0     100        3     300
                       NodeResourcesFit                    81      81        1      81
                       NodeResourcesBalancedAllocation     93      93        1      93
                                                                                   474
                n2     TaintToleration                      0     100        3     300
                       NodeResourcesFit                    68      68        1      68
                       NodeResourcesBalancedAllocation     81      81        1      81
                                                                                   449
                """)
    }

    @Test func onlySoManyPodsAreRemembered() {
        var configuration = SchedulerConfiguration()
        configuration.recordedPods = 2
        var scheduler = DefaultScheduler(configuration: configuration)
        let now = ContinuousClock.now
        for name in ["a", "b", "c"] {
            var pod = Pod()
            (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = (name, "default", name)
            scheduler.handle(.pod(pod), now: now)
            _ = scheduler.next(now: now)
        }
        #expect(scheduler.record(of: "default/a") == nil)
        #expect(scheduler.record(of: "default/c")?.message == "no nodes available to schedule pods")
    }
}
