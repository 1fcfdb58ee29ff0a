import API
import Logging
import Schema
import SchedulerContract

/// All extenders of a scheduler.
///
/// Filters are asked one after the other, each about what the one before has left; then those that prioritize, all at once,
/// about what is left in the end. One that doesn't answer a filter makes the attempt fail, unless it is *ignorable*; scores
/// that don't come are done without.
struct Extenders: Sendable {
    private let clients: [ExtenderClient]
    /// What is known of a node.
    private let node: @Sendable (String) -> Node?
    private let logger: Logger

    init(_ extenders: [Extender], node: @escaping @Sendable (String) -> Node?, logger: Logger) throws {
        clients = try extenders.map { try ExtenderClient($0) }
        self.node = node
        self.logger = logger
    }

    /// Never takes longer than the time limits of all of them together.
    func answer(_ question: ExtenderQuestion) async -> ExtenderAnswer {
        var answer = ExtenderAnswer()
        answer.uid = question.pod.metadata.uid
        let concerned = clients.filter { $0.extender.concern.concerns(question.pod) }
        var names = question.nodes
        for client in concerned where !client.extender.filterVerb.isEmpty && !names.isEmpty {
            do {
                let filtered = try await client.filter(question.pod, names, nodes: node)
                answer.refusals += filtered.refusals
                names.removeAll { !filtered.accepted.contains($0) }
            } catch {
                report(client, question.pod, error)
                if client.extender.ignorable { continue }
                answer.error = "extender \(client.extender.name): \(error)"
                return answer
            }
        }
        if names.count > 1 { answer.scores = await scores(question.pod, names, concerned) }
        return answer
    }

    private func scores(_ pod: Pod, _ names: [String], _ concerned: [ExtenderClient]) async -> [ExtenderScores] {
        await withTaskGroup(of: (Int, ExtenderScores)?.self) { group in
            for (index, client) in concerned.enumerated() where !client.extender.prioritizeVerb.isEmpty {
                group.addTask {
                    do { return (index, try await client.prioritize(pod, names, nodes: node)) } catch {
                        report(client, pod, error)
                        return nil
                    }
                }
            }
            var found: [(Int, ExtenderScores)] = []
            for await scores in group { if let scores { found.append(scores) } }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The extender that binds this pod, if one does.
    func binder(of pod: Pod) -> ExtenderClient? {
        clients.first { !$0.extender.bindVerb.isEmpty && $0.extender.concern.concerns(pod) }
    }

    private func report(_ client: ExtenderClient, _ pod: Pod, _ error: any Error) {
        logger.warning(
            "extender gave no answer",
            metadata: ["extender": "\(client.extender.name)", "pod": "\(pod.metadata.key)", "error": "\(error)"])
    }
}
