public import Schema

/// What every object has, read off its document.
extension JSON {
    public var name: String { self[path: ["metadata", "name"]]?.string ?? "" }
    public var namespace: String { self[path: ["metadata", "namespace"]]?.string ?? "" }
    public var uid: String { self[path: ["metadata", "uid"]]?.string ?? "" }

    public var labels: [String: String] {
        guard let labels = self[path: ["metadata", "labels"]]?.object else { return [:] }
        return Dictionary(
            labels.members.map { ($0.name, $0.value.string ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    /// Empty when there is none.
    public var resourceVersion: String {
        get { self[path: ["metadata", "resourceVersion"]]?.string ?? "" }
        set { self[path: ["metadata", "resourceVersion"]] = newValue.isEmpty ? nil : .string(newValue) }
    }

    public var finalizers: [String] {
        get { self[path: ["metadata", "finalizers"]]?.array?.compactMap(\.string) ?? [] }
        set { self[path: ["metadata", "finalizers"]] = newValue.isEmpty ? nil : .array(newValue.map { .string($0) }) }
    }

    /// Somebody asked for the object to be deleted, and something still holds it.
    public var isBeingDeleted: Bool { self[path: ["metadata", "deletionTimestamp"]]?.string != nil }
}
