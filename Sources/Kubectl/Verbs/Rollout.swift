import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl rollout`: follows, repeats, stops and takes back the replacement of a workload's pods.
struct Rollout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Manages the rollout of workloads.",
        subcommands: [
            RolloutStatus.self, RolloutUndo.self, RolloutRestart.self, RolloutHistory.self, RolloutPause.self,
            RolloutResume.self,
        ])
}

/// The workloads that a rollout is about: `deployment/web`, `deployment web`.
struct RolloutOptions: ParsableArguments {
    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "TYPE NAME…, or TYPE/NAME…")
    var words: [String]

    /// Calls the body for each workload.
    func each(_ body: (Session, Kind, JSON) async throws -> Void) async throws {
        try await reporting {
            let session = try await Session(cluster)
            let arguments = try ResourceArguments(words, session.mapper)
            for (kind, object) in try await session.objects(arguments) { try await body(session, kind, object) }
        }
    }
}

struct RolloutRestart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "Replaces all pods: a new annotation makes a new template.")
    @OptionGroup var options: RolloutOptions

    func run() async throws {
        try await options.each { session, kind, object in
            let patch: JSON = [
                "spec": [
                    "template": [
                        "metadata": [
                            "annotations": ["kubectl.kubernetes.io/restartedAt": .string(Time.now.description)]
                        ]
                    ]
                ]
            ]
            _ = try await session.patch(kind, object.name, .strategic(patch), manager: "kubectl-rollout")
            write("\(kind.singularName)/\(object.name) restarted\n")
        }
    }
}

struct RolloutPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Lets changes wait.")
    @OptionGroup var options: RolloutOptions

    func run() async throws { try await setPaused(true, options, "paused") }
}

struct RolloutResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Rolls out what has waited.")
    @OptionGroup var options: RolloutOptions

    func run() async throws { try await setPaused(nil, options, "resumed") }
}

private func setPaused(_ value: Bool?, _ options: RolloutOptions, _ outcome: String) async throws {
    try await options.each { session, kind, object in
        let patch: JSON = ["spec": ["paused": value.map { .bool($0) } ?? .null]]
        _ = try await session.patch(kind, object.name, .strategic(patch), manager: "kubectl-rollout")
        write("\(kind.singularName)/\(object.name) \(outcome)\n")
    }
}
