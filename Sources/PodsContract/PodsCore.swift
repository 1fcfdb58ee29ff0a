public import API

/// What decides for the processes of a pod, without a kernel around it: settings go in, steps and values come out.
///
/// ```
///   PodSpec ──▶ namespaceOptions ──▶ pauseSteps: who holds what is shared     ─┐
///                              └───▶ joiningSteps: what a container joins      │   one list of steps for each process,
///   image ──▶ layerClaims, layerActions ──▶ rootSteps: what it sees           ├─▶ carried out by somebody who decides
///   Container ──▶ limits ──▶ cgroupValues: what it may use                     │   nothing
///   a request ──▶ sandboxActions: what comes first, what goes last            ─┘
/// ```
/// The contract:
/// - Each function answers for itself; whoever asks has the files, processes and namespaces.
/// - Nothing depends on chance, on time, or on the order of a dictionary.
public protocol PodsCore: Sendable {
    init()

    // MARK: Namespaces

    /// What a pod's settings ask of a runtime, in the words of its interface.
    func namespaceOptions(of pod: PodSpec) -> NamespaceOptions

    /// Whose namespaces the pod's pause process has.
    func namespaces(ofPause options: NamespaceOptions) -> ProcessNamespaces

    /// Whose namespaces a container has.
    func namespaces(ofContainer options: NamespaceOptions) -> ProcessNamespaces

    // MARK: The root file system

    /// What a process does to see the container's files and nothing else. It may be in any namespaces but mounts of its
    /// own, and sees the node's files at the beginning.
    func rootSteps(of root: ContainerRoot) -> [PodStep]

    // MARK: Control groups

    /// How dear the pod is to its node.
    func qosClass(of pod: PodSpec) -> PodQOSClass

    /// What a container may use.
    func limits(of container: Container) -> ResourceLimits

    /// Who is killed first when the node's memory is used up: from -997, last, to 1000, first.
    /// - Parameter nodeMemory: in bytes; 0 when nobody knows.
    func oomScoreAdjustment(of container: Container, qosClass: PodQOSClass, nodeMemory: Int) -> Int

    /// What is written into the files of a control group, in this order.
    func cgroupValues(of limits: ResourceLimits, version: CgroupVersion) -> [CgroupValue]

    // MARK: The pause process, and who comes when

    /// How a process becomes the pod's pause process.
    func pauseSteps(of pause: PauseProcess) -> [PodStep]

    /// How a process comes into the namespaces that it shares with the pod; for its processes see
    /// ``namespaces(ofContainer:)``, as these are chosen when a process is made.
    /// - Parameter pause: the pause process's number on the node.
    func joiningSteps(to pause: Int, options: NamespaceOptions) -> [PodStep]

    /// Whether containers can be made and started in the sandbox.
    func isReady(_ sandbox: SandboxObservation) -> Bool

    /// What is to be done for a request, in this order; nothing when it has been done already.
    /// - Throws: ``Refusal`` when it can't be done in this state.
    func sandboxActions(for request: SandboxRequest, in sandbox: SandboxObservation) throws(Refusal) -> [SandboxAction]

    // MARK: Layers

    /// What an image says of its layers, the lowest first.
    /// - Parameters:
    ///   - layers: of the manifest.
    ///   - diffIDs: of the configuration.
    /// - Throws: ``Refusal`` when the two can't belong together.
    func layerClaims(_ layers: [LayerDescriptor], diffIDs: [String]) throws(Refusal) -> [LayerClaim]

    /// - Parameter found: the same of what is really there, computed from its bytes.
    /// - Throws: ``Refusal`` when that isn't what was claimed.
    func check(_ found: LayerClaim, against claim: LayerClaim) throws(Refusal)

    /// What unpacks a layer into a folder of its own, which overlay file systems then lay over those of the layers below.
    /// - Parameter entries: of the layer's archive, in its order. It is a stranger's.
    /// - Throws: ``Refusal`` when an entry is not to be had inside of the folder.
    func layerActions(for entries: [LayerEntry]) throws(Refusal) -> [LayerAction]
}

/// Why something isn't done, for people.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
