public import API

/// What turns a Service into packets that arrive, without a cluster and without a kernel around it: two questions.
///
/// ```
///   Service, Pods           ── endpoints(of:among:) ──▶ [EndpointGroup]   asked by the endpoints controller, once
///   Service, EndpointSlices ── rules(for:_:on:)     ──▶ ServiceRules      asked by kube-proxy, on every node
/// ```
/// The contract: the same question has the same answer, whatever was asked before. Nothing is remembered from one to
/// the next; what has to be remembered (whose turn it is, which client was where) the rules say, and the kernel does.
public protocol ServicesCore: Sendable {
    init()

    /// Which of the pods are behind the service, under which ports, and in which state.
    ///
    /// - Parameters:
    ///   - service: has a selector and isn't of the type ExternalName.
    ///   - pods: any, in any order.
    /// - Returns: endpoints with the same ports stand in one group.
    func endpoints(of service: Service, among pods: [Pod]) -> [EndpointGroup]

    /// What a node's kernel does with packets for the service.
    ///
    /// - Parameters:
    ///   - slices: all that belong to the service, in any order.
    ///   - node: the name of the node whose kernel it is.
    /// - Returns: chains and memories have names that no other service has. Nothing for what needs no rules: a headless
    ///   service, an ExternalName.
    func rules(for service: Service, _ slices: [EndpointSlice], on node: String) -> ServiceRules
}

/// Endpoints with the same ports. A named port may be another number in another pod, and then these are two groups.
public struct EndpointGroup: Sendable, Hashable {
    public var ports: [EndpointSlicePort]
    public var endpoints: [Endpoint]

    public init(ports: [EndpointSlicePort], endpoints: [Endpoint]) {
        self.ports = ports
        self.endpoints = endpoints
    }
}
