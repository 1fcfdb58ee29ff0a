import CRI
import Containers
import Schema

// What the runtime must remember of sandboxes and containers: what they were made from. Whether they run is not
// written down but found out, from the files of the shim: so nothing can be wrong after the runtime was killed.

/// A pod sandbox, as its folder keeps it.
struct SandboxRecord: Declared {
    var id = ""
    var config = PodSandboxConfig()
    /// In nanoseconds since 1970.
    var createdAt = 0
    /// False while it is being made: one that is found so after a restart was never finished, and is removed.
    var isMade = false
    var isStopped = false
    /// Empty when the pod uses the node's network.
    var networkNamespace = ""
    var addresses: [String] = []
    /// The pod's cgroup, below the node's.
    var cgroup = ""

    static let schema = Schema<Self>("A pod sandbox.") {
        Field(nil, "id", \.id)
        Field(nil, "config", \.config)
        Field(nil, "createdAt", \.createdAt)
        Field(nil, "isMade", \.isMade)
        Field(nil, "isStopped", \.isStopped)
        Field(nil, "networkNamespace", \.networkNamespace)
        Field(nil, "addresses", \.addresses)
        Field(nil, "cgroup", \.cgroup)
    }
}

/// A container, as its folder keeps it.
struct ContainerRecord: Declared {
    var id = ""
    var sandbox = ""
    var config = ContainerConfig()
    var specification = ContainerSpecification()
    var imageID = ""
    /// `name@digest`.
    var imageReference = ""
    var createdAt = 0
    /// The signal that asks it to end.
    var stopSignal = 15
    /// Why it could not be started; empty when that didn't happen.
    var startError = ""

    static let schema = Schema<Self>("A container.") {
        Field(nil, "id", \.id)
        Field(nil, "sandbox", \.sandbox)
        Field(nil, "config", \.config)
        Field(nil, "specification", \.specification)
        Field(nil, "imageID", \.imageID)
        Field(nil, "imageReference", \.imageReference)
        Field(nil, "createdAt", \.createdAt)
        Field(nil, "stopSignal", \.stopSignal)
        Field(nil, "startError", \.startError)
    }
}
