import Objects
import Schema

/// Who made an object, and depends on it. Each object has at most one *controller* among its owners.
extension OwnerReference {
    /// The owner as a controller: it makes, counts and removes the object.
    public init<Owner: Resource>(controller owner: Owner) {
        self.init()
        apiVersion = Owner.kind.apiVersion
        kind = Owner.kind.name
        name = owner.metadata.name
        uid = owner.metadata.uid
        controller = true
        blockOwnerDeletion = true
    }

    /// The group in the API version.
    public var group: String {
        guard let slash = apiVersion.firstIndex(of: "/") else { return "" }
        return String(apiVersion[..<slash])
    }
}

extension ObjectMeta {
    public var controllerReference: OwnerReference? { ownerReferences.first { $0.controller == true } }

    public func isControlled<Owner: Resource>(by owner: Owner) -> Bool {
        controllerReference?.uid == owner.metadata.uid
    }

    public var isBeingDeleted: Bool { deletionTimestamp != nil }

    /// Whether a status of this observed generation speaks of the object as it is wished now.
    public func isObserved(by observedGeneration: Int) -> Bool {
        Generation.isObserved(generation, by: observedGeneration)
    }
}

extension ObjectReference {
    public init<Object: Resource>(to object: Object, fieldPath: String = "") {
        self.init()
        kind = Object.kind.name
        apiVersion = Object.kind.apiVersion
        namespace = object.metadata.namespace
        name = object.metadata.name
        uid = object.metadata.uid
        self.fieldPath = fieldPath
    }
}
