import API
import APIMachinery
import APIServer
import HTTP
import Metrics
import Schema
import Synchronization

/// Everything that is found under a path but isn't an object: discovery, OpenAPI, version, health, metrics.
struct PathDocuments: Sendable {
    private let discovery: Discovery
    private let openAPI: OpenAPIDocuments
    private let isReady: @Sendable () -> Bool
    private let metrics: ServerMetrics
    private let keySet: [UInt8]

    /// - Parameters:
    ///   - isReady: the watch cache is filled and in touch with the store.
    ///   - keySet: the public keys of service account tokens, as JWKS.
    init(
        registry: ResourceRegistry, metrics: ServerMetrics, keySet: [UInt8], isReady: @escaping @Sendable () -> Bool
    ) {
        discovery = Discovery(registry.kinds)
        openAPI = OpenAPIDocuments(registry)
        self.metrics = metrics
        self.keySet = keySet
        self.isReady = isReady
    }

    func answer(_ http: HTTPRequest, _ info: RequestInfo) throws(Status) -> HTTPResponse {
        let parts = http.target.segments
        switch parts.first {
        case "api" where parts.count == 1: return group(http, isCore: true)
        case "apis" where parts.count == 1: return group(http, isCore: false)
        case "api", "apis": return try json(resources(parts))
        case "version": return .json(Version.document.bytes)
        case "healthz", "livez": return .text("ok")
        case "readyz": return isReady() ? .text("ok") : .text("the watch cache is not filled yet", status: 503)
        case "metrics": return .text(metrics.exposition)
        case "openapi" where parts.dropFirst().first == "v3": return try openAPI.answer(Array(parts.dropFirst(2)))
        case "openapi" where parts.dropFirst() == ["v2"]: return OpenAPIDocuments.emptyVersion2
        case "openid" where parts.dropFirst() == ["v1", "jwks"]: return .json(keySet)
        case nil:
            return .json(
                (["paths": ["/api", "/apis", "/healthz", "/livez", "/metrics", "/openapi/v3", "/readyz", "/version"]]
                    as JSON).bytes)
        default: throw .noSuchResource
        }
    }

    private func resources(_ parts: [String]) -> JSON? {
        switch (parts.first, parts.count) {
        case ("api", 2): discovery.resourceList(group: "", version: parts[1])
        case ("apis", 2): discovery.group(parts[1])
        case ("apis", 3): discovery.resourceList(group: parts[1], version: parts[2])
        default: nil
        }
    }

    private func json(_ document: JSON?) throws(Status) -> HTTPResponse {
        guard let document else { throw .noSuchResource }
        return .json(document.bytes)
    }

    /// Aggregated for who asks for it, in the form that is answered with its own media type.
    private func group(_ http: HTTPRequest, isCore: Bool) -> HTTPResponse {
        let accepted = (http.headers["Accept"] ?? "").split(separator: ",").map { MediaType($0) }
        let wantsAggregated = accepted.contains {
            $0.parameters["as"] == "APIGroupDiscoveryList" && $0.parameters["v"] == "v2"
        }
        guard wantsAggregated else { return .json((isCore ? discovery.coreVersions : discovery.groupList).bytes) }
        return HTTPResponse(
            .ok, headers: ["Content-Type": Discovery.aggregatedMediaType],
            body: .bytes(discovery.aggregated(isCore: isCore).bytes))
    }
}

/// What `/version` says. kubectl looks at the minor number.
enum Version {
    static let major = "1"
    static let minor = "32"

    static var document: JSON {
        [
            "major": .string(major), "minor": .string(minor), "gitVersion": .string("v\(major).\(minor).0+dinghy"),
            "gitCommit": "", "gitTreeState": "clean", "buildDate": "1970-01-01T00:00:00Z", "goVersion": "swift6.3",
            "compiler": "swiftc", "platform": "linux/amd64",
        ]
    }
}
