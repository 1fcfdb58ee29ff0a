import API
import ArgumentParser
import Client
import HTTP
import SchedulerContract
import Schema

/// Why is it as it is? For a pod: which predicate rejected which node, and what each priority gave the others.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Show how the scheduler came to its last decision on a pod.")

    @Argument(help: "pod/NAME, or just the name.")
    var object: String

    @Option(name: .shortAndLong, help: "The pod's namespace.")
    var namespace = "default"

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "The record as JSON.")
    var json = false

    func run() async throws {
        let client = try ClusterClient(
            ClientConfiguration(kubeconfig: "\(try cluster.folder().path)/admin.conf"), userAgent: "dinghy")
        let path = Pod.kind.path(namespace: namespace, name: try podName(), subresource: "schedulingrecord")
        let document = try await client.document(.get, Target(path: path, query: Query()))
        print(json ? String(decoding: document.bytes, as: UTF8.self) : try SchedulingRecord(json: document).text)
    }

    private func podName() throws -> String {
        let parts = object.split(separator: "/").map(String.init)
        if parts.count == 1 { return parts[0] }
        guard parts.count == 2, ["pod", "pods", "po"].contains(parts[0]) else {
            throw UsageError("\(object): only pods have a history so far, as pod/NAME")
        }
        return parts[1]
    }
}
