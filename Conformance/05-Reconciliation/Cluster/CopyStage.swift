internal import API
internal import Client
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// Where a copying controller is watched at work: namespaces of the case's own, ConfigMaps in them, and what becomes of
/// these.
///
/// A namespace's name and labels have the case's tag, so cases don't meet: `web` selects only this case's namespaces.
struct CopyStage: Sendable {
    /// For something to happen; a program that is held back by its own back-off may take some seconds.
    static let patience = Duration.seconds(40)
    /// For something that must not happen.
    static let pause = Duration.milliseconds(1000)
    private static let tagLabel = "conformance.dinghy.dev/case"

    let scenario: Scenario
    let client: ClusterClient
    /// Of the case.
    let tag: String

    init(_ scenario: Scenario, _ client: ClusterClient) {
        self.scenario = scenario
        self.client = client
        tag = String(scenario.seed % 2_176_782_336, radix: 36)
    }

    /// The real name of the namespace `blue`.
    func space(_ name: String) -> String { "\(name)-\(tag)" }
    func selector(_ team: String) -> String { "\(Self.tagLabel)=\(tag),team=\(team)" }

    // MARK: - What there is

    func namespace(_ name: String, team: String = "") async throws {
        scenario.say("namespace \(name)\(team.isEmpty ? "" : " of team \(team)")")
        var namespace = Namespace()
        namespace.metadata.name = space(name)
        namespace.metadata.labels = [Self.tagLabel: tag]
        if !team.isEmpty { namespace.metadata.labels["team"] = team }
        try await client.create(namespace)
    }

    func relabel(_ name: String, team: String) async throws {
        scenario.say("namespace \(name) is of team \(team) now")
        let patch: JSON = ["metadata": ["labels": ["team": .string(team)]]]
        _ = try await client.patch(Namespace.self, space(name), .merge(patch))
    }

    /// A source in `from`, which asks for copies in the namespaces of a team.
    func source(_ name: String = "motd", in place: String = "kube", to team: String, text: String) async throws {
        scenario.say("ConfigMap \(place)/\(name) asks for copies in team \(team): \(text)")
        var map = ConfigMap()
        (map.metadata.name, map.metadata.namespace) = (name, space(place))
        map.metadata.annotations[ConfigMap.copyTo] = selector(team)
        map.data = ["text": text]
        try await client.create(map)
    }

    /// A ConfigMap that has nothing to do with anybody.
    func stranger(_ name: String = "motd", in place: String, text: String) async throws {
        scenario.say("ConfigMap \(place)/\(name) of somebody else: \(text)")
        var map = ConfigMap()
        (map.metadata.name, map.metadata.namespace) = (name, space(place))
        map.data = ["text": text]
        try await client.create(map)
    }

    func edit(_ name: String = "motd", in place: String, _ patch: JSON) async throws {
        scenario.say("somebody changes \(place)/\(name): \(patch)")
        _ = try await client.patch(ConfigMap.self, name, namespace: space(place), .merge(patch))
    }

    func write(_ text: String, in place: String) async throws {
        try await edit(in: place, ["data": ["text": .string(text)]])
    }

    func delete(_ name: String = "motd", in place: String) async throws {
        scenario.say("somebody deletes \(place)/\(name)")
        _ = try await client.delete(ConfigMap.self, name, namespace: space(place))
    }

    func find(_ name: String = "motd", in place: String) async throws -> ConfigMap? {
        do { return try await client.get(ConfigMap.self, name, namespace: space(place)) } catch let status as Status
            where status.isNotFound
        { return nil }
    }

    // MARK: - What must be

    /// In each of these namespaces there is this copy of a source in `kube`, and in no other one of the case; and so it stays.
    func expectCopies(_ expected: [String: String], from place: String = "kube") async throws {
        let sentence = Self.sentence(expected)
        try await eventually(sentence) {
            let found = try await copies(from: place)
            return (found == expected, "there are \(Self.sentence(found))")
        }
        try await Task.sleep(for: Self.pause)
        let found = try await copies(from: place)
        try scenario.expect(
            sentence + ", and so it stays", observed: "soon there are \(Self.sentence(found))",
            found == expected)
        scenario.say("there are \(sentence)")
    }

    static func sentence(_ copies: [String: String]) -> String {
        let words = copies.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return words.isEmpty ? "no copies" : "copies " + words.joined(separator: ", ")
    }

    /// The texts of the copies, by the namespaces' names without the tag.
    private func copies(from place: String) async throws -> [String: String] {
        let options = ListOptions(labelSelector: "\(ConfigMap.copiedFrom)=\(space(place))")
        let copies = try await client.list(ConfigMap.self, options).items
        return [String: String](
            copies.map { (String($0.namespace.dropLast(tag.count + 1)), $0.data["text"] ?? "") }
        ) { $1 }
    }

    /// Looks again and again.
    /// - Parameter look: whether it is so, and what is so.
    func eventually(_ expected: String, _ look: () async throws -> (isSo: Bool, observed: String)) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let (isSo, observed) = try await look()
            if isSo { return }
            try scenario.expect(
                expected, observed: "after \(Self.patience): \(observed)", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    // MARK: - Afterwards

    /// Removes the case's ConfigMaps and namespaces.
    func clear() async throws {
        for space in try await client.list(Namespace.self, ListOptions(labelSelector: "\(Self.tagLabel)=\(tag)")).items
        {
            for map in try await client.list(ConfigMap.self, ListOptions(namespace: space.name)).items {
                _ = try? await client.delete(ConfigMap.self, map.name, namespace: space.name)
            }
            _ = try? await client.delete(Namespace.self, space.name)
        }
    }
}
