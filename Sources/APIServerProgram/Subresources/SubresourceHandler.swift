import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Objects
import Schema

/// What stands below an object: parts of it that are written by themselves, and things that can be done with it.
struct SubresourceHandler: Sendable {
    let reader: ReadHandler
    let writer: WriteHandler
    let kubelets: KubeletProxy
    let scheduler: SchedulerProxy
    let tokens: TokenHandler

    func handle(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        guard let subresource = request.resource.kind.subresources.first(where: { $0.name == request.info.subresource })
        else { throw .noSuchResource }
        guard subresource.verbs.contains(request.info.verb.rawValue) else {
            throw .methodNotSupported(request.resource.kind, verb: request.info.verb.rawValue)
        }
        return switch subresource.name {
        case "status": try await part(request)
        case "scale": try await ScaleHandler(reader: reader, writer: writer).handle(request)
        case "finalize": try await finalize(request)
        case "binding": try await BindingHandler(writer: writer).bind(request)
        case "eviction": try await EvictionHandler(writer: writer).evict(request)
        case "token": try await tokens.issue(request)
        case "log", "exec", "attach", "portforward": try await kubelets.handle(request)
        case "schedulingrecord": try await scheduler.handle(request)
        case "ephemeralcontainers": try await part(request)
        default: throw .noSuchResource
        }
    }

    /// The whole object is read and sent; the pipeline takes only the part from it.
    private func part(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        switch request.info.verb {
        case .get: try await reader.get(request)
        case .update: try await writer.update(request)
        case .patch: try await writer.patch(request)
        default: throw .methodNotSupported(request.resource.kind, verb: request.info.verb.rawValue)
        }
    }

    /// `namespaces/NAME/finalize`: the one way to change `spec.finalizers`. With the last one the namespace goes.
    private func finalize(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (sent, _) = try await writer.body(request)
        let result = try await writer.modify(request.resource, request.key, dryRun: try request.isDryRun()) {
            current throws(Status) in
            guard let current else { throw .notFound(request.resource.kind, name: request.info.name) }
            var document = current.document
            document[path: ["spec", "finalizers"]] = sent[path: ["spec", "finalizers"]]
            return Deletion.isComplete(document) ? .remove(document) : .write(document)
        }
        return try Answer.object(result.document.bytes, request, now: writer.clock.now())
    }
}

/// `pods/NAME/binding`: the only thing the scheduler writes. It gives a pod its node, once.
struct BindingHandler: Sendable {
    let writer: WriteHandler

    func bind(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (sent, _) = try await RequestBody.document(of: request)
        guard let node = sent[path: ["target", "name"]]?.string, !node.isEmpty else {
            throw .invalid(Binding.kind, name: request.info.name, [.required("target.name")])
        }
        _ = try await writer.modify(request.resource, request.key, dryRun: try request.isDryRun()) {
            current throws(Status) in
            guard let current else { throw .notFound(request.resource.kind, name: request.info.name) }
            return .write(try bound(current.document, to: node, sent, request))
        }
        return HTTPResponse.json(
            (["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201] as JSON).bytes,
            status: .created)
    }

    private func bound(_ pod: JSON, to node: String, _ sent: JSON, _ request: APIRequest) throws(Status) -> JSON {
        if pod.isBeingDeleted {
            throw .conflict(
                request.resource.kind, name: pod.name, "pod \(pod.name) is being deleted, cannot be assigned to a host")
        }
        if let other = pod[path: ["spec", "nodeName"]]?.string, !other.isEmpty {
            throw .conflict(
                request.resource.kind, name: pod.name, "pod \(pod.name) is already assigned to node \"\(other)\"")
        }
        var pod = pod
        pod[path: ["spec", "nodeName"]] = .string(node)
        for annotation in sent[path: ["metadata", "annotations"]]?.object?.members ?? [] {
            pod[path: ["metadata", "annotations", annotation.name]] = annotation.value
        }
        var conditions = pod[path: ["status", "conditions"]]?.array ?? []
        conditions.removeAll { $0["type"]?.string == "PodScheduled" }
        conditions.append([
            "type": "PodScheduled", "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": writer.clock.now().json,
        ])
        pod[path: ["status", "conditions"]] = .array(conditions)
        return pod
    }
}

/// `pods/NAME/eviction`: a deletion that disruption budgets may refuse.
struct EvictionHandler: Sendable {
    let writer: WriteHandler

    func evict(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let (sent, _) = try await RequestBody.document(of: request)
        try checkBudgets(request)
        let options = try DeleteHandler.options(sent["deleteOptions"] ?? [:], request.query)
        _ = try await DeleteHandler(writer: writer).delete(
            request, name: request.info.name, namespace: request.info.namespace, options,
            dryRun: try request.isDryRun() || options.isDryRun)
        return HTTPResponse.json(
            (["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201] as JSON).bytes,
            status: .created)
    }

    /// Source: kubernetes.io/docs/concepts/scheduling-eviction/api-eviction.
    private func checkBudgets(_ request: APIRequest) throws(Status) {
        guard let pod = writer.storage.cacher.get("pods", request.key.key) else {
            throw .notFound(request.resource.kind, name: request.info.name)
        }
        guard try Self.counts(pod) else { return }
        let everything = Selection(
            namespace: request.info.namespace, labels: LabelRequirements(), fields: FieldRequirements())
        for stored in writer.storage.cacher.list("poddisruptionbudgets", everything).objects {
            guard let document = try? stored.document(), let budget = try? PodDisruptionBudget(document: document),
                budget.spec.selector?.matches(pod.labels) == true, budget.status.disruptionsAllowed <= 0
            else { continue }
            throw .tooManyRequests(
                "Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds: 10)
        }
    }

    /// A pod that does no work, or is on its way out, is no loss.
    private static func counts(_ pod: StoredObject) throws(Status) -> Bool {
        let document: JSON
        do { document = try pod.document() } catch { throw .internalError("unreadable object: \(error)") }
        let isIdle = ["Pending", "Succeeded", "Failed"].contains(document[path: ["status", "phase"]]?.string)
        return !isIdle && !document.isBeingDeleted
    }
}
