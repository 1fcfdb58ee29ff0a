import API
import APIMachinery
import APIServer
import APIServerContract
import EtcdAPI
import HTTP
import Schema

/// create, update, patch and delete: read, decide, write on condition that nobody else has written meanwhile.
///
/// ```
///      ┌──────────────── conflict ────────────────┐
///      ▼                                          │
///   current version ─▶ transform ─▶ pipeline ─▶ compare-and-write ─▶ answer
/// ```
/// What the transform does with the current version is the verb; everything around it is the same.
struct WriteHandler: Sendable {
    let storage: Storage
    let pipeline: WritePipeline
    let clock: Clock
    let identities: Identities
    let escalation: Escalation

    /// How often a write that states no version is tried again.
    private static let attempts = 16

    // MARK: The loop

    struct Result: Sendable {
        var document: JSON
        var isNew = false
        var isRemoved = false
    }

    /// Reads the object, lets `transform` decide, and writes; again from the start when somebody was faster.
    ///
    /// - Parameter transform: gets nil when there is no such object.
    func modify(
        _ resource: ServedResource, _ key: ObjectKey, dryRun: Bool,
        _ transform: (StoredVersion?) async throws(Status) -> Change
    ) async throws(Status) -> Result {
        var current = try cached(key, resource)
        for _ in 0..<Self.attempts {
            let change = try await transform(current)
            if let result = try await commit(change, over: current, key, resource, dryRun: dryRun) { return result }
            current = try await stored(key, resource)
        }
        throw .conflict(resource.kind, name: key.name)
    }

    private func cached(_ key: ObjectKey, _ resource: ServedResource) throws(Status) -> StoredVersion? {
        guard storage.cacher.isReady else { throw .serviceUnavailable("the watch cache is not filled yet") }
        guard let object = storage.cacher.get(key.resource, key.key) else { return nil }
        return StoredVersion(document: try parsed(object.text), revision: object.revision)
    }

    private func stored(_ key: ObjectKey, _ resource: ServedResource) async throws(Status) -> StoredVersion? {
        let found: (text: [UInt8], revision: Int)?
        do throws(StoreError) {
            found = try await storage.read(key)
        } catch {
            throw Status(store: error)
        }
        guard let found else { return nil }
        var document = try parsed(found.text)
        document.resourceVersion = String(found.revision)
        return StoredVersion(document: document, revision: found.revision)
    }

    private func parsed(_ text: [UInt8]) throws(Status) -> JSON {
        do { return try JSON(parsing: text) } catch { throw .internalError("unreadable object: \(error)") }
    }

    /// Returns nil when somebody else has written since `current` was read.
    private func commit(
        _ change: Change, over current: StoredVersion?, _ key: ObjectKey, _ resource: ServedResource, dryRun: Bool
    ) async throws(Status) -> Result? {
        switch change {
        case .keep(let document): return Result(document: document)
        case .remove(let document):
            guard let current else { return Result(document: document, isRemoved: true) }
            if dryRun { return Result(document: document, isRemoved: true) }
            return try await remove(document, over: current, key, resource)
        case .write(let document):
            if let current, document == current.document { return Result(document: document) }
            if dryRun { return Result(document: document, isNew: current == nil) }
            return try await write(document, over: current, key, resource)
        }
    }

    private func remove(
        _ document: JSON, over current: StoredVersion, _ key: ObjectKey, _ resource: ServedResource
    ) async throws(Status) -> Result? {
        let released = resource.strategy.claims(of: current.document).map(Claim.init)
        let outcome = try await attempt { () throws(StoreError) in
            try await storage.remove(key, expecting: current.revision, releasing: released)
        }
        guard case .done = outcome else { return nil }
        return Result(document: document, isRemoved: true)
    }

    private func write(
        _ document: JSON, over current: StoredVersion?, _ key: ObjectKey, _ resource: ServedResource
    ) async throws(Status) -> Result? {
        var stored = document
        stored.resourceVersion = ""
        let before = Set(current.map { resource.strategy.claims(of: $0.document) } ?? [])
        let after = resource.strategy.claims(of: document)
        let claimed = after.filter { !before.contains($0) }.map(Claim.init)
        let released = before.subtracting(after).sorted().map(Claim.init)
        let text = stored.bytes
        let outcome = try await attempt { () throws(StoreError) in
            guard let current else { return try await storage.create(key, text: text, claims: claimed) }
            return try await storage.update(
                key, text: text, expecting: current.revision, claiming: claimed, releasing: released)
        }
        switch outcome {
        case .conflict: return nil
        case .taken(let claim): throw resource.strategy.refusal(ofClaim: claim.name, for: document)
        case .done(let revision):
            var document = document
            document.resourceVersion = String(revision)
            return Result(document: document, isNew: current == nil)
        }
    }

    private func attempt(
        _ body: () async throws(StoreError) -> Storage.Outcome
    ) async throws(Status) -> Storage.Outcome {
        do throws(StoreError) { return try await body() } catch { throw Status(store: error) }
    }

    // MARK: create

    func create(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (document, warnings) = try await body(request)
        let dryRun = try request.isDryRun()
        let result = try await create(document, request, dryRun: dryRun)
        return try Answer.object(result.document.bytes, request, status: .created, warnings: warnings, now: clock.now())
    }

    /// A generated name that is taken is generated again; so is an allocation that somebody else was given meanwhile.
    private func create(_ sent: JSON, _ request: APIRequest, dryRun: Bool) async throws(Status) -> Result {
        let generatesName = sent.name.isEmpty
        let wanted = ObjectKey(
            resource: request.resource.storageName,
            namespace: request.resource.kind.isNamespaced ? request.info.namespace : "", name: sent.name)
        // What is there already is refused before anything is looked for or allocated.
        if !generatesName, storage.cacher.get(wanted.resource, wanted.key) != nil {
            throw .alreadyExists(request.resource.kind, name: sent.name)
        }
        for attempt in 1...8 {
            let document = try prepared(sent, request)
            let key = ObjectKey(
                resource: request.resource.storageName, namespace: document.namespace, name: document.name)
            do throws(Status) {
                return try await modify(request.resource, key, dryRun: dryRun) { current throws(Status) in
                    try Write.create(document, over: current, request.resource.kind, name: document.name)
                }
            } catch {
                let mayRepeat =
                    error.reason == .alreadyExists && generatesName
                    || request.resource.strategy.isAllocationRace(error, sent: sent)
                guard mayRepeat, attempt < 8 else { throw error }
            }
        }
        throw .internalError("no free name was found")
    }

    private func prepared(_ sent: JSON, _ request: APIRequest, isApply: Bool = false) throws(Status) -> JSON {
        let birth = ObjectMetadata.Birth(uid: identities.uid(), now: clock.now(), suffix: identities.suffix())
        let document = try pipeline.created(
            sent, request.resource, namespace: request.info.namespace, birth: birth,
            manager: isApply ? nil : manager(request), random: identities.number)
        try escalation.check(document, request)
        return document
    }

    private func manager(_ request: APIRequest) -> Manager {
        Manager(name: request.fieldManager, subresource: request.info.subresource, time: clock.now())
    }

    /// The document of the body, with declared defaults, and what to warn of.
    func body(_ request: APIRequest) async throws(Status) -> (JSON, warnings: [String]) {
        let (document, duplicates) = try await RequestBody.document(of: request)
        return try cleaned(document, duplicates, request)
    }

    private func cleaned(
        _ document: JSON, _ duplicates: [String], _ request: APIRequest
    ) throws(Status) -> (JSON, warnings: [String]) {
        try request.resource.checkKind(document)
        try checkNamespace(document, request)
        let (clean, unknown) = try pipeline.cleaned(document, request.resource)
        let problems = unknown + duplicates.map { "duplicate field \"\($0)\"" }
        let warnings = try FieldValidation(request.query).judge(problems, kind: request.resource.kind)
        return (clean, warnings)
    }

    private func checkNamespace(_ document: JSON, _ request: APIRequest) throws(Status) {
        guard request.resource.kind.isNamespaced else { return }
        guard document.namespace.isEmpty || document.namespace == request.info.namespace else {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request")
        }
    }

    private func checkName(_ document: JSON, _ request: APIRequest) throws(Status) {
        guard document.name.isEmpty || document.name == request.info.name else {
            throw .badRequest(
                "the name of the object (\(document.name)) does not match the name on the URL (\(request.info.name))")
        }
    }

    // MARK: update

    func update(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (sent, warnings) = try await body(request)
        try checkName(sent, request)
        let dryRun = try request.isDryRun()
        let result = try await modify(request.resource, request.key, dryRun: dryRun) { current throws(Status) in
            guard let current else {
                guard request.resource.strategy.allowsCreateOnUpdate else {
                    throw .notFound(request.resource.kind, name: request.info.name)
                }
                return .write(try prepared(sent, request))
            }
            return try changed(current, to: sent, request)
        }
        let status: HTTPStatus = result.isNew ? .created : .ok
        return try Answer.object(result.document.bytes, request, status: status, warnings: warnings, now: clock.now())
    }

    /// Checks the version that the writer has seen, and sends the new document through the pipeline.
    func changed(
        _ current: StoredVersion, to sent: JSON, _ request: APIRequest, isApply: Bool = false
    ) throws(Status) -> Change {
        try Write.update(sent, over: current, request.resource.kind, name: request.info.name) { old throws(Status) in
            let document = try pipeline.updated(
                sent, from: old, request.resource, subresource: request.info.subresource,
                manager: isApply ? nil : manager(request), random: identities.number)
            try escalation.check(document, replacing: old, request)
            return document
        }
    }

    // MARK: patch

    func patch(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let patch = try await Patch.read(request)
        let dryRun = try request.isDryRun()
        var warnings: [String] = []
        let result = try await modify(request.resource, request.key, dryRun: dryRun) { current throws(Status) in
            let patched = try patch.applied(to: current?.document, request, now: clock.now())
            let (sent, found) = try cleaned(patched, [], request)
            try checkName(sent, request)
            warnings = found
            guard let current else { return .write(try prepared(sent, request, isApply: true)) }
            return try changed(current, to: sent, request, isApply: patch.isApply)
        }
        let status: HTTPStatus = result.isNew ? .created : .ok
        return try Answer.object(result.document.bytes, request, status: status, warnings: warnings, now: clock.now())
    }
}
