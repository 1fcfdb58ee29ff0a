import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Objects
import ObjectsContract
import Schema

/// A request whose sender is known and permitted, and whose resource is found.
struct APIRequest: Sendable {
    let info: RequestInfo
    let user: User
    let http: HTTPRequest
    let query: Query
    let resource: ServedResource
    let negotiation: Negotiation

    /// A Namespace's path names it as the place, too; its key is its name alone.
    var key: ObjectKey {
        ObjectKey(
            resource: resource.storageName, namespace: resource.kind.isNamespaced ? info.namespace : "",
            name: info.name)
    }

    /// Whether nothing that was written before may be missed. A reader that names a revision is content with that one, or
    /// with what comes after it (`0`: with any); a writer never is.
    var wantsLatest: Bool {
        switch info.verb {
        case .get, .list, .watch: (query["resourceVersion"] ?? "").isEmpty
        default: true
        }
    }

    /// Who the fields of a write belong to: as the client says, or the first part of its User-Agent.
    var fieldManager: String {
        if let manager = query["fieldManager"], !manager.isEmpty { return String(manager.prefix(128)) }
        let agent = http.headers["User-Agent"] ?? "unknown"
        return String(agent.prefix { $0 != "/" }.prefix(128))
    }

    func selection() throws(Status) -> Selection {
        do {
            return Selection(
                namespace: resource.kind.isNamespaced ? info.namespace : "",
                labels: try LabelRequirements(parsing: query["labelSelector"] ?? ""), fields: try fieldSelector())
        } catch let error as Status {
            throw error
        } catch {
            throw .badRequest("\(error)")
        }
    }

    /// Only fields that the kind has declared may be selected by: the cache holds their values.
    private func fieldSelector() throws -> FieldRequirements {
        var selector = try FieldRequirements(parsing: query["fieldSelector"] ?? "")
        let known = resource.selectableFields.map(\.path)
        for requirement in selector.requirements where !known.contains(requirement.field) {
            throw Status.badRequest("field label not supported: \(requirement.field)")
        }
        if !info.name.isEmpty { selector.requirements.append(.init("metadata.name", info.name)) }
        return selector
    }

    /// A number in the query, such as `limit`.
    func number(_ name: String) throws(Status) -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            throw .badRequest("invalid value for query parameter \(name): \"\(text)\" is not a number")
        }
        return number
    }

    func flag(_ name: String) -> Bool { query[name].map { $0 == "true" || $0 == "1" } ?? false }
}
