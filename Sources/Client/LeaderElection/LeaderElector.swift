import API
package import Logging
import Schema

/// Runs something only while this process leads.
package struct LeaderElector: Sendable {
    /// Another took over, or the lease could not be renewed in time: the process should end and start anew.
    package struct LeadershipLost: Error, CustomStringConvertible {
        package let lease: String
        package var description: String { "leadership lost: lease \(lease) could not be renewed" }
    }

    private let client: ClusterClient
    private let namespace: String
    private let name: String
    private let identity: String
    private let timing: LeaderElection.Timing
    private let logger: Logger

    /// - Parameters:
    ///   - name: of the Lease, as `kube-scheduler`.
    ///   - identity: unique among the candidates, the same after a restart: the node's name. So a process that was
    ///     killed goes on where it was, without waiting for its own lease to expire.
    package init(
        client: ClusterClient, namespace: String = "kube-system", name: String, identity: String,
        timing: LeaderElection.Timing = .init(), logger: Logger
    ) {
        self.client = client
        self.namespace = namespace
        self.name = name
        self.identity = identity
        self.timing = timing
        self.logger = logger
    }

    /// Waits until this process leads, then runs `lead`.
    /// - Throws: ``LeadershipLost``, or what `lead` throws; it has been cancelled and has ended by then.
    package func run(_ lead: @escaping @Sendable () async throws -> Void) async throws {
        var election = LeaderElection(identity: identity, timing: timing)
        try await acquire(&election)
        logger.info("became leader", metadata: ["lease": "\(namespace)/\(name)", "identity": "\(identity)"])
        try await withThrowingTaskGroup(of: Void.self) { [election] group in
            group.addTask { try await lead() }
            group.addTask { try await renew(election) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func acquire(_ election: inout LeaderElection) async throws {
        while true {
            try Task.checkCancellation()
            let isAnswered = await attempt(&election)
            if election.isLeader(now: .now) { return }
            // Another's lease has its time; an API server that starts beside us is there any moment.
            try await Task.sleep(for: isAnswered ? timing.retryPeriod : timing.retryPeriod / 20)
        }
    }

    private func renew(_ first: LeaderElection) async throws {
        var election = first
        while true {
            try await Task.sleep(for: timing.retryPeriod)
            await attempt(&election)
            guard election.isLeader(now: .now) else { throw LeadershipLost(lease: "\(namespace)/\(name)") }
        }
    }

    /// One reading and perhaps one writing of the lease. What fails is logged: the deadline decides.
    /// - Returns: false when it failed.
    @discardableResult
    private func attempt(_ election: inout LeaderElection) async -> Bool {
        do {
            election = try await withTimeLimit(timing.renewDeadline / 2) { [election] in
                var election = election
                try await readAndWrite(&election)
                return election
            }
            return true
        } catch {
            logger.debug(
                "lease not taken", metadata: ["lease": "\(namespace)/\(name)", "error": "\(error)"])
            return false
        }
    }

    private func readAndWrite(_ election: inout LeaderElection) async throws {
        let found = try await current()
        var lease = found ?? Lease()
        let sent = ContinuousClock.now
        switch election.decide(on: found?.spec, now: sent, time: .now) {
        case .wait: return
        case .create(let spec):
            lease.metadata.namespace = namespace
            lease.metadata.name = name
            lease.spec = spec
            election.wrote(try await client.create(lease).spec, now: sent)
        case .update(let spec):
            lease.spec = spec
            election.wrote(try await client.update(lease).spec, now: sent)
        }
    }

    private func current() async throws -> Lease? {
        do {
            return try await client.get(Lease.self, name, namespace: namespace)
        } catch let status as Status where status.isNotFound {
            return nil
        }
    }
}
