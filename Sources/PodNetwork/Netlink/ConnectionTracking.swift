internal import Glibc
package import Schema

// The kernel's memory of flows: for each, the addresses its packets come with and those that the answers have. Service
// rules are asked for a flow's first packet only; afterwards this memory translates.

extension NetlinkSocket {
    /// A conversation about the flows of the calling thread's network namespace.
    package static func connectionTracking() throws -> NetlinkSocket { try NetlinkSocket(family: 12) }

    /// Makes the kernel forget the UDP flows that are answered by these endpoints, so that the next packet of such a
    /// client is led elsewhere.
    /// - Returns: how many there were.
    @discardableResult
    package func forgetUDPFlows(answeredBy endpoints: Set<FlowEndpoint>) throws -> Int {
        let flows = try exchange(connectionTracking(.get, .dump), "list flows").compactMap(Flow.init)
        let stale = flows.filter { $0.isUDP && endpoints.contains($0.answerer) }
        for flow in stale {
            var message = connectionTracking(.delete, .acknowledge)
            message.attribute(Flow.original | 0x8000, flow.originalTuple)  // NLA_F_NESTED
            try change(message, "forget a flow to \(flow.answerer)", accepted: [ENOENT])
        }
        return stale.count
    }

    private enum Verb: UInt16 { case get = 1, delete = 2 }

    private func connectionTracking(_ verb: Verb, _ flags: NetlinkFlags) -> NetlinkMessage {
        var message = NetlinkMessage(1 << 8 | verb.rawValue, flags)  // NFNL_SUBSYS_CTNETLINK
        for byte in [UInt8(AF_INET), 0, 0, 0] { message.append(byte) }  // struct nfgenmsg
        return message
    }
}

/// Where a flow's answers come from.
package struct FlowEndpoint: Hashable, Sendable, CustomStringConvertible {
    package var address: IPv4Address
    package var port: Int

    package init(address: IPv4Address, port: Int) {
        self.address = address
        self.port = port
    }

    package var description: String { "\(address):\(port)" }
}

private struct Flow {
    /// The attributes of the flow's own direction, as the kernel wrote them: they name the flow.
    let originalTuple: ArraySlice<UInt8>
    let isUDP: Bool
    let answerer: FlowEndpoint

    static let original: UInt16 = 1  // CTA_TUPLE_ORIG; 2 is CTA_TUPLE_REPLY

    init?(_ reply: NetlinkReply) {
        let attributes = reply.attributes(after: 4)
        guard let original = attributes[Self.original], let answer = attributes[2] else { return nil }
        let tuple = NetlinkReply.attributes(answer)
        let addresses = NetlinkReply.attributes(tuple[1] ?? [])
        let transport = NetlinkReply.attributes(tuple[2] ?? [])
        guard let source = addresses[1], let kind = transport[1]?.first, let port = transport[2] else { return nil }
        originalTuple = original
        isUDP = kind == 17
        answerer = FlowEndpoint(
            address: IPv4Address(octets: source), port: Int(UInt16(bigEndian: readNative(port, as: UInt16.self))))
    }
}
