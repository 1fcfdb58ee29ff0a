import API
import APIServerContract
import Schema

/// The smallest store that an API server can work on: in memory, one revision for each write.
///
/// It has what etcd has: a number that grows with every write, and writing on condition that an object is still as it
/// was read. So two who decide at the same time can't both win. The cluster's API server has etcd in its place (see
/// `APIServerProgram/Storage`); the decisions are the same.
struct ObjectStore: Sendable {
    private(set) var revision = 0
    private var resources: [String: ResourceCache] = [:]
    private var limits = ResourceCache.Limits()

    init(history: Int) { limits.changes = history }

    /// Nil when nothing of the resource was ever written.
    subscript(resource: String) -> ResourceCache? { resources[resource] }

    func read(_ resource: String, _ key: String) throws(Status) -> StoredVersion? {
        guard let object = resources[resource]?.objects[key] else { return nil }
        do {
            return StoredVersion(document: try object.document(), revision: object.revision)
        } catch {
            throw .internalError("unreadable object: \(error)")
        }
    }

    /// - Parameter current: what the change was decided on.
    /// - Returns: the object as it is then, or as it last was; nil when somebody else has written since.
    mutating func commit(_ change: Change, over current: StoredVersion?, _ resource: String, _ key: String) -> JSON? {
        guard isStill(current, resource, key) else { return nil }
        switch change {
        case .keep(let document): return document
        case .write(let document): return write(document, over: current, resource)
        case .remove(let document):
            // lab 04.1: begin
            revision += 1
            resources[resource]?.delete(key, at: revision)
            return document
        // lab 04.1: end
        }
    }

    /// Nobody has made, changed or removed the object since it was read.
    private func isStill(_ current: StoredVersion?, _ resource: String, _ key: String) -> Bool {
        // lab 04.2: begin → return true
        resources[resource]?.objects[key]?.revision == current?.revision
        // lab 04.2: end
    }

    /// A write that changes nothing is none: it makes no version, and no watcher hears of it.
    private mutating func write(_ document: JSON, over current: StoredVersion?, _ resource: String) -> JSON {
        // lab 04.1: begin
        if document == current?.document { return document }
        revision += 1
        let object = StoredObject(document: document, revision: revision, selectableFields: [])
        resources[resource, default: ResourceCache(startingAt: 0, limits: limits)].put(object)
        var written = document
        written.resourceVersion = String(revision)
        return written
        // lab 04.1: end
    }
}
