import API
import ArgumentParser
import Client
import HTTP
import Schema

/// `kubectl logs`: what containers have written; `-f` goes on while they run.
struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the logs of containers.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "POD or TYPE/NAME, and perhaps the container.")
    var words: [String] = []

    @Option(name: .shortAndLong, help: "Which container of the pod.")
    var container: String?

    @Flag(name: .customLong("all-containers"), help: "All containers of the pod.")
    var allContainers = false

    @Flag(name: .shortAndLong, help: "Go on while the container runs.")
    var follow = false

    @Flag(name: .shortAndLong, help: "The run before the present one.")
    var previous = false

    @Flag(help: "Each line with its time.")
    var timestamps = false

    @Option(help: "Only so many of the last lines; -1: all.")
    var tail: Int?

    @Option(help: "Only what is newer: 5s, 2m, 3h.")
    var since: String?

    @Option(name: [.customShort("l"), .customLong("selector")], help: "The logs of all pods with these labels.")
    var selector = ""

    func run() async throws {
        try await reporting {
            let session = try await Session(cluster)
            let logs = try await targets(session)
            if follow, logs.count > 1 { return try await followAll(logs, session) }
            for target in logs { try await copy(target, session) }
        }
    }

    private func targets(_ session: Session) async throws -> [Target] {
        let pods: [JSON]
        if selector.isEmpty {
            guard let word = words.first else {
                throw UsageError("error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'")
            }
            pods = Array(try await session.pods(word).prefix(1))
        } else {
            pods = try await session.list(
                try session.mapper.kind("pods"), namespace: session.namespace, labels: selector)
        }
        return try pods.flatMap { pod in try containers(of: pod).map { try target(pod, $0) } }
    }

    private func containers(of pod: JSON) throws -> [String] {
        if allContainers { return (pod[path: ["spec", "containers"]]?.array ?? []).compactMap { $0["name"]?.string } }
        return [try Session.container(of: pod, named: container ?? words.dropFirst().first)]
    }

    private func target(_ pod: JSON, _ container: String) throws -> Target {
        var query: Query = ["container": container]
        if follow { query.add("follow", "true") }
        if previous { query.add("previous", "true") }
        if timestamps { query.add("timestamps", "true") }
        let lines = tail ?? (selector.isEmpty ? -1 : 10)
        if lines >= 0 { query.add("tailLines", String(lines)) }
        if let since { query.add("sinceSeconds", String(try seconds(since))) }
        return Target(path: Pod.kind.path(namespace: pod.namespace, name: pod.name, subresource: "log"), query: query)
    }

    private func seconds(_ text: String) throws -> Int {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()) else {
            throw UsageError("error: invalid argument \"\(text)\" for \"--since\" flag: expected 5s, 2m or 3h")
        }
        return number * unit
    }

    private func followAll(_ logs: [Target], _ session: Session) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for target in logs { group.addTask { try await copy(target, session) } }
            try await group.waitForAll()
        }
    }

    private func copy(_ target: Target, _ session: Session) async throws {
        for try await bytes in try await session.client.stream(target, accept: "*/*") { try Standard.write(bytes) }
    }
}
