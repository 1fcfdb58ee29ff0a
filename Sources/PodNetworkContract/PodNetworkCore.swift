public import API
public import Schema

/// What decides about the network of pods, without a kernel: requests and what is there go in, decisions come out.
///
/// ```
///   the runtime asks         request ──▶ addresses, allocate ──▶ connect ──▶ result         (ADD)
///   (environment, JSON)         │         reclaim, release   ──▶ disconnect                 (DEL)
///                               └──────────────────────────────▶ check                      (CHECK)
///   the Node objects change  routes ──▶ routeChanges
/// ```
/// The contract:
/// - Each function answers for itself; whoever asks carries the answers out: writes the pool down, speaks to the kernel.
/// - Nothing depends on chance, on time, or on the order of a dictionary.
/// - Packets go to pods and come from them without translation: an address means the same everywhere in the cluster.
public protocol PodNetworkCore: Sendable {
    init()

    // MARK: Addresses

    /// What a node's subnet is divided into.
    /// - Parameter subnet: of a /16 to a /30.
    func addresses(of subnet: IPv4Subnet) -> PodAddresses

    /// Gives an attachment an address, and notes it in the pool.
    /// - Returns: nil, and the pool as it was, when every address is taken.
    func allocate(for attachment: Attachment, in namespace: String, from pool: inout AddressPool) -> IPv4Address?

    /// Takes an attachment's address back; one that has none is fine.
    func release(_ attachment: Attachment, in pool: inout AddressPool)

    /// Takes the addresses back whose owners are gone without a word.
    /// - Parameter namespaces: the paths of those that exist.
    func reclaim(in pool: inout AddressPool, except namespaces: Set<String>)

    // MARK: The plugin

    /// What a plugin is asked.
    /// - Throws: the refusal with which the plugin answers what makes no sense.
    func request(environment: [String: String], configuration: PluginConfiguration) throws(CNIError) -> CNIRequest

    /// What is to be made in the kernel for a pod to have this address, in this order. Something of an earlier attempt
    /// may still be there.
    func connect(_ request: CNIRequest, address: IPv4Address) -> [NetworkStep]

    /// What takes it away again. Whatever of it is gone already, the pod's namespace among it, is fine.
    func disconnect(_ request: CNIRequest) -> [NetworkStep]

    /// The document with which ADD is answered.
    func result(of request: CNIRequest, address: IPv4Address, hardware: HardwareAddresses) -> CNIResult

    /// Whether the pod's network is still as the result of ADD has it.
    /// - Parameter interface: what there is now; nil when the pod has no such interface, or no namespace any more.
    func check(_ request: CNIRequest, sees interface: PodInterface?) throws(CNIError)

    // MARK: Between nodes

    /// The routes that a node needs to the pods of all others, sorted by destination.
    func routes(on node: String, among nodes: [Node]) -> [Route]

    /// What makes the routes that are there into those that there should be, and touches nothing else.
    func routeChanges(from present: [Route], to wanted: [Route]) -> RouteChanges
}
