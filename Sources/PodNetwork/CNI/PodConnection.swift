internal import Linux
internal import PodNetworkContract
internal import Schema

/// One pod's connection, carried out: an address from the file, and the core's steps, one request to the kernel each.
struct PodConnection<Core: PodNetworkCore>: Sendable {
    private let request: CNIRequest
    private let core: Core
    private let addresses: AddressFile

    init(_ request: CNIRequest, _ core: Core) {
        (self.request, self.core) = (request, core)
        let ipam = request.configuration.ipam
        let folder = ipam.dataDir.isEmpty ? "/var/lib/cni/networks" : ipam.dataDir
        addresses = AddressFile(folder: "\(folder)/\(request.configuration.name)", subnet: request.subnet)
    }

    func add() throws -> CNIResult {
        guard isNetworkNamespace(request.namespace) else {
            throw CNIError(.invalidEnvironment, "CNI_NETNS \(request.namespace) is not a network namespace")
        }
        let address = try allocate()
        do {
            try carryOut(core.connect(request, address: address))
            return core.result(of: request, address: address, hardware: try hardware())
        } catch {
            // As if nothing had happened: the runtime may try again.
            try delete()
            throw error
        }
    }

    private func allocate() throws -> IPv4Address {
        let address = try addresses.update { pool in
            let living = pool.allocations.filter {
                $0.attachment == request.attachment || isNetworkNamespace($0.namespace)
            }
            core.reclaim(in: &pool, except: Set(living.map(\.namespace)))
            return core.allocate(for: request.attachment, in: request.namespace, from: &pool)
        }
        guard let address else { throw CNIError(.noAddressLeft, "no address is left in \(addresses.subnet)") }
        return address
    }

    func delete() throws {
        try carryOut(core.disconnect(request))
        try addresses.update { core.release(request.attachment, in: &$0) }
    }

    func check() throws { try core.check(request, sees: try interface()) }

    // MARK: - The kernel

    private func carryOut(_ steps: [NetworkStep]) throws {
        let node = try NetlinkSocket(namespace: nil)
        for step in steps {
            switch step {
            case .node(let change): try node.carryOut(change, pod: request.namespace)
            case .pod(let change):
                // Not before it is needed: DEL comes when the namespace is gone, too.
                try NetlinkSocket(namespace: request.namespace).carryOut(change, pod: request.namespace)
            }
        }
    }

    /// The node's end is the one link that ADD has laid a cable to.
    private var cable: String? {
        core.connect(request, address: request.subnet.address).lazy.compactMap { step in
            if case .node(.addCable(let name, _, _)) = step { name } else { nil }
        }.first
    }

    private func hardware() throws -> HardwareAddresses {
        let inside = try NetlinkSocket(namespace: request.namespace).link(request.attachment.interface)
        let outside = try cable.map { try NetlinkSocket(namespace: nil).link($0).hardwareAddress }
        return HardwareAddresses(node: outside ?? "", pod: inside.hardwareAddress)
    }

    private func interface() throws -> PodInterface? {
        guard isNetworkNamespace(request.namespace) else { return nil }
        let pod = try NetlinkSocket(namespace: request.namespace)
        guard try pod.hasLink(request.attachment.interface) else { return nil }
        let link = try pod.link(request.attachment.interface)
        return PodInterface(
            isUp: link.isUp, addresses: try pod.addresses(of: link), routes: try pod.routes(),
            hasCable: try cable.map { try NetlinkSocket(namespace: nil).hasLink($0) } ?? true)
    }
}

extension NetlinkSocket {
    fileprivate func carryOut(_ change: LinkChange, pod namespace: String) throws {
        switch change {
        case .addCable(let name, let peer, let mtu): try addVeth(name, peer: peer, namespace: namespace, mtu: mtu)
        case .deleteLink(let name): try deleteLink(name)
        case .setUp(let name): try setUp(name)
        case .addAddress(let address, let length, let link): try addAddress(address, prefixLength: length, to: link)
        case .addRoute(let route): try setRoute(route)
        }
    }
}
