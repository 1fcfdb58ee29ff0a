internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import Logging
internal import RaftContract
internal import Synchronization

/// Disks and memories lie now and then, long after they were written. So a running member reads its files again from
/// time to time, and the leader compares what the members have: at the same revision all must have the same.
///
/// A member whose data can't be trusted raises the alarm CORRUPT and serves nobody any more; the others go on. (A stock
/// etcd's members then all refuse.) A person removes it, and adds it again with an empty disk.
extension LocalStore {
    func corruptionLoop() async throws {
        guard let interval = configuration.corruptionCheckInterval else {
            return try await clock.sleep(.seconds(1 << 40))
        }
        while true {
            try await clock.sleep(interval)
            if let fault = await checkFiles() { noteCorruption(fault) }
            await compareMembers()
        }
    }

    private func noteCorruption(_ fault: String) {
        logger.critical("alarm CORRUPT", metadata: ["reason": "\(fault)"])
        let watches = state.withLock { state in
            state.corruption = fault
            return state.wakeWatches()
        }
        for watch in watches { watch.resume() }
    }

    // MARK: Of this member alone

    /// What is wrong with the files, if anything is.
    private func checkFiles() async -> String? {
        let files = FileCheck(disk: disk, written: state.withLock(\.written))
        do { return try await disk.performBeside { try files.fault() } } catch { return "\(error)" }
    }

    // MARK: Of all members

    /// The one whose sum most members have is believed; without a majority, nobody is.
    private func compareMembers() async {
        let (others, revision) = state.withLock { state in
            let isLeader = state.isLeader && !state.isAlone
            return (
                isLeader ? state.raft.membership.members.filter { $0 != identity.member } : [], state.store.revision
            )
        }
        if others.isEmpty { return }
        var request = HashKVRequest()
        request.revision = revision
        guard let own = try? await hash(request) else { return }
        var sums = [identity.member: own.hash]
        for member in others {
            let sum = try? await transport.call(MaintenanceService.hashKV, request, of: member)
            if let sum, sum.compactRevision == own.compactRevision { sums[member] = sum.hash }
        }
        await judge(sums)
    }

    private func judge(_ sums: [MemberID: UInt64]) async {
        let counts = Dictionary(grouping: sums.keys, by: { sums[$0] })
        guard counts.count > 1 else { return }
        let right = counts.first { $0.value.count * 2 > sums.count }?.key ?? sums[identity.member]
        for (member, sum) in sums.sorted(by: { $0.key < $1.key }) where sum != right {
            logger.critical("a member has other data than the others", metadata: ["member": "\(hexadecimal(member))"])
            if member == identity.member { noteCorruption("other data than the others have") }
            _ = try? await propose(.alarm(Alarm(member: member, kind: .corrupt), isRaised: true))
        }
    }
}

/// Reads files and looks at their checksums, while others write.
private struct FileCheck: Sendable {
    let disk: any Disk
    /// The present log goes on behind this, so only so much of it counts, and no log that is newer.
    let written: WrittenLog

    func fault() throws -> String? {
        for name in try disk.names() {
            do throws(LogCorruption) { try check(name) } catch { return "\(name): \(error)" }
        }
        return nil
    }

    private func check(_ name: String) throws(LogCorruption) {
        let log = Names.index(name, of: "log")
        guard log != nil || Names.index(name, of: "snapshot") != nil, log ?? 0 <= written.first,
            var bytes = try? disk.read(name)
        else { return }
        if log == written.first {
            guard bytes.count >= written.length else { throw LogCorruption("shorter than what was written") }
            bytes = Array(bytes.prefix(written.length))
        }
        _ = try LogFrames(bytes, kind: log == nil ? .snapshot : .log, isLast: false)
    }
}
