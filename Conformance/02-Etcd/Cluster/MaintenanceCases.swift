internal import Conformance
internal import EtcdAPI
internal import GRPC

/// What an operator asks of a member.
enum MaintenanceCases {
    static let all = [
        EtcdComponent.story(
            "maintenance/status", "A member MUST say its version, its size, who leads, and how far it is.", .reference
        ) { stage in
            for number in 1...5 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            let status = try await stage.store.status()
            try stage.expect("a version", observed: "none", !status.version.isEmpty)
            try stage.expect("a size", observed: "\(status.dbSize)", status.dbSize > 0)
            try stage.expect(
                "it leads itself", observed: "member \(status.header.memberID), leader \(status.leader)",
                status.leader == status.header.memberID && status.leader != 0)
            try stage.expect(
                "revision 6", observed: "revision \(status.header.revision)", status.header.revision == 6)
        },
        EtcdComponent.story(
            "maintenance/members", "A cluster of one MUST have one member, with the URL that clients use.", .reference
        ) { stage in
            let members = try await stage.client.unary(ClusterService.memberList, MemberListRequest()).members
            try stage.expect("one member", observed: "\(members.count)", members.count == 1)
            try stage.expect(
                stage.clientURL, observed: "\(members.first?.clientURLs ?? [])",
                members.first?.clientURLs == [stage.clientURL])
        },
        EtcdComponent.story(
            "maintenance/hash",
            "The sum over all keys MUST change with them, be the same at the same revision, and outlive a kill.",
            .maintenance, weight: 2
        ) { stage in
            func hash(_ revision: Int) async throws -> UInt64 {
                var request = HashKVRequest()
                request.revision = revision
                return try await stage.client.unary(MaintenanceService.hashKV, request).hash
            }
            for number in 1...5 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            let first = try await hash(0)
            try await stage.store.put(bytes("b"), bytes("1"))
            try stage.expect("another sum", observed: "the same", try await hash(0) != first)
            try stage.expect(
                "the same sum at revision 6", observed: "another one", try await hash(6) == first)
            stage.kill()
            try await stage.startAgain()
            try stage.expect(
                "the same sum at revision 6 after a restart", observed: "another one", try await hash(6) == first)
        },
        EtcdComponent.story(
            "maintenance/defragment", "Defragmentation MUST leave everything as it is.", .maintenance
        ) { stage in
            for number in 1...200 { try await stage.store.put(bytes("k\(number % 10)"), bytes("\(number)")) }
            _ = try await stage.store.compact(CompactionRequest(revision: 190, physical: true))
            _ = try await stage.client.unary(
                MaintenanceService.defragment, DefragmentRequest(), timeout: .seconds(30))
            let found = try await stage.store.range(RangeRequest(prefix: bytes("k")))
            try stage.expect("10 keys", observed: "\(found.count)", found.count == 10)
            try stage.expect(
                "k9 is 199", observed: "\(found.kvs.last.map { text($0.value) } ?? "nothing")",
                found.kvs.last?.value == bytes("199"))
            let old = try await stage.store.get(bytes("k0"), revision: 195)
            try stage.expect(
                "k0 is 190 at revision 195", observed: "\(old.map { text($0.value) } ?? "nothing")",
                old?.value == bytes("190"))
        },
        EtcdComponent.story(
            "maintenance/snapshot", "A snapshot MUST come in parts, with what is still to come.", .maintenance
        ) { stage in
            for number in 1...50 { try await stage.store.put(bytes("k\(number)"), [UInt8](repeating: 7, count: 1000)) }
            let parts = try await stage.client.serverStream(MaintenanceService.snapshot, SnapshotRequest())
            var (size, left) = (0, UInt64.max)
            for try await part in parts {
                size += part.blob.count
                try stage.expect(
                    "less to come each time", observed: "\(part.remainingBytes)", part.remainingBytes <= left)
                left = part.remainingBytes
            }
            try stage.expect("50,000 bytes at least", observed: "\(size)", size >= 50_000)
            try stage.expect("nothing left in the end", observed: "\(left)", left == 0)
        },
        EtcdComponent.story(
            "maintenance/alarms", "A member that is well MUST have no alarm.", .maintenance
        ) { stage in
            let alarms = try await stage.client.unary(MaintenanceService.alarm, AlarmRequest()).alarms
            try stage.expect("no alarm", observed: "\(alarms.count)", alarms.isEmpty)
        },
        EtcdComponent.story(
            "maintenance/compaction-frees", "A compaction MUST make superseded versions unreadable, whatever is read.",
            .maintenance
        ) { stage in
            for number in 1...20 { try await stage.store.put(bytes("a"), bytes("\(number)")) }
            _ = try await stage.store.compact(CompactionRequest(revision: 15, physical: true))
            for revision in [2, 14] {
                try await stage.expectRefusal(.compacted(revision: 0), of: "a is read at revision \(revision)") {
                    () async throws(StoreError) in
                    _ = try await stage.store.get(bytes("a"), revision: revision)
                }
            }
            try await stage.expectRefusal(.futureRevision, of: "a compaction to revision 99") {
                () async throws(StoreError) in
                _ = try await stage.store.compact(CompactionRequest(revision: 99))
            }
        },
    ]
}
