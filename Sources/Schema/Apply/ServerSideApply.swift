/// Server-side apply: who applies a document says "these fields shall be so, and they are mine".
///
/// ```
/// applied ──▶ merge into live ──▶ take out what I applied before, no longer say, and nobody else owns
///                                        │
///                                        ▼
///                         what did change: was it another's? ── yes, not forced ──▶ conflict
///                                        │ no, or forced
///                                        ▼
///                            it is mine now, and no longer theirs
/// ```
/// Source: kubernetes.io/docs/reference/using-api/server-side-apply; sigs.k8s.io/structured-merge-diff.
public enum ServerSideApply {
    /// - Parameters:
    ///   - live: nil when the object doesn't exist yet. `metadata.managedFields` is not looked at in either document.
    ///   - force: take fields from their owners instead of failing.
    ///   - ignored: fields that the request can't change, such as `status` in a request to the object itself.
    public static func apply(
        _ applied: JSON, to live: JSON?, managers: ManagedFields, by writer: ManagedFields.Writer, force: Bool,
        shape: Shape, ignoring ignored: FieldSet = FieldSet()
    ) throws(ApplyError) -> (document: JSON, managers: ManagedFields) {
        var managers = managers
        let mine = managers.index(of: writer, .apply)
        let live = live ?? [:]
        let ignored = ManagedFields.serverFields.union(ignored)
        let document: JSON
        let change: FieldChange
        do {
            let before = managers.entries[mine].fields
            let fields = try FieldSet(of: applied, shape: shape).removing(below: ignored)
            managers.entries[mine].fields = fields
            document = try prune(try shape.merge(applied, into: live), of: before, managers, shape)
            change = try FieldChange(from: live, to: document, shape, ignoring: ignored)
            if !change.isEmpty || fields != before { managers.entries[mine].time = writer.time }
        } catch { throw .invalid(error) }
        managers.entries[mine].apiVersion = writer.apiVersion
        try managers.give(change, to: mine, force: force)
        managers.tidy()
        return (document, managers)
    }

    /// Takes out what the manager owned before and nobody owns now.
    private static func prune(
        _ document: JSON, of before: FieldSet, _ managers: ManagedFields, _ shape: Shape
    ) throws(DecodeError) -> JSON {
        if before.isEmpty { return document }
        let owned = managers.entries.reduce(into: FieldSet()) { $0.formUnion($1.fields) }
        return try shape.remove(shape.withParents(before).subtracting(shape.withParents(owned)), from: document)
    }
}

extension ManagedFields {
    /// - Parameter mine: the entry of the manager who made the change.
    fileprivate mutating func give(_ change: FieldChange, to mine: Int, force: Bool) throws(ApplyError) {
        var conflicts: [ApplyConflict] = []
        for index in entries.indices where index != mine {
            let taken = entries[index].fields.intersection(change.written)
            conflicts += taken.paths.map { ApplyConflict(owner: entries[index], field: $0) }
            entries[index].fields = entries[index].fields.subtracting(taken).subtracting(change.removed)
        }
        if !force, !conflicts.isEmpty { throw .conflicts(conflicts) }
    }
}

/// A field that would be taken from another manager.
public struct ApplyConflict: Sendable, Hashable {
    public var owner: ManagedFields.Entry
    /// `.spec.replicas`.
    public var field: String

    /// The cause's message in the Status: `conflict with "kubectl-create" using apps/v1 at 2026-11-22T10:30:00Z`.
    public var message: String { "conflict with \(ownerText)" }

    var ownerText: String {
        var text = "\"\(owner.manager)\""
        if !owner.subresource.isEmpty { text += " with subresource \"\(owner.subresource)\"" }
        guard owner.operation == .update else { return text }
        return text + " using \(owner.apiVersion)" + (owner.time.map { " at \($0)" } ?? "")
    }
}

public enum ApplyError: Error, Hashable, CustomStringConvertible {
    case conflicts([ApplyConflict])
    case invalid(DecodeError)

    public var description: String {
        switch self {
        case .invalid(let error): return error.description
        case .conflicts(let conflicts):
            if conflicts.count == 1 {
                return "Apply failed with 1 conflict: \(conflicts[0].message): \(conflicts[0].field)"
            }
            let byOwner = Dictionary(grouping: conflicts, by: \.ownerText).sorted { $0.key < $1.key }
            let lines = byOwner.flatMap { owner, conflicts in
                ["conflicts with \(owner):"] + conflicts.map { "- \($0.field)" }
            }
            return "Apply failed with \(conflicts.count) conflicts: \(lines.joined(separator: "\n"))"
        }
    }
}
