public import Schema

/// Questions about a pod that many ask.
extension Pod {
    /// It takes part in its services.
    public var isReady: Bool { status.conditions.isTrue(.ready) }

    /// Nothing of it will run any more.
    public var isTerminal: Bool { status.phase == .succeeded || status.phase == .failed }

    /// It counts as a replica: neither ended nor ending.
    public var isActive: Bool { !isTerminal && !metadata.isBeingDeleted }

    /// Ready, and for so many seconds already.
    public func isAvailable(minReadySeconds: Int, now: Time) -> Bool {
        guard let ready = status.conditions[.ready], ready.status == .true else { return false }
        return minReadySeconds == 0
            || !ready.lastTransitionTime.isZero && ready.lastTransitionTime + minReadySeconds <= now
    }

    /// The number of a port that a service or a probe names.
    public func port(_ target: IntOrString, protocol: PortProtocol = .tcp) -> Int? {
        guard case .string(let name) = target else {
            if case .int(let number) = target { return number }
            return nil
        }
        let ports = (spec.containers + spec.initContainers.filter { $0.restartPolicy == .always }).flatMap(\.ports)
        return ports.first { $0.name == name && $0.protocol.orTCP == `protocol`.orTCP }?
            .containerPort
    }

    /// A static pod's reflection in the API: the kubelet runs it from a file.
    public var isMirror: Bool { metadata.annotations["kubernetes.io/config.mirror"] != nil }

    public var isControlledByDaemonSet: Bool { metadata.controllerReference?.kind == "DaemonSet" }
}

extension Node {
    public var isReady: Bool { status.conditions.isTrue(.ready) }

    public func address(_ type: NodeAddressType) -> String? {
        status.addresses.first { $0.type == type }?.address
    }
}

extension PortProtocol {
    /// TCP is what is meant when nothing is said.
    public var orTCP: PortProtocol { isZero ? .tcp : self }
}
