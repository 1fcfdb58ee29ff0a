import API
import ArgumentParser
import Client
import Schema

/// `kubectl describe`: an object for people to read, and what happened to it lately.
struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows objects and their events, for people.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "TYPE [NAME…], or TYPE/NAME…")
    var words: [String]

    @Option(name: [.customShort("l"), .customLong("selector")], help: "All objects with these labels.")
    var selector = ""

    func run() async throws {
        try await reporting {
            let session = try await Session(cluster)
            let arguments = try ResourceArguments(words, session.mapper)
            let objects = try await session.objects(arguments, labels: selector)
            for (index, (_, object)) in objects.enumerated() {
                let events = try await events(about: object, session)
                write((index > 0 ? "\n\n" : "") + Description.text(of: object, events: events, now: .now))
            }
            if objects.isEmpty { printError("No resources found in \(session.namespace) namespace.") }
        }
    }

    private func events(about object: JSON, _ session: Session) async throws -> [Event] {
        var fields = ["involvedObject.name=\(object.name)", "involvedObject.uid=\(object.uid)"]
        if !object.namespace.isEmpty { fields.append("involvedObject.namespace=\(object.namespace)") }
        var options = ListOptions(namespace: object.namespace)
        options.fieldSelector = fields.joined(separator: ",")
        return try await session.client.list(Event.self, options).items.sorted { $0.lastTimestamp < $1.lastTimestamp }
    }
}
