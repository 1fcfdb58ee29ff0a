import API
import ArgumentParser
import Client
import HTTP
import Schema

struct RolloutStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Waits until a rollout is complete, and says how far it is.")
    @OptionGroup var options: RolloutOptions

    @Flag(name: .shortAndLong, inversion: .prefixedNo, help: "Wait for the end.")
    var watch = true

    @Option(help: "How many seconds to wait at most; 0: as long as it takes.")
    var timeout = "0"

    func run() async throws {
        let seconds = Int(timeout.filter(\.isNumber)) ?? 0
        try await options.forEach { session, kind, object in
            guard seconds > 0 else { return try await follow(session, kind, object) }
            do {
                try await withTimeLimit(.seconds(seconds)) { try await follow(session, kind, object) }
            } catch is TimeLimitExceeded {
                throw UsageError("error: timed out waiting for the condition")
            }
        }
    }

    private func follow(_ session: Session, _ kind: Kind, _ object: JSON) async throws {
        var shown = ""
        var object = object
        while true {
            if try show(kind, object, &shown) || !watch { return }
            let query: Query = [
                "fieldSelector": "metadata.name=\(object.name)", "resourceVersion": object.resourceVersion, "watch": "true",
            ]
            let path = kind.path(namespace: session.namespace(for: kind))
            let body = try await session.client.stream(Target(path: path, query: query))
            for try await line in body.lines() where !line.isEmpty {
                let event = try JSON(parsing: line)
                if event["type"] == "DELETED" { throw UsageError("error: object has been deleted") }
                guard event["type"] == "MODIFIED" || event["type"] == "ADDED" else { continue }
                object = event["object"] ?? object
                if try show(kind, object, &shown) { return }
            }
            object = try await session.get(kind, object.name)
        }
    }

    /// Prints a line when it is another one than before. Returns whether the rollout is complete.
    private func show(_ kind: Kind, _ object: JSON, _ shown: inout String) throws -> Bool {
        let progress = try RolloutProgress(kind: kind.name, object)
        if progress.message != shown { write(progress.message + "\n") }
        shown = progress.message
        return progress.isComplete
    }
}

/// How far a rollout is, in kubectl's words.
///
/// Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go.
struct RolloutProgress: Equatable {
    var message: String
    var isComplete = false

    /// - Throws: ``UsageError`` when it can't be completed any more, or the kind has no rollouts.
    init(kind: String, _ object: JSON) throws(UsageError) {
        let name = object.name
        let spec = object["spec"] ?? .null
        let status = object["status"] ?? .null
        let count = { (part: JSON, member: String) in part[member]?.integer ?? 0 }
        let generation = object[path: ["metadata", "generation"]]?.integer ?? 0
        guard ["Deployment", "DaemonSet", "StatefulSet"].contains(kind) else {
            throw UsageError("error: no status viewer has been implemented for \(kind)")
        }
        if generation > count(status, "observedGeneration") {
            message = "Waiting for \(kind == "StatefulSet" ? "statefulset" : kind == "DaemonSet" ? "daemon set" : "deployment") spec update to be observed..."
            return
        }
        switch kind {
        case "Deployment":
            message = try Self.deployment(name, wanted: spec["replicas"]?.integer ?? 1, status) ?? ""
            isComplete = message.isEmpty
            if isComplete { message = "deployment \"\(name)\" successfully rolled out" }
        case "DaemonSet":
            let wanted = count(status, "desiredNumberScheduled")
            let updated = count(status, "updatedNumberScheduled")
            let available = count(status, "numberAvailable")
            isComplete = updated >= wanted && available >= wanted
            message =
                updated < wanted
                ? "Waiting for daemon set \"\(name)\" rollout to finish: \(updated) out of \(wanted) new pods have been updated..."
                : available < wanted
                    ? "Waiting for daemon set \"\(name)\" rollout to finish: \(available) of \(wanted) updated pods are available..."
                    : "daemon set \"\(name)\" successfully rolled out"
        default:
            let wanted = spec["replicas"]?.integer ?? 1
            let ready = count(status, "readyReplicas")
            isComplete = ready >= wanted && status["updateRevision"] == status["currentRevision"]
            message =
                ready < wanted
                ? "Waiting for \(wanted - ready) pods to be ready..."
                : isComplete
                    ? "statefulset rolling update complete \(count(status, "currentReplicas")) pods at revision \(status["currentRevision"]?.string ?? "")..."
                    : "waiting for statefulset rolling update to complete \(count(status, "updatedReplicas")) pods at revision \(status["updateRevision"]?.string ?? "")..."
        }
    }

    /// Nil when it is complete.
    private static func deployment(_ name: String, wanted: Int, _ status: JSON) throws(UsageError) -> String? {
        let count = { (member: String) in status[member]?.integer ?? 0 }
        let progressing = (status["conditions"]?.array ?? []).first { $0["type"] == "Progressing" }
        if progressing?["reason"] == "ProgressDeadlineExceeded" {
            throw UsageError("error: deployment \"\(name)\" exceeded its progress deadline")
        }
        let waiting = "Waiting for deployment \"\(name)\" rollout to finish: "
        let updated = count("updatedReplicas")
        if updated < wanted { return waiting + "\(updated) out of \(wanted) new replicas have been updated..." }
        if count("replicas") > updated {
            return waiting + "\(count("replicas") - updated) old replicas are pending termination..."
        }
        if count("availableReplicas") < updated {
            return waiting + "\(count("availableReplicas")) of \(updated) updated replicas are available..."
        }
        return nil
    }
}
