public import Schema

public struct ObjectMeta: Declared {
    public var name = ""
    public var generateName = ""
    public var namespace = ""
    public var uid = ""
    public var resourceVersion = ""
    public var generation = 0
    public var creationTimestamp = Time()
    public var deletionTimestamp: Time?
    public var deletionGracePeriodSeconds: Int?
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    public var ownerReferences: [OwnerReference] = []
    public var finalizers: [String] = []
    public var managedFields: [ManagedFieldsEntry] = []

    public init() {}

    public static let schema = Schema<Self>(
        "What every object carries: its name, who owns it, which version of it this is."
    ) {
        Field(1, "name", \.name, "Unique among the objects of the kind in the namespace; it can't be changed.")
        Field(
            2, "generateName", \.generateName,
            "A prefix for a name that the server completes with five random characters.")
        Field(
            3, "namespace", \.namespace,
            "The space in which the name must be unique; empty for what belongs to the whole cluster.")
        Field(5, "uid", \.uid, "Unique in time and space: a later object of the same name has another one.")
        Field(6, "resourceVersion", \.resourceVersion, "Changes with each write. To be compared for equality only.")
        Field(7, "generation", \.generation, "Counts the changes of the desired state.")
        Field(8, "creationTimestamp", \.creationTimestamp, "When the server created the object.")
        Field(9, "deletionTimestamp", \.deletionTimestamp, "When the object is to be gone; set by a graceful deletion.")
        Field(
            10, "deletionGracePeriodSeconds", \.deletionGracePeriodSeconds,
            "How long the object may take to end before it is removed.")
        Field(11, "labels", \.labels, "Keys and values to select objects by.")
        Field(12, "annotations", \.annotations, "Keys and values for tools, which nobody selects by.")
        Field(
            13, "ownerReferences", \.ownerReferences, merge: .byKey("uid"),
            "The objects this one depends on: when all are gone, it is collected.")
        Field(14, "finalizers", \.finalizers, merge: .set, "Who must do something before the object may be removed.")
        Field(17, "managedFields", \.managedFields, "Which manager set which fields, for server-side apply.")
    }
}

public struct OwnerReference: Declared {
    public var apiVersion = ""
    public var kind = ""
    public var name = ""
    public var uid = ""
    public var controller: Bool?
    public var blockOwnerDeletion: Bool?

    public init() {}

    public static let schema = Schema<Self>("An object that owns another one, in the same namespace or in none.") {
        Field(5, "apiVersion", \.apiVersion, required: true, "API version of the owner.")
        Field(1, "kind", \.kind, required: true, "Kind of the owner.")
        Field(3, "name", \.name, required: true, "Name of the owner.")
        Field(4, "uid", \.uid, required: true, "Uid of the owner.")
        Field(6, "controller", \.controller, "True for the one owner that manages the object.")
        Field(
            7, "blockOwnerDeletion", \.blockOwnerDeletion,
            "With foreground deletion, the owner waits until this object is gone.")
    }
}

public struct ManagedFieldsEntry: Declared {
    public var manager = ""
    public var operation = ""
    public var apiVersion = ""
    public var time: Time?
    public var fieldsType = ""
    public var fieldsV1: RawJSON?
    public var subresource = ""

    public init() {}

    public static let schema = Schema<Self>("The fields that one manager has set.") {
        Field(1, "manager", \.manager, "Name of the manager, such as kubectl-client-side-apply.")
        Field(2, "operation", \.operation, "Apply or Update.")
        Field(3, "apiVersion", \.apiVersion, "The version in which the fields are named.")
        Field(4, "time", \.time, "When the entry was last changed.")
        Field(6, "fieldsType", \.fieldsType, "Always FieldsV1.")
        Field(7, "fieldsV1", \.fieldsV1, "The set of fields, as a tree.")
        Field(8, "subresource", \.subresource, "The subresource by which the fields were written.")
    }
}
