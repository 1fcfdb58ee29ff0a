import API
import Schema
import Testing

@testable import Client

@Suite struct LeaderElectionTests {
    private let start = ContinuousClock.now
    private let time = MicroTime(microseconds: 1_000_000)

    private func lease(_ holder: String, transitions: Int = 0, renewed: Int = 0) -> LeaseSpec {
        var lease = LeaseSpec()
        lease.holderIdentity = holder
        lease.leaseDurationSeconds = 15
        lease.renewTime = MicroTime(microseconds: renewed)
        lease.leaseTransitions = transitions
        return lease
    }

    @Test func whoeverFindsNoLeaseCreatesIt() {
        var election = LeaderElection(identity: "a")
        guard case .create(let spec) = election.decide(on: nil, now: start, time: time) else {
            Issue.record("expected a creation")
            return
        }
        #expect(spec.holderIdentity == "a")
        #expect(!election.isLeader(now: start), "not before the server has agreed")
        election.wrote(spec, now: start)
        #expect(election.isLeader(now: start))
    }

    @Test func aLeaderThatCannotRenewStopsBeforeOthersMayStart() {
        var election = LeaderElection(identity: "a")
        election.wrote(lease("a"), now: start)
        #expect(election.isLeader(now: start + .seconds(9)))
        #expect(!election.isLeader(now: start + .seconds(10)))
    }

    @Test func aLeaseIsTakenWhenItStoodUnchangedForItsDuration() {
        var election = LeaderElection(identity: "b")
        #expect(election.decide(on: lease("a"), now: start, time: time) == .wait)
        #expect(election.decide(on: lease("a"), now: start + .seconds(14), time: time) == .wait)
        guard case .update(let spec) = election.decide(on: lease("a"), now: start + .seconds(15), time: time) else {
            Issue.record("expected an update")
            return
        }
        #expect(spec.leaseTransitions == 1)
    }

    @Test func aRenewalStartsTheWaitAnew() {
        var election = LeaderElection(identity: "b")
        _ = election.decide(on: lease("a", renewed: 1), now: start, time: time)
        _ = election.decide(on: lease("a", renewed: 2), now: start + .seconds(10), time: time)
        #expect(election.decide(on: lease("a", renewed: 2), now: start + .seconds(20), time: time) == .wait)
    }

    @Test func aReleasedLeaseIsTakenAtOnce() {
        var election = LeaderElection(identity: "b")
        guard case .update = election.decide(on: lease(""), now: start, time: time) else {
            Issue.record("expected an update")
            return
        }
    }

    @Test func aLeaderThatSeesAnothersNameLeadsNoLonger() {
        var election = LeaderElection(identity: "a")
        election.wrote(lease("a"), now: start)
        #expect(election.decide(on: lease("b"), now: start + .seconds(1), time: time) == .wait)
        #expect(!election.isLeader(now: start + .seconds(1)))
    }
}
