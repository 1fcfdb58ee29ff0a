import API
import APIServer
import HTTP
import Schema

/// `pods/NAME/schedulingrecord`: asked of the scheduler, which alone knows. It is never stored.
///
/// Not a part of Kubernetes, where one has to guess from the message of an event. The record is in the scheduler's memory
/// only, and only of the last attempts; a scheduler of another make has none.
struct SchedulerProxy: Sendable {
    /// Nil when it can't be asked.
    private let client: HTTPClient?

    /// - Parameter endpoint: the scheduler's secure port, in the network of the control plane.
    init(_ endpoint: HTTP.Endpoint, tls: ClientTLS) { client = try? HTTPClient(to: endpoint, tls: tls) }

    func handle(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let namespace = percentEncoded(request.info.namespace)
        let target = "/schedulingrecords/\(namespace)/\(percentEncoded(request.info.name))"
        do {
            let answer = try await client?.fetch(HTTPClient.Request(.get, target, timeout: .seconds(5)))
            if let answer, answer.status.isSuccess { return .json(answer.body) }
        } catch {
            throw .internalError("the scheduler can't be asked: \(error)")
        }
        throw Status(
            failure: .notFound, code: 404,
            "the scheduler remembers no attempt to schedule pod \"\(request.info.name)\" in \(request.info.namespace)")
    }
}
