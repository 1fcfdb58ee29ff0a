import API
import ArgumentParser
import Client
import HTTP
import Objects
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
        try await options.each { session, kind, object in
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
                "fieldSelector": "metadata.name=\(object.name)", "resourceVersion": object.resourceVersion,
                "watch": "true",
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
        let workload = Workload(object)
        let words = ["Deployment": "deployment", "DaemonSet": "daemon set", "StatefulSet": "statefulset"]
        guard let word = words[kind] else {
            throw UsageError("error: no status viewer has been implemented for \(kind)")
        }
        if !Generation.isObserved(workload.generation, by: workload["observedGeneration"]) {
            self.init(message: "Waiting for \(word) spec update to be observed...")
            return
        }
        switch kind {
        case "Deployment": self = try Self.deployment(workload)
        case "DaemonSet": self = Self.daemonSet(workload)
        default: self = Self.statefulSet(workload)
        }
    }

    private init(message: String, isComplete: Bool = false) {
        self.message = message
        self.isComplete = isComplete
    }

    /// What is read again and again.
    private struct Workload {
        let name: String
        let generation: Int
        let wanted: Int
        let status: JSON

        init(_ object: JSON) {
            name = object.name
            generation = object[path: ["metadata", "generation"]]?.integer ?? 0
            wanted = object[path: ["spec", "replicas"]]?.integer ?? 1
            status = object["status"] ?? .null
        }

        subscript(member: String) -> Int { status[member]?.integer ?? 0 }
    }

    private static func deployment(_ deployment: Workload) throws(UsageError) -> RolloutProgress {
        let name = deployment.name
        let progressing = (deployment.status["conditions"]?.array ?? []).first { $0["type"] == "Progressing" }
        if progressing?["reason"] == "ProgressDeadlineExceeded" {
            throw UsageError("error: deployment \"\(name)\" exceeded its progress deadline")
        }
        let waiting = "Waiting for deployment \"\(name)\" rollout to finish: "
        let updated = deployment["updatedReplicas"]
        let old = deployment["replicas"] - updated
        let available = deployment["availableReplicas"]
        if updated < deployment.wanted {
            return Self(
                message: waiting + "\(updated) out of \(deployment.wanted) new replicas have been updated...")
        }
        if old > 0 { return Self(message: waiting + "\(old) old replicas are pending termination...") }
        if available < updated {
            return Self(message: waiting + "\(available) of \(updated) updated replicas are available...")
        }
        return Self(message: "deployment \"\(name)\" successfully rolled out", isComplete: true)
    }

    private static func daemonSet(_ set: Workload) -> RolloutProgress {
        let wanted = set["desiredNumberScheduled"]
        let waiting = "Waiting for daemon set \"\(set.name)\" rollout to finish: "
        let updated = set["updatedNumberScheduled"]
        let available = set["numberAvailable"]
        if updated < wanted {
            return Self(message: waiting + "\(updated) out of \(wanted) new pods have been updated...")
        }
        if available < wanted {
            return Self(message: waiting + "\(available) of \(wanted) updated pods are available...")
        }
        return Self(message: "daemon set \"\(set.name)\" successfully rolled out", isComplete: true)
    }

    private static func statefulSet(_ set: Workload) -> RolloutProgress {
        let ready = set["readyReplicas"]
        if ready < set.wanted { return Self(message: "Waiting for \(set.wanted - ready) pods to be ready...") }
        let current = set.status["currentRevision"]?.string ?? ""
        let update = set.status["updateRevision"]?.string ?? ""
        if current != update {
            return Self(
                message: "waiting for statefulset rolling update to complete "
                    + "\(set["updatedReplicas"]) pods at revision \(update)...")
        }
        return Self(
            message: "statefulset rolling update complete \(set["currentReplicas"]) pods at revision \(current)...",
            isComplete: true)
    }
}
