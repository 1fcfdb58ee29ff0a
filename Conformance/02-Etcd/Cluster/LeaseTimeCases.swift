internal import Conformance
internal import EtcdAPI
internal import Schema

/// Leases as time passes.
enum LeaseTimeCases {
    private static let expires =
        "A lease expires if the etcd cluster does not receive a keepAlive within a given TTL period."

    static let all = [
        EtcdComponent.story(
            "lease/expires", "The keys of a lease that nobody renews MUST be deleted, and not before its time.", .api,
            says: expires, weight: 2
        ) { stage in
            let lease = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 3))
            try await stage.store.put(bytes("a"), bytes("1"), lease: lease.id)
            let begin = ContinuousClock.now
            stage.scenario.say("a lives with a lease of \(lease.timeToLive) s")
            try await stage.wait(for: "a is gone", within: .seconds(lease.timeToLive + 10)) {
                try await stage.store.get(bytes("a")) == nil
            }
            let lived = ContinuousClock.now - begin
            try stage.expect(
                "it lives for \(lease.timeToLive) s", observed: "\(lived)",
                lived > .milliseconds(lease.timeToLive * 1000 - 500))
        },
        EtcdComponent.story(
            "lease/renewed", "A lease that is renewed MUST live on.", .api, says: expires, weight: 2
        ) { stage in
            let lease = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 3))
            try await stage.store.put(bytes("a"), bytes("1"), lease: lease.id)
            stage.scenario.say("it is renewed each second for six seconds")
            for _ in 0..<6 {
                try await Task.sleep(for: .seconds(1))
                let renewed = try await stage.store.leaseKeepAlive(LeaseKeepAliveRequest(id: lease.id))
                try stage.expect(
                    "\(lease.timeToLive) s from now", observed: "\(renewed.timeToLive) s",
                    renewed.timeToLive == lease.timeToLive)
            }
            try stage.expect(
                "a is there", observed: "a is gone", try await stage.store.get(bytes("a")) != nil)
        },
        EtcdComponent.story(
            "lease/expiry-is-seen", "A watch MUST see the keys of an expired lease being deleted.", .api
        ) { stage in
            let lease = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 2))
            let watch = try await stage.store.watch(WatchCreateRequest(key: bytes("a"), prevKV: true))
            try await stage.store.put(bytes("a"), bytes("1"), lease: lease.id)
            let events = try await Watched.events(of: watch, count: 2, stage)
            try stage.expect(
                "a put, then a deletion", observed: "\(events.map(\.type.rawValue))",
                events.map(\.type) == [.put, .delete])
            try stage.expect(
                "what was there before", observed: "nothing", events.last?.prevKV?.value == bytes("1"))
        },
        EtcdComponent.story(
            "lease/time-to-live", "A lease MUST say how long it lives and which keys live with it.", .api
        ) { stage in
            let lease = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 100, id: 42))
            try stage.expect("lease 42", observed: "lease \(lease.id)", lease.id == 42)
            for key in ["b", "a"] { try await stage.store.put(bytes(key), [], lease: 42) }
            let left = try await stage.store.leaseTimeToLive(LeaseTimeToLiveRequest(id: 42, keys: true))
            try stage.expect(
                "100 s granted, and at most that left",
                observed: "\(left.grantedTimeToLive) s granted, \(left.timeToLive) s left",
                left.grantedTimeToLive == 100 && (90...100).contains(left.timeToLive))
            try stage.expect(
                "the keys a and b", observed: "\(left.keys.map(\.text))", left.keys.map(\.text).sorted() == ["a", "b"])
            let all = try await stage.store.leaseLeases(LeaseLeasesRequest()).leases.map(\.id)
            try stage.expect("the leases [42]", observed: "the leases \(all)", all == [42])
        },
        EtcdComponent.story(
            "lease/gone", "A lease that isn't there MUST be told from one that is.", .reference,
            says: "TTL is the remaining TTL in seconds for the lease; the lease will expire in under TTL+1 seconds."
        ) { stage in
            let left = try await stage.store.leaseTimeToLive(LeaseTimeToLiveRequest(id: 7))
            try stage.expect("-1", observed: "\(left.timeToLive)", left.timeToLive == -1)
            let renewed = try await stage.store.leaseKeepAlive(LeaseKeepAliveRequest(id: 7))
            try stage.expect("0", observed: "\(renewed.timeToLive)", renewed.timeToLive == 0)
            try await stage.expectRefusal(.leaseNotFound, of: "lease 7 is revoked") { () async throws(StoreError) in
                _ = try await stage.store.leaseRevoke(LeaseRevokeRequest(id: 7))
            }
        },
        EtcdComponent.story(
            "lease/chosen-identifier", "A lease that is granted without an identifier MUST get one.", .reference,
            says: "If ID is set to 0, the lessor chooses an ID."
        ) { stage in
            let one = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 60)).id
            let other = try await stage.store.leaseGrant(LeaseGrantRequest(timeToLive: 60)).id
            try stage.expect("two identifiers", observed: "\(one), \(other)", one != 0 && other != 0 && one != other)
        },
    ]
}
