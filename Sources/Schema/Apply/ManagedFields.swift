/// Who has a say in which fields of an object: the content of `metadata.managedFields`.
///
/// Whoever writes owns what they changed (`Update`) or what they said (`Apply`). A field may have several owners, when
/// they all applied the same value. A write takes fields away from other owners by changing or removing them.
///
/// Left out compared with Kubernetes: versions of a kind are not converted into each other, and old updaters are not
/// summed up as `ancient-changes`.
public struct ManagedFields: Sendable, Hashable {
    public enum Operation: String, Sendable, Hashable {
        case apply = "Apply"
        case update = "Update"
    }

    /// Who writes, as the request says it.
    public struct Writer: Sendable, Hashable {
        public var manager: String
        public var apiVersion: String
        /// `status`, `scale`; empty for the object itself.
        public var subresource: String
        public var time: Time

        public init(manager: String, apiVersion: String, subresource: String = "", time: Time) {
            self.manager = manager
            self.apiVersion = apiVersion
            self.subresource = subresource
            self.time = time
        }
    }

    public struct Entry: Sendable, Hashable {
        public var manager: String
        public var operation: Operation
        public var apiVersion: String
        public var subresource: String
        public var time: Time?
        public var fields: FieldSet
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    /// Fields nobody owns: they are the server's.
    public static let serverFields = FieldSet(
        fields: [["apiVersion"], ["kind"]]
            + [
                "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields",
                "resourceVersion",
            ].map { ["metadata", $0] })
}

// MARK: - After an update

extension ManagedFields {
    /// What the updater changed or added is theirs alone; what is gone is nobody's.
    ///
    /// - Parameters:
    ///   - old: nil when the object was created.
    ///   - ignored: fields that the request can't change, such as `status` in a request to the object itself.
    public mutating func recordUpdate(
        by writer: Writer, from old: JSON?, to new: JSON, shape: Shape, ignoring ignored: FieldSet = FieldSet()
    ) throws(DecodeError) {
        let change = try FieldChange(from: old ?? [:], to: new, shape, ignoring: Self.serverFields.union(ignored))
        guard !change.isEmpty else { return }
        for index in entries.indices {
            entries[index].fields = entries[index].fields.subtracting(change.removed).subtracting(change.written)
        }
        if !change.written.isEmpty {
            let index = index(of: writer, .update)
            entries[index].fields.formUnion(change.written)
            entries[index].time = writer.time
        }
        tidy()
    }

    /// The writer's entry; made when there is none. Who applies has one entry, whatever the version.
    mutating func index(of writer: Writer, _ operation: Operation) -> Int {
        let index = entries.firstIndex {
            $0.manager == writer.manager && $0.operation == operation && $0.subresource == writer.subresource
                && (operation == .apply || $0.apiVersion == writer.apiVersion)
        }
        if let index { return index }
        entries.append(
            Entry(
                manager: writer.manager, operation: operation, apiVersion: writer.apiVersion,
                subresource: writer.subresource, time: writer.time, fields: FieldSet()))
        return entries.count - 1
    }

    /// Owners of nothing go; the others stand in Kubernetes' order.
    mutating func tidy() {
        entries.removeAll { $0.fields.isEmpty }
        entries.sort { $0.rank < $1.rank }
    }
}

extension ManagedFields.Entry {
    fileprivate var rank: (String, Int, String, String, String) {
        (operation.rawValue, time?.seconds ?? 0, manager, apiVersion, subresource)
    }
}

/// What one write did.
struct FieldChange {
    /// Added, or changed in value.
    let written: FieldSet
    let removed: FieldSet

    init(from old: JSON, to new: JSON, _ shape: Shape, ignoring ignored: FieldSet) throws(DecodeError) {
        let before = try FieldSet(of: old, shape: shape)
        let after = try FieldSet(of: new, shape: shape)
        let changed = try FieldSet.changed(from: old, to: new, shape, .natural)
        written = after.subtracting(before).union(changed).removing(below: ignored)
        removed = before.subtracting(after).removing(below: ignored)
    }

    var isEmpty: Bool { written.isEmpty && removed.isEmpty }
}

// MARK: - metadata.managedFields

extension ManagedFields {
    /// - Parameter json: the array; nil when there is none.
    public init(json: JSON?) throws(DecodeError) {
        entries = []
        for (index, entry) in (json?.array ?? []).enumerated() {
            do { entries.append(try Entry(json: entry)) } catch { throw error.under("[\(index)]") }
        }
    }

    public var json: JSON { .array(entries.map(\.json)) }
}

extension ManagedFields.Entry {
    fileprivate init(json: JSON) throws(DecodeError) {
        guard let operation = json["operation"]?.string.flatMap(ManagedFields.Operation.init) else {
            throw DecodeError("must be `Apply` or `Update`", path: ["operation"])
        }
        self.operation = operation
        manager = json["manager"]?.string ?? ""
        apiVersion = json["apiVersion"]?.string ?? ""
        subresource = json["subresource"]?.string ?? ""
        time = try json["time"].flatMapTyped { value throws(DecodeError) in value.isNull ? nil : try Time(json: value) }
        do { fields = try FieldSet(json: json["fieldsV1"] ?? [:]) } catch { throw error.under("fieldsV1") }
    }

    fileprivate var json: JSON {
        var json: JSON = [
            "manager": .string(manager), "operation": .string(operation.rawValue), "apiVersion": .string(apiVersion),
        ]
        if let time { json["time"] = time.json }
        json["fieldsType"] = "FieldsV1"
        json["fieldsV1"] = fields.json
        if !subresource.isEmpty { json["subresource"] = .string(subresource) }
        return json
    }
}

extension Optional {
    fileprivate func flatMapTyped<Result, Problem: Error>(
        _ transform: (Wrapped) throws(Problem) -> Result?
    ) throws(Problem) -> Result? {
        if let self { try transform(self) } else { nil }
    }
}
