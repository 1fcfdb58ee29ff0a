package import API
package import ReconciliationContract

/// The objects an informer knows, by key (`namespace/name`) and by indexes.
///
/// An index gives each object any number of values ("the node it runs on", "the uids of its owners") and finds all
/// objects of one value without looking at the others. Whatever comes out is sorted by key, so that what is decided
/// from it doesn't depend on a dictionary's order.
package struct ObjectStore<R: Resource>: Sendable {
    private var objects: [String: R] = [:]
    private var indexes: [Index<R>.Name: [String: Set<String>]] = [:]
    private let definitions: [Index<R>]

    package init(indexes: [Index<R>] = []) {
        definitions = indexes
        for index in indexes { self.indexes[index.name] = [:] }
    }

    package var count: Int { objects.count }
    package subscript(key: String) -> R? { objects[key] }

    /// Everything, sorted by key.
    package var all: [R] { keys.compactMap { objects[$0] } }
    package var keys: [String] { objects.keys.sorted() }

    /// The objects for which the index gives this value.
    package func objects(by index: Index<R>.Name, _ value: String) -> [R] {
        guard let values = indexes[index] else { preconditionFailure("the informer has no index \(index.rawValue)") }
        return (values[value] ?? []).sorted().compactMap { objects[$0] }
    }

    /// Returns what stood there before.
    @discardableResult
    package mutating func set(_ object: R) -> R? {
        let key = object.key
        let old = objects.updateValue(object, forKey: key)
        for index in definitions {
            let before = old.map(index.values) ?? []
            let after = index.values(object)
            if before == after { continue }
            for value in before { remove(key, from: index.name, value) }
            for value in after { indexes[index.name, default: [:]][value, default: []].insert(key) }
        }
        return old
    }

    @discardableResult
    package mutating func remove(_ key: String) -> R? {
        guard let old = objects.removeValue(forKey: key) else { return nil }
        for index in definitions {
            for value in index.values(old) { remove(key, from: index.name, value) }
        }
        return old
    }

    /// The store becomes what the change says.
    package mutating func apply(_ change: Change<R>) {
        switch change {
        case .added(let object), .modified(_, let object): set(object)
        case .deleted(let object): remove(object.key)
        }
    }

    private mutating func remove(_ key: String, from index: Index<R>.Name, _ value: String) {
        indexes[index]?[value]?.remove(key)
        if indexes[index]?[value]?.isEmpty == true { indexes[index]?[value] = nil }
    }
}

/// One more way to find the objects of a store.
package struct Index<R: Resource>: Sendable {
    package struct Name: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package init(stringLiteral value: String) { rawValue = value }

        package static var namespace: Name { "namespace" }
        package static var owner: Name { "owner" }
        package static var node: Name { "node" }
    }

    package let name: Name
    let values: @Sendable (R) -> [String]

    package init(_ name: Name, _ values: @escaping @Sendable (R) -> [String]) {
        self.name = name
        self.values = values
    }

    package static var byNamespace: Index { Index(.namespace) { [$0.metadata.namespace] } }
    /// By the uid of each owner.
    package static var byOwner: Index { Index(.owner) { $0.metadata.ownerReferences.map(\.uid) } }
}

extension Index where R == Pod {
    /// By `spec.nodeName`; pods without a node stand under the empty name.
    package static var byNode: Index { Index(.node) { [$0.spec.nodeName] } }
}
