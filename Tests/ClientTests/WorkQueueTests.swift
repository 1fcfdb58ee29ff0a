import Logging
import Testing

@testable import Client

@Suite struct WorkQueueTests {
    private let start = ContinuousClock.now

    @Test func aBurstOfAddsCostsOneReconciliation() {
        var queue = WorkQueue<String>()
        for _ in 0..<5 { queue.add("a") }
        queue.add("b")
        #expect(queue.next(now: start) == "a")
        #expect(queue.next(now: start) == "b")
        #expect(queue.next(now: start) == nil)
    }

    @Test func aKeyThatIsAddedWhileProcessedComesAgainWhenItIsDone() {
        var queue = WorkQueue<String>()
        queue.add("a")
        #expect(queue.next(now: start) == "a")
        queue.add("a")
        #expect(queue.next(now: start) == nil, "no two workers see the same key")
        queue.done("a")
        #expect(queue.next(now: start) == "a")
        queue.done("a")
        #expect(queue.isEmpty)
    }

    @Test func aDelayedKeyComesAtItsEarliestTime() {
        var queue = WorkQueue<String>()
        queue.add("a", at: start + .seconds(10))
        queue.add("a", at: start + .seconds(5))
        queue.add("a", at: start + .seconds(7))
        #expect(queue.nextDeadline == start + .seconds(5))
        #expect(queue.next(now: start + .seconds(4)) == nil)
        #expect(queue.next(now: start + .seconds(5)) == "a")
        queue.done("a")
        #expect(queue.next(now: start + .seconds(60)) == nil, "the other times are forgotten")
        #expect(queue.isEmpty)
    }

    @Test(arguments: [(1, 5), (2, 10), (3, 20), (8, 640), (9, 1000), (100, 1000)])
    func backOffDoublesUpToItsLimit(failures: Int, milliseconds: Int) {
        let backOff = BackOff(initial: .milliseconds(5), maximum: .milliseconds(1000))
        #expect(backOff.delay(afterFailures: failures) == .milliseconds(milliseconds))
    }

    @Test(.timeLimit(.minutes(1)))
    func aControllerTriesAgainWhatFailed() async {
        struct NotYet: Error {}
        let controller = Controller<String>("test", logger: .init(label: "test"))
        let (attempts, attempted) = AsyncStream.makeStream(of: Int.self)
        let counter = Counter()
        controller.enqueue("a")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await controller.run(workers: 4) { _ in
                    let number = counter.next()
                    attempted.yield(number)
                    if number < 3 { throw NotYet() }
                    return .done
                }
            }
            for await number in attempts where number == 3 { break }
            group.cancelAll()
        }
        #expect(counter.count == 3)
    }
}
