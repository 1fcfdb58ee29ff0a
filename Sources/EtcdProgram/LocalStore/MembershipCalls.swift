internal import Etcd
package import EtcdAPI
internal import EtcdContract
internal import RaftContract
internal import Synchronization

/// Members come, get a vote, move and go: what `etcdctl member` asks for. The leader does it; others pass the call on.
///
/// A change is an entry of the log with the new membership, and counts from the moment it is in a log. Only one is
/// under way at a time: of two majorities, before and after one change, some member is in both (§4.1 of Ongaro's
/// thesis).
///
/// Whoever comes, comes as a learner, also if it is to have a vote: that it gets when it has caught up (§4.2.1). So a
/// new member that never starts, or has the wrong address, costs nobody the majority.
extension LocalStore {
    package func memberList(_ request: MemberListRequest) async throws(StoreError) -> MemberListResponse {
        if request.linearizable { try await waitUntilCurrent() }
        return memberList
    }

    var memberList: MemberListResponse {
        state.withLock { state in
            var response = MemberListResponse()
            response.header = state.header(identity)
            response.members = state.cluster.list
            return response
        }
    }

    package func memberAdd(_ request: MemberAddRequest) async throws(StoreError) -> MemberAddResponse {
        if let leader = try leaderElsewhere {
            return try await transport.call(ClusterService.memberAdd, request, of: leader)
        }
        let time = "\(clock.now())\(UInt64.random(in: 0 ... .max))"
        let id = InitialCluster.number(request.peerURLs.sorted() + [hexadecimal(identity.cluster), time])
        let attributes = MemberAttributes(id: id, peerURLs: request.peerURLs, wantsVote: !request.isLearner)
        try checkAddresses(attributes)
        try await change(.addLearner(id), context: attributes.context)
        let list = memberList
        var response = MemberAddResponse()
        response.header = list.header
        response.members = list.members
        response.member = list.members.first { $0.id == id } ?? Member()
        return response
    }

    package func memberRemove(_ request: MemberRequest) async throws(StoreError) -> MemberListResponse {
        if let leader = try leaderElsewhere {
            return try await transport.call(ClusterService.memberRemove, request, of: leader)
        }
        try checkMember(request.id)
        if state.withLock({ $0.raft.membership.voters == [request.id] }) {
            throw .other(code: 9, message: "etcdserver: re-configuration failed due to not enough started members")
        }
        try checkQuorum { voters in voters.filter { $0 != request.id } }
        try await change(.remove(request.id))
        return memberList
    }

    package func memberUpdate(_ request: MemberUpdateRequest) async throws(StoreError) -> MemberListResponse {
        try checkMember(request.id)
        guard var attributes = state.withLock({ $0.cluster[request.id] }) else { throw .memberNotFound }
        attributes.peerURLs = request.peerURLs
        try checkAddresses(attributes)
        try await propose(.member(attributes))
        return memberList
    }

    package func memberPromote(_ request: MemberRequest) async throws(StoreError) -> MemberListResponse {
        if let leader = try leaderElsewhere {
            return try await transport.call(ClusterService.memberPromote, request, of: leader)
        }
        try checkMember(request.id)
        let raft = state.withLock(\.raft)
        guard raft.membership.learners.contains(request.id) else {
            throw .other(code: 9, message: "etcdserver: can only promote a learner member")
        }
        // As etcd has it: a learner that would hold a majority back has no vote yet.
        guard raft.hasCaughtUp(request.id) else {
            throw .other(code: 9, message: "etcdserver: can only promote a learner member which is in sync with leader")
        }
        try checkQuorum { $0 + [request.id] }
        try await change(.addVoter(request.id))
        return memberList
    }

    /// Gives those a vote who were promised one and have caught up; called again and again.
    func promoteLearners() async throws(StoreError) {
        let ready = state.withLock { state in
            state.isLeader ? state.cluster.members.filter(\.wantsVote).map(\.id).filter(state.raft.isReadyToVote) : []
        }
        if let member = ready.first { try await change(.addVoter(member)) }
    }

    /// Tells the others how this member is called and reached, if they don't know it.
    func publishAttributes() async throws(StoreError) {
        let own = state.withLock { $0.cluster[identity.member] }
        guard var attributes = own else { return }
        attributes.name = configuration.name
        attributes.clientURLs = configuration.clientURLs
        if attributes != own { try await propose(.member(attributes)) }
    }

    private func change(_ change: MembershipChange, context: [UInt8] = []) async throws(StoreError) {
        let error = await withCheckedContinuation { answer in
            let isRunning = wakeReplicator { state in
                let deadline = state.ticks + configuration.requestTicks
                state.inbox.changes.append(
                    MembershipRequest(change: change, context: context, answer: answer, deadline: deadline))
            }
            if !isRunning { answer.resume(returning: .stopped) }
        }
        if let error { throw error }
    }
}

// MARK: - What is refused

extension LocalStore {
    private func checkMember(_ id: MemberID) throws(StoreError) {
        guard state.withLock({ $0.cluster.membership.contains(id) }) else { throw .memberNotFound }
    }

    private func checkAddresses(_ attributes: MemberAttributes) throws(StoreError) {
        let members = state.withLock(\.cluster.members).filter { $0.id != attributes.id }
        if attributes.peerURLs.isEmpty || attributes.peerURLs.contains(where: { !$0.contains("://") }) {
            throw .other(code: 3, message: "etcdserver: given member URLs are invalid")
        }
        if members.contains(where: { !Set($0.peerURLs).isDisjoint(with: attributes.peerURLs) }) {
            throw .other(code: 9, message: "etcdserver: Peer URLs already exists")
        }
    }

    /// After the change, those who are there now must be a majority (`--strict-reconfig-check`).
    private func checkQuorum(after change: ([MemberID]) -> [MemberID]) throws(StoreError) {
        if !configuration.isStrictAboutChanges { return }
        let after = change(state.withLock(\.raft.membership.voters))
        let there = after.filter { $0 == identity.member || transport.isReachable($0) }
        guard there.count > after.count / 2 else {
            throw .other(
                code: 9, message: "etcdserver: re-configuration failed due to not enough started members")
        }
    }
}

extension RaftStatus {
    fileprivate func hasCaughtUp(_ member: MemberID) -> Bool {
        guard let progress = progress.first(where: { $0.member == member }) else { return false }
        return progress.match * 10 >= commit * 9
    }

    fileprivate func isReadyToVote(_ member: MemberID) -> Bool {
        membership.learners.contains(member) && hasCaughtUp(member)
            && progress.contains { $0.member == member && $0.isActive && $0.state == .replicate }
    }
}

extension StoreError {
    static let memberNotFound = StoreError.other(code: 5, message: "etcdserver: member not found")
}

extension ClusterState {
    /// Ascending by their numbers.
    fileprivate var list: [Member] {
        membership.members.map { id in
            var member = Member()
            member.id = id
            member.name = self[id]?.name ?? ""
            member.peerURLs = self[id]?.peerURLs ?? []
            member.clientURLs = self[id]?.clientURLs ?? []
            // Who was promised a vote is listed as who has one: that is what was asked for.
            member.isLearner = membership.learners.contains(id) && self[id]?.wantsVote != true
            return member
        }
    }
}
