internal import Etcd
package import EtcdAPI
internal import EtcdContract
package import RaftContract
internal import Synchronization

/// The store's state and upkeep: what `etcdctl endpoint status`, `alarm`, `defrag` and `snapshot save` ask for.
extension LocalStore {
    /// The version of etcd whose API this is.
    static let version = "3.5.0"

    package func status() async throws(StoreError) -> StatusResponse {
        state.withLock { state in
            var response = StatusResponse()
            response.header = state.header(identity)
            response.version = Self.version
            response.dbSize = state.diskSize
            response.dbSizeInUse = state.store.size
            response.leader = state.raft.leader ?? 0
            response.raftIndex = UInt64(state.raft.commit)
            response.raftAppliedIndex = UInt64(state.applied.index)
            response.raftTerm = UInt64(state.raft.term)
            response.isLearner = state.raft.membership.learners.contains(identity.member)
            response.errors = state.errors
            return response
        }
    }

    /// Asks for alarms, raises one or disarms one; of all members and kinds, where none is named.
    package func alarm(_ request: AlarmRequest) async throws(StoreError) -> AlarmResponse {
        let kinds = request.alarm == .none ? [.noSpace, .corrupt] : [Alarm.Kind(request.alarm)].compactMap(\.self)
        func isMeant(_ alarm: Alarm) -> Bool {
            kinds.contains(alarm.kind) && (request.memberID == 0 || request.memberID == alarm.member)
        }
        var changed: [Alarm] = []
        if request.action == .activate, request.alarm != .none {
            let member = request.memberID == 0 ? identity.member : request.memberID
            changed = kinds.map { Alarm(member: member, kind: $0) }
        } else if request.action == .deactivate {
            changed = state.withLock(\.allAlarms).filter(isMeant)
        }
        for alarm in changed { try await propose(.alarm(alarm, isRaised: request.action == .activate)) }
        if changed.isEmpty, request.action == .get { try await waitUntilCurrent() }
        let found = request.action == .get ? state.withLock(\.allAlarms).filter(isMeant) : changed
        var response = AlarmResponse()
        response.header = header(revision)
        response.alarms = found.map(AlarmMember.init)
        return response
    }

    /// A snapshot takes the place of the log, so the disk then holds nothing that is superseded.
    package func defragment() async throws(StoreError) -> DefragmentResponse {
        try await makeSnapshot()
        var response = DefragmentResponse()
        response.header = header(state.withLock(\.store.revision))
        return response
    }

    package func hash(_ request: HashKVRequest) async throws(StoreError) -> HashKVResponse {
        let view = state.withLock(\.store.view)
        var response = HashKVResponse()
        do throws(EtcdContract.Refusal) { response.hash = UInt64(try view.hash(at: request.revision)) } catch {
            throw StoreError(error)
        }
        response.header = header(view.revision)
        response.compactRevision = view.compactRevision
        return response
    }

    /// A member that is a moment behind is no worse for it.
    func waitUntilApplied(revision: Int) async throws(StoreError) {
        if revision > self.revision { try await waitUntilCurrent() }
    }

    /// The store as it is now, as a file: parts of it until nil.
    func backupWriter() async throws -> (writer: BoltWriter, revision: Int) {
        let (store, position) = state.withLock { ($0.store, $0.applied) }
        // Every entry is looked at: that takes a while.
        let writer = try await disk.performBeside { Backend.writer(store, index: position.index) }
        return (writer, store.revision)
    }

    /// Lets another voter lead.
    package func moveLeader(to target: MemberID) async throws(StoreError) {
        guard state.withLock(\.isLeader) else { throw .notLeader }
        if target == identity.member { return }
        guard state.withLock({ $0.raft.membership.voters.contains(target) }) else {
            throw .other(code: 9, message: "etcdserver: bad leader transferee")
        }
        let error = await withCheckedContinuation { answer in
            let isRunning = wakeReplicator { state in
                let deadline = state.ticks + configuration.requestTicks
                state.inbox.transfers.append(Transfer(target: target, answer: answer, deadline: deadline))
            }
            if !isRunning { answer.resume(returning: .stopped) }
        }
        if let error { throw error }
    }
}

extension State {
    /// Those that all know, and those that only this member knows yet.
    fileprivate var allAlarms: [Alarm] {
        let own = Alarm(member: raft.id, kind: .noSpace)
        return isOutOfSpace && !cluster.alarms.contains(own) ? (cluster.alarms + [own]).sorted() : cluster.alarms
    }

    fileprivate var errors: [String] {
        let alarms = allAlarms.map { alarm in
            "memberID:\(alarm.member) alarm:\(alarm.kind == .noSpace ? "NOSPACE" : "CORRUPT") "
        }
        return (raft.leader == nil ? ["etcdserver: no leader"] : []) + alarms + [corruption].compactMap(\.self)
    }
}

extension Alarm.Kind {
    init?(_ type: AlarmType) { self.init(rawValue: UInt8(clamping: type.rawValue)) }
}

extension AlarmMember {
    init(_ alarm: Alarm) {
        self.init()
        memberID = alarm.member
        self.alarm = AlarmType(rawValue: Int(alarm.kind.rawValue))
    }
}
