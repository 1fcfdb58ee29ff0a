public import API
public import Schema

/// Something the API server or the caller reports. An object is given in its new state; the same state twice is fine.
public enum SchedulerEvent: Sendable, Hashable {
    case pod(Pod)
    case podDeleted(Pod)
    case node(Node)
    case nodeDeleted(Node)
    /// The API server refused the binding of a pod that was returned by ``SchedulerAction/bind(_:node:)``, or of its
    /// volumes.
    case bindingFailed(Pod)
    /// Something else that rules look at is new or has changed.
    case changed(ClusterObject)
    case deleted(ClusterObject)
    /// What the extenders say to ``SchedulerAction/consult(_:)``.
    case answered(ExtenderAnswer)
}

/// What rules look at beside pods and nodes.
public enum ClusterObject: Sendable, Hashable {
    case persistentVolumeClaim(PersistentVolumeClaim)
    case persistentVolume(PersistentVolume)
    case storageClass(StorageClass)
    case csiNode(CSINode)
    case podDisruptionBudget(PodDisruptionBudget)
    case namespace(Namespace)
}

// MARK: - As JSON

/// One member, named as the case: `{"pod": {…}}`, `{"changed": {"apiVersion": "v1", "kind": "Namespace", …}}`.
extension SchedulerEvent {
    public var json: JSON {
        switch self {
        case .pod(let pod): ["pod": pod.json]
        case .podDeleted(let pod): ["podDeleted": pod.json]
        case .node(let node): ["node": node.json]
        case .nodeDeleted(let node): ["nodeDeleted": node.json]
        case .bindingFailed(let pod): ["bindingFailed": pod.json]
        case .changed(let object): ["changed": object.json]
        case .deleted(let object): ["deleted": object.json]
        case .answered(let answer): ["answered": answer.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected an event, got \(json.typeName)")
        }
        do { self = try Self(member.name, member.value) } catch { throw error.under(member.name) }
    }

    private init(_ name: String, _ value: JSON) throws(DecodeError) {
        switch name {
        case "pod": self = .pod(try Pod(json: value))
        case "podDeleted": self = .podDeleted(try Pod(json: value))
        case "node": self = .node(try Node(json: value))
        case "nodeDeleted": self = .nodeDeleted(try Node(json: value))
        case "bindingFailed": self = .bindingFailed(try Pod(json: value))
        case "changed": self = .changed(try ClusterObject(json: value))
        case "deleted": self = .deleted(try ClusterObject(json: value))
        case "answered": self = .answered(try ExtenderAnswer(json: value))
        default: throw DecodeError("no such event")
        }
    }
}

/// The object's document, whose `kind` tells the case.
extension ClusterObject {
    public var json: JSON {
        switch self {
        case .persistentVolumeClaim(let claim): claim.document
        case .persistentVolume(let volume): volume.document
        case .storageClass(let storageClass): storageClass.document
        case .csiNode(let node): node.document
        case .podDisruptionBudget(let budget): budget.document
        case .namespace(let namespace): namespace.document
        }
    }

    public init(json: JSON) throws(DecodeError) {
        switch json["kind"]?.string {
        case "PersistentVolumeClaim": self = .persistentVolumeClaim(try PersistentVolumeClaim(json: json))
        case "PersistentVolume": self = .persistentVolume(try PersistentVolume(json: json))
        case "StorageClass": self = .storageClass(try StorageClass(json: json))
        case "CSINode": self = .csiNode(try CSINode(json: json))
        case "PodDisruptionBudget": self = .podDisruptionBudget(try PodDisruptionBudget(json: json))
        case "Namespace": self = .namespace(try Namespace(json: json))
        case let kind: throw DecodeError("a scheduler doesn't look at \(kind ?? "what has no kind")", path: ["kind"])
        }
    }
}
