internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema

/// Where an API server is seen treating objects: a namespace, in which documents are written and read back as any client
/// does it, over HTTP.
///
/// ConfigMaps have no controller, no spec and no status, so nobody but the case and the API server writes them; with owners
/// and finalizers they are objects like all others.
struct ObjectStage: Sendable {
    /// For something to happen.
    static let patience = Duration.seconds(60)
    /// For something that must not happen.
    static let pause = Duration.milliseconds(1500)

    let scenario: Scenario
    let client: ClusterClient
    let namespace: String

    // MARK: - What is done

    /// A ConfigMap.
    @discardableResult
    func create(_ name: String, _ words: String = "", metadata: JSON = [:]) async throws -> JSON {
        scenario.say("\(name) is created" + (words.isEmpty ? "" : ": " + words))
        return try await create(name, in: ConfigMap.kind, metadata, body: ["data": ["text": "hello"]])
    }

    func create(_ name: String, in kind: Kind, _ metadata: JSON, body: JSON) async throws -> JSON {
        var document = body
        (document["apiVersion"], document["kind"]) = (.string(kind.apiVersion), .string(kind.name))
        document["metadata"] = metadata
        document[path: ["metadata", "name"]] = .string(name)
        return try await client.document(.post, target(kind), body: .json(document))
    }

    /// A merge patch.
    @discardableResult
    func patch(_ name: String, in kind: Kind = ConfigMap.kind, subresource: String = "", _ change: JSON) async throws
        -> JSON
    {
        scenario.say("\(name)\(subresource.isEmpty ? "" : "/" + subresource) is patched: \(change)")
        return try await client.document(
            .patch, target(kind, name, subresource: subresource), body: Patch.merge(change).body)
    }

    @discardableResult
    func delete(_ name: String, in kind: Kind = ConfigMap.kind, _ policy: String? = nil) async throws -> JSON {
        scenario.say("\(name) is deleted" + (policy.map { ": \($0)" } ?? ""))
        let options = DeleteOptions(propagationPolicy: policy.map { PropagationPolicy($0) })
        return try await client.document(.delete, target(kind, name), body: .json(options.document))
    }

    func target(_ kind: Kind, _ name: String = "", subresource: String = "", query: Query = Query()) -> Target {
        Target(path: kind.path(namespace: namespace, name: name, subresource: subresource), query: query)
    }

    // MARK: - What is so

    func get(_ name: String, in kind: Kind = ConfigMap.kind) async throws -> JSON {
        try await client.document(.get, target(kind, name))
    }

    /// Nil when it isn't there.
    func find(_ name: String) async throws -> JSON? {
        do { return try await get(name) } catch let status as Status where status.isNotFound { return nil }
    }

    /// The case's own ConfigMaps that a query chooses; a cluster puts others into every namespace.
    func names(labels: String = "", fields: String = "") async throws -> [String] {
        let options = ListOptions(namespace: namespace, labelSelector: labels, fieldSelector: fields)
        return try await client.list(ConfigMap.self, options).items.map(\.metadata.name)
            .filter { !$0.hasPrefix("kube-root-ca") }.sorted()
    }

    // MARK: - What must be

    func expect(_ question: String, _ found: [String], _ expected: [String]) throws {
        let text = { (names: [String]) in names.isEmpty ? "nothing" : names.joined(separator: " ") }
        try scenario.expect("\(question): \(text(expected))", observed: text(found), found == expected)
    }

    /// The API server must refuse this, with one of these codes.
    func expectRefusal(_ what: String, _ codes: [Int], _ body: () async throws -> Void) async throws {
        scenario.say(what)
        let wanted = "it is refused with \(codes.map(String.init).joined(separator: " or "))"
        do { try await body() } catch let status as Status {
            return try scenario.expect(
                wanted, observed: "\(status.code): \(status.message)", codes.contains(status.code))
        }
        try scenario.fail(expected: wanted, observed: "it is accepted")
    }

    /// Looks again and again.
    func eventually(_ expected: String, _ look: () async throws -> (isSo: Bool, observed: String)) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let (isSo, observed) = try await look()
            if isSo { return scenario.say(expected) }
            try scenario.expect(
                expected, observed: "after \(Self.patience): \(observed)", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func eventuallyGone(_ names: String...) async throws {
        try await eventually("gone: \(names.joined(separator: " "))") {
            let left = try await self.names().filter(names.contains)
            return (left.isEmpty, "left: \(left.joined(separator: " "))")
        }
    }

    /// They are there, and some time later they still are.
    func expectLasting(_ names: String...) async throws {
        try await Task.sleep(for: Self.pause)
        let left = try await self.names().filter(names.contains)
        try expect("there is still", left, names.sorted())
    }
}

// MARK: - Before and after

extension ObjectStage {
    func prepare() async throws {
        try await client.ensureNamespace(namespace)
    }

    /// Finalizers or not; the namespace's end isn't waited for.
    func leave() async throws {
        for object in try await client.list(ConfigMap.self, ListOptions(namespace: namespace)).items
        where !object.metadata.finalizers.isEmpty {
            _ = try? await client.patch(
                ConfigMap.self, object.name, namespace: namespace, .merge(["metadata": ["finalizers": []]]))
        }
        try await client.delete(Namespace.self, namespace)
    }
}

extension JSON {
    /// Of a document's metadata.
    func text(_ name: String) -> String { self[path: ["metadata", name]]?.string ?? "" }
    var generation: Int { self[path: ["metadata", "generation"]]?.integer ?? 0 }
    var isGoing: Bool { !text("deletionTimestamp").isEmpty }
    var finalizers: [String] { self[path: ["metadata", "finalizers"]]?.array?.compactMap(\.string) ?? [] }

    /// As an owner of others.
    func asOwner(blocks: Bool = false, isController: Bool = false) -> JSON {
        [
            "apiVersion": self["apiVersion"] ?? "", "kind": self["kind"] ?? "", "name": .string(text("name")),
            "uid": .string(text("uid")), "blockOwnerDeletion": .bool(blocks), "controller": .bool(isController),
        ]
    }
}
