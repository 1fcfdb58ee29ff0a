import API
import Schema
import SchedulerContract
import Testing

@testable import Scheduler

/// The contract's values go over a pipe and come back as they were.
@Suite struct RemoteSchedulerTests {
    @Test func aSchedulerInAnotherProcessDecidesLikeOneInThisProcess() throws {
        var random = SplitMix64(state: 3)
        var server = SchedulerServer<DefaultScheduler>()
        var remote = try RemoteScheduler(configuration: SchedulerConfiguration()) { request in
            try JSON(parsing: server.answer(JSON(parsing: request.bytes)).bytes)
        }
        var local = DefaultScheduler()
        let now = ContinuousClock.now
        var events: [SchedulerEvent] = (0..<5).map { .node(PropertyTests.randomNode("n\($0)", &random)) }
        events += (0..<40).map { .pod(PropertyTests.randomPod("p\($0)", &random)) }
        for event in events {
            local.handle(event, now: now)
            try remote.handle(event, now: now)
            #expect(try remote.next(now: now) == local.next(now: now))
            #expect((remote.nextDeadline == nil) == (local.nextDeadline == nil))
        }
    }

    @Test func configurationsHaveAJSONForm() throws {
        var configuration = SchedulerConfiguration()
        configuration.profile.predicates = []
        configuration.profile.priorities = [WeightedPriority(.nodeResourcesFit, weight: 7)]
        configuration.profile.scoringStrategy = ScoringStrategy(
            .requestedToCapacityRatio, shape: [UtilizationPoint(utilization: 0, score: 10)])
        configuration.profile.preemption = false
        #expect(try SchedulerConfiguration(json: configuration.json) == configuration)
    }

    @Test(arguments: [
        Rejection.insufficient(resource: "example.com/gpu"), .untoleratedTaint(key: "a", value: "b: c"),
        .claimNotFound(name: "data"), .storageClassNotFound(name: "fast"), .tooManyPods, .other("because"),
    ])
    func rejectionsAreRecognizedByTheirWords(rejection: Rejection) {
        #expect(Rejection(rejection.description) == rejection)
    }
}
