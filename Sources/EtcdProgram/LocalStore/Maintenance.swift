internal import Etcd
package import EtcdAPI
internal import EtcdContract
internal import Synchronization

/// The store's state and upkeep: what `etcdctl endpoint status`, `alarm`, `defrag` and `snapshot save` ask for.
extension LocalStore {
    /// The version of etcd whose API this is.
    static let version = "3.5.0"

    package func status() async throws(StoreError) -> StatusResponse {
        state.withLock { state in
            var response = StatusResponse()
            response.header = header(state.store.revision)
            response.version = Self.version
            response.dbSize = state.diskSize
            response.dbSizeInUse = state.store.size
            response.leader = memberID
            response.raftIndex = UInt64(state.appliedIndex)
            response.raftAppliedIndex = UInt64(state.appliedIndex)
            response.raftTerm = 1
            if state.hasNoSpaceAlarm { response.errors = ["memberID:\(memberID) alarm:NOSPACE "] }
            return response
        }
    }

    /// The alarm says that writes are refused. It isn't kept over a restart: what raised it raises it again.
    package func alarm(_ request: AlarmRequest) -> AlarmResponse {
        state.withLock { state in
            var response = AlarmResponse()
            response.header = header(state.store.revision)
            let isMeant = request.alarm == .noSpace || request.alarm == .none
            let wasRaised = state.hasNoSpaceAlarm
            if isMeant, request.action == .activate, request.alarm == .noSpace { state.hasNoSpaceAlarm = true }
            if isMeant, request.action == .deactivate { state.hasNoSpaceAlarm = false }
            if isMeant, wasRaised || state.hasNoSpaceAlarm {
                var member = AlarmMember()
                member.memberID = memberID
                member.alarm = .noSpace
                response.alarms = [member]
            }
            return response
        }
    }

    /// A snapshot takes the place of the log, so the disk then holds nothing that is superseded.
    package func defragment() async throws(StoreError) -> DefragmentResponse {
        try await makeSnapshot()
        var response = DefragmentResponse()
        response.header = header(state.withLock(\.store.revision))
        return response
    }

    package func hash(_ request: HashKVRequest) throws(StoreError) -> HashKVResponse {
        let view = state.withLock(\.store.view)
        var response = HashKVResponse()
        do throws(Refusal) { response.hash = UInt64(try view.hash(at: request.revision)) } catch {
            throw StoreError(error)
        }
        response.header = header(view.revision)
        response.compactRevision = view.compactRevision
        return response
    }

    /// The store as it is now, as a file: parts of it until nil.
    func snapshotWriter() -> (writer: SnapshotWriter, revision: Int) {
        state.withLock { state in
            (
                SnapshotWriter(state.store, index: state.appliedIndex, salt: .random(in: 0 ... .max)),
                state.store.revision
            )
        }
    }
}
