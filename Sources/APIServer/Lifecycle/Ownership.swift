package import API
import APIServerContract
package import Schema

/// Who writes, when, and which part: the owner of the fields that a write changes.
package struct Manager: Sendable, Hashable {
    package var name: String
    /// `status`, `scale`, or empty.
    package var subresource: String
    package var time: Time

    package init(name: String, subresource: String, time: Time) {
        self.name = name
        self.subresource = subresource
        self.time = time
    }

    fileprivate func writer(of kind: Kind) -> ManagedFields.Writer {
        ManagedFields.Writer(manager: name, apiVersion: kind.apiVersion, subresource: subresource, time: time)
    }
}

/// The fields of an object and their owners, in `metadata.managedFields`.
package enum Ownership {
    private static let path = ["metadata", "managedFields"]

    /// Records that a manager has made `document` out of `old`.
    ///
    /// A document with unreadable managed fields begins anew, as Kubernetes does it.
    static func recordUpdate(_ document: inout JSON, from old: JSON?, by manager: Manager, _ resource: ServedResource) {
        var managers = (try? ManagedFields(json: old?[path: path])) ?? ManagedFields()
        if document[path: path]?.array == [] { managers = ManagedFields() }
        do {
            try managers.recordUpdate(
                by: manager.writer(of: resource.kind), from: old, to: document, shape: .object(resource.shape),
                ignoring: ignored(manager.subresource, resource))
        } catch {
            return  // A document that breaks its shape has been refused before it comes here.
        }
        document[path: path] = managers.entries.isEmpty ? nil : managers.json
    }

    /// Server-side apply: what `manager` wants, merged into the object, and what is thereby his.
    package static func applied(
        _ wanted: JSON, to document: JSON?, by manager: Manager, force: Bool, _ resource: ServedResource
    ) throws(Status) -> JSON {
        guard wanted[path: path] == nil else { throw .badRequest("metadata.managedFields must be nil") }
        do throws(ApplyError) {
            let managers = (try? ManagedFields(json: document?[path: path])) ?? ManagedFields()
            var (merged, owners) = try ServerSideApply.apply(
                wanted, to: document, managers: managers, by: manager.writer(of: resource.kind), force: force,
                shape: .object(resource.shape), ignoring: ignored(manager.subresource, resource))
            merged[path: path] = owners.json
            return merged
        } catch {
            throw status(of: error)
        }
    }

    /// A write to the object itself can't change its status, and the other way round.
    private static func ignored(_ subresource: String, _ resource: ServedResource) -> FieldSet {
        if subresource == "status" { return FieldSet(fields: [["spec"], ["metadata"], ["data"]]) }
        return resource.shape["status"] == nil ? FieldSet() : FieldSet(fields: [["status"]])
    }

    private static func status(of error: ApplyError) -> Status {
        switch error {
        case .invalid(let error): return .badRequest("failed to create typed patch object: \(error)")
        case .conflicts(let conflicts):
            var details = StatusDetails()
            details.causes = conflicts.map {
                StatusCause(reason: "FieldManagerConflict", field: $0.field, $0.message)
            }
            return Status(failure: .conflict, code: 409, "\(error)", details: details)
        }
    }
}
