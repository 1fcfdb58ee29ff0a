internal import APIServerContract
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// A line of a watch.
struct WatchedEvent: Sendable, CustomStringConvertible {
    let type: String
    let object: JSON

    var description: String { object.name.isEmpty ? type : "\(type) \(object.name)" }
}

extension ServerStage {
    /// A cluster puts a ConfigMap of its own into every namespace, sooner or later.
    static let ownNotes = "fieldSelector=metadata.name%21%3Dkube-root-ca.crt"

    /// The events of a watch, until there are as many, or the server ends it.
    /// - Parameter query: beside `watch`; with `timeoutSeconds`.
    func watch(_ resource: String, _ query: String, until count: Int = .max) async throws -> [WatchedEvent] {
        scenario.say("watch \(resource)?\(query)")
        var events: [WatchedEvent] = []
        for try await line in try await client.stream(Target("\(path(resource))?watch=true&\(Self.ownNotes)&\(query)"))
            .lines()
        {
            let event = try JSON(parsing: line)
            events.append(WatchedEvent(type: event["type"]?.string ?? "", object: event["object"] ?? [:]))
            if events.count == count { break }
        }
        return events
    }
}
