import API
import APIMachinery
import APIServer
import APIServerContract
import EtcdAPI
import HTTP
import Logging
import Metrics
import Schema

/// The gateway: every request passes here, and nobody else talks to the store.
///
/// ```
/// request ─▶ authentication ─▶ authorization ─▶ which resource, which verb ─▶ handler ─▶ answer
///                 401               403                 404, 405
/// ```
struct Router: HTTPHandler {
    let authenticator: Authenticator
    let authorizer: Authorizer
    let registry: ResourceRegistry
    /// Nil for a server that shares its store with no other.
    let freshness: Freshness?
    let documents: PathDocuments
    let reader: ReadHandler
    let watcher: WatchHandler
    let writer: WriteHandler
    let subresources: SubresourceHandler
    let reviews: ReviewHandler
    let metrics: ServerMetrics
    let logger: Logger

    func respond(to http: HTTPRequest) async -> HTTPResponse {
        let info = RequestInfo(
            method: http.method.name, path: http.target.segments,
            isWatch: http.query["watch"].map { $0 != "false" } ?? false)
        let start = ContinuousClock.now
        let response = await answer(http, info)
        metrics.observe(info, status: response.status.code, duration: ContinuousClock.now - start)
        return response
    }

    private func answer(_ http: HTTPRequest, _ info: RequestInfo) async -> HTTPResponse {
        do throws(Status) {
            let user = try Impersonation.actor(authenticator.authenticate(http), http.headers, authorizer)
            try authorize(user, info)
            guard info.isResource else { return try documents.answer(http, info) }
            return try await dispatch(http, info, user)
        } catch {
            return Self.failure(error)
        }
    }

    /// The error as a `Status` document under its own code.
    static func failure(_ error: Status) -> HTTPResponse {
        var response = HTTPResponse.json(error.document.bytes, status: HTTPStatus(error.code == 0 ? 500 : error.code))
        if let seconds = error.details?.retryAfterSeconds, seconds > 0 {
            response.headers.add("Retry-After", String(seconds))
        }
        return response
    }

    private func authorize(_ user: User, _ info: RequestInfo) throws(Status) {
        guard !authorizer.permits(AccessAttributes(info), to: user) else { return }
        throw Self.forbidden(user, info)
    }

    private static func forbidden(_ user: User, _ info: RequestInfo) -> Status {
        var details = StatusDetails()
        guard info.isResource else {
            return Status(
                failure: .forbidden, code: 403,
                "forbidden: User \"\(user.name)\" cannot \(info.verb) path \"\(info.path)\"", details: details)
        }
        (details.name, details.group, details.kind) = (info.name, info.group, info.resource)
        let resource = info.group.isEmpty ? info.resource : "\(info.resource).\(info.group)"
        let object = info.name.isEmpty ? resource : "\(resource) \"\(info.name)\""
        return Status(
            failure: .forbidden, code: 403, "\(object) is forbidden: \(refusal(user, info))", details: details)
    }

    private static func refusal(_ user: User, _ info: RequestInfo) -> String {
        let place = info.namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(info.namespace)\""
        return "User \"\(user.name)\" cannot \(info.verb) resource \"\(info.resourceAndSubresource)\" in API group "
            + "\"\(info.group)\" \(place)"
    }

    private func dispatch(_ http: HTTPRequest, _ info: RequestInfo, _ user: User) async throws(Status) -> HTTPResponse {
        if info.resource.isEmpty { return try documents.answer(http, info) }
        guard let resource = registry.find(group: info.group, version: info.version, plural: info.resource) else {
            throw .noSuchResource
        }
        guard let negotiation = Negotiation(accept: http.headers["Accept"]) else {
            throw .notAcceptable(["application/json", "application/yaml", ProtobufEnvelope.mediaType])
        }
        let request = APIRequest(
            info: info, user: user, http: http, query: http.query, resource: resource, negotiation: negotiation)
        if request.wantsLatest { try await establishFreshness() }
        guard resource.kind.isStored else { return try await reviews.review(request) }
        guard info.subresource.isEmpty else { return try await subresources.handle(request) }
        return try await handle(request)
    }

    private func establishFreshness() async throws(Status) {
        do throws(StoreError) { try await freshness?.establish() } catch { throw Status(store: error) }
    }

    /// A new object is posted to its collection; every other write names its object.
    private static func checkPath(_ request: APIRequest) throws(Status) {
        let isRight =
            switch request.info.verb {
            case .create: request.info.name.isEmpty
            case .update, .patch: !request.info.name.isEmpty
            default: true
            }
        if !isRight { throw .methodNotSupported(request.resource.kind, verb: request.info.verb.rawValue) }
    }

    private func handle(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        try Self.checkPath(request)
        return switch request.info.verb {
        case .get: try await reader.get(request)
        case .list: try await reader.list(request)
        case .watch: try watcher.watch(request)
        case .create: try await writer.create(request)
        case .update: try await writer.update(request)
        case .patch: try await writer.patch(request)
        case .delete: try await DeleteHandler(writer: writer).delete(request)
        case .deletecollection: try await DeleteHandler(writer: writer).deleteCollection(request)
        default: throw .methodNotSupported(request.resource.kind, verb: request.info.verb.rawValue)
        }
    }
}
