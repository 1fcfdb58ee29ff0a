internal import ArgumentParser
internal import HTTP
internal import Linux

// From flags to the settings of a member.

extension EtcdCommand {
    func settings(_ beginning: Beginning) throws -> LocalStore.Configuration {
        var settings = LocalStore.Configuration()
        settings.name = member.name
        settings.clientURLs = list(member.advertiseClientURLs ?? member.listenClientURLs)
        settings.beginning = beginning
        settings.forcesNewCluster = cluster.forceNewCluster
        settings.isStrictAboutChanges = cluster.strictReconfigCheck
        try setTimes(&settings)
        settings.quota = limits.quotaBackendBytes > 0 ? limits.quotaBackendBytes : 2 << 30
        settings.maximumOperations = limits.maxTxnOps
        settings.maximumRequest = limits.maxRequestBytes
        if limits.snapshotCount > 0 { settings.snapshotCount = limits.snapshotCount }
        settings.compactionRetention = try retention
        settings.progressInterval = try duration(limits.progressInterval)
        let check = try duration(limits.corruptCheckTime)
        settings.corruptionCheckInterval = check > .zero ? check : nil
        return settings
    }

    private func setTimes(_ settings: inout LocalStore.Configuration) throws {
        let (heartbeat, election) = (cluster.heartbeatInterval, cluster.electionTimeout)
        guard heartbeat > 0, election >= 5 * heartbeat, election <= 50_000 else {
            throw ValidationError(
                "--election-timeout[\(election)ms] should be at least as 5 times as "
                    + "--heartbeat-interval[\(heartbeat)ms]")
        }
        settings.heartbeatInterval = .milliseconds(heartbeat)
        settings.electionTimeout = .milliseconds(election)
    }

    private func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(parsing: text) else { throw ValidationError("\(text) is no duration") }
        return duration
    }

    private var retention: LocalStore.CompactionRetention? {
        get throws {
            let retention = limits.autoCompactionRetention
            if retention == "0" { return nil }
            switch (limits.autoCompactionMode, Int(retention), Duration(parsing: retention)) {
            case ("revision", let count?, _): return .revisions(count)
            case ("periodic", let hours?, _): return .time(.seconds(3600) * hours)
            case ("periodic", _, let time?): return .time(time)
            default:
                throw ValidationError(
                    "--auto-compaction-retention=\(retention) with mode \(limits.autoCompactionMode)")
            }
        }
    }

    private func list(_ urls: String) -> [String] { urls.split(separator: ",").map(String.init) }
}

// MARK: - The cluster

extension EtcdCommand {
    private var peerURLs: [String] {
        list(cluster.initialAdvertisePeerURLs ?? member.listenPeerURLs ?? "http://localhost:2380")
    }

    /// As `--initial-cluster` says; without it, this member alone.
    var initialCluster: InitialCluster {
        get throws {
            var members: [(name: String, peerURLs: [String])] = []
            for part in list(cluster.initialCluster ?? peerURLs.map { "\(member.name)=\($0)" }.joined(separator: ",")) {
                guard let equals = part.firstIndex(of: "="), Endpoint(String(part[part.index(after: equals)...])) != nil
                else { throw ValidationError("--initial-cluster: \(part) is no name=URL") }
                let (name, url) = (String(part[..<equals]), String(part[part.index(after: equals)...]))
                if let known = members.firstIndex(where: { $0.name == name }) {
                    members[known].peerURLs.append(url)
                } else {
                    members.append((name, [url]))
                }
            }
            try check(members)
            return InitialCluster(token: cluster.initialClusterToken, own: member.name, members: members)
        }
    }

    private func check(_ members: [(name: String, peerURLs: [String])]) throws {
        guard let own = members.first(where: { $0.name == member.name }) else {
            throw ValidationError("couldn't find local name \"\(member.name)\" in the initial cluster configuration")
        }
        if cluster.initialAdvertisePeerURLs != nil, Set(own.peerURLs) != Set(peerURLs) {
            throw ValidationError(
                "--initial-cluster has \(own.peerURLs.joined(separator: ",")) for \(member.name), "
                    + "--initial-advertise-peer-urls \(peerURLs.joined(separator: ","))")
        }
        if members.count > 1, member.listenPeerURLs == nil {
            throw ValidationError("a cluster of several members needs --listen-peer-urls")
        }
        guard ["new", "existing"].contains(cluster.initialClusterState) else {
            throw ValidationError("--initial-cluster-state is new or existing")
        }
    }

    /// Who joins asks the others who it is; once it has data, it knows.
    func beginning(_ disk: any Disk) async throws -> Beginning {
        let first = try initialCluster
        if try disk.names().contains(where: { Names.index($0, of: "snapshot") != nil }) { return .new(first) }
        let others = first.members.filter { $0.name != member.name }.map { ($0.name, $0.peerURLs) }
        let joining = Joining(peerURLs: peerURLs, others: others, tls: try security.peerClientTLS)
        if cluster.initialClusterState == "new" {
            if let identity = first.identity { try await joining.checkIsNew(identity) }
            return .new(first)
        }
        let (identity, members) = try await joining.find()
        return .joining(identity, others: members)
    }
}
