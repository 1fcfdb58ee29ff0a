package import API
import APIServerContract
import Objects
package import Schema

/// Services: the server gives each an address of its own, and a node port where one is wanted.
///
/// An address or port belongs to one Service at a time: it is a claim, written in the same transaction as the Service.
/// Source: kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation.
package struct ServiceStrategy: Strategy {
    private let network: ServiceNetwork
    private let nodePorts = 30000...32767

    package init(network: ServiceNetwork) { self.network = network }

    package var allowsCreateOnUpdate: Bool { true }
    package var countsGenerations: Bool { false }
    package func nameErrors(_ name: String) -> [String] { LabelSyntax.problems(ofServiceName: name) }

    package func applyDefaults(_ document: inout JSON) {
        guard var spec = document["spec"] else { return }
        let type = spec["type"]?.string ?? "ClusterIP"
        if let ports = spec["ports"]?.array {
            spec["ports"] = .array(
                ports.map { port in
                    var port = port
                    if port["targetPort"] == nil || port["targetPort"] == 0 || port["targetPort"] == "" {
                        port["targetPort"] = port["port"]
                    }
                    return port
                })
        }
        if spec["sessionAffinity"]?.string == "ClientIP", spec["sessionAffinityConfig"] == nil {
            spec["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 10800]]
        }
        if type == "NodePort" || type == "LoadBalancer" {
            if spec["externalTrafficPolicy"] == nil { spec["externalTrafficPolicy"] = "Cluster" }
            if type == "LoadBalancer", spec["allocateLoadBalancerNodePorts"] == nil {
                spec["allocateLoadBalancerNodePorts"] = true
            }
        }
        if type != "ExternalName" {
            if spec["internalTrafficPolicy"] == nil { spec["internalTrafficPolicy"] = "Cluster" }
            if spec["ipFamilies"] == nil { spec["ipFamilies"] = ["IPv4"] }
            if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "SingleStack" }
        }
        document["spec"] = spec
    }

    package func prepareForCreate(_ document: inout JSON) { document["status"] = ["loadBalancer": [:]] }

    /// An update that doesn't mention what was allocated keeps it.
    package func prepareForUpdate(_ document: inout JSON, from old: JSON) {
        guard document[path: ["spec", "type"]]?.string != "ExternalName" else { return }
        if document[path: ["spec", "clusterIP"]]?.string ?? "" == "" {
            document[path: ["spec", "clusterIP"]] = old[path: ["spec", "clusterIP"]]
            document[path: ["spec", "clusterIPs"]] = old[path: ["spec", "clusterIPs"]]
        }
        guard Self.wantsNodePorts(document) else { return }
        let before = old[path: ["spec", "ports"]]?.array ?? []
        eachPort(&document) { port in
            guard port["nodePort"]?.integer ?? 0 == 0 else { return }
            let same = before.first {
                $0["port"] == port["port"] && $0["protocol"] == port["protocol"] && $0["name"] == port["name"]
            }
            port["nodePort"] = same?["nodePort"]
        }
    }

    package func validate(_ document: JSON) -> [StatusCause] {
        ServiceValidation(network: network, nodePorts: nodePorts).errors(document)
    }

    /// Clients may have remembered the address: a Service keeps it for its life.
    package func validateUpdate(_ document: JSON, from old: JSON) -> [StatusCause] {
        let before = old[path: ["spec", "clusterIP"]]?.string ?? ""
        let isExternal = document[path: ["spec", "type"]]?.string == "ExternalName"
        guard !before.isEmpty, !isExternal, document[path: ["spec", "clusterIP"]]?.string != before else { return [] }
        return [
            .invalid(
                "spec.clusterIPs[0]", value: document[path: ["spec", "clusterIPs"]] ?? [], "may not change once set")
        ]
    }

    // MARK: Claims

    package func claims(of document: JSON) -> [String] {
        var claims: [String] = []
        if let address = document[path: ["spec", "clusterIP"]]?.string, !address.isEmpty, address != "None" {
            claims.append("clusterips/\(address)")
        }
        let ports = document[path: ["spec", "ports"]]?.array ?? []
        let nodePorts = ports.compactMap { port in
            port["nodePort"]?.integer.map { "nodeports/\(port["protocol"]?.string ?? "TCP")/\($0)" }
        }
        for claim in nodePorts where !claims.contains(claim) { claims.append(claim) }
        return claims
    }

    package func allocate(
        _ document: inout JSON, from old: JSON?, taken: () -> Set<String>, random: (Int) -> Int
    ) throws(Status) {
        guard document[path: ["spec", "type"]]?.string != "ExternalName" else {
            document[path: ["spec", "clusterIP"]] = nil
            document[path: ["spec", "clusterIPs"]] = nil
            return
        }
        let before = Set(old.map(claims) ?? [])
        var used: Set<String>?
        try allocateAddress(&document, &used, taken, random)
        try allocateNodePorts(&document, &used, taken, random)
        try refuseTaken(document, before: before, used ?? taken())
    }

    private func allocateAddress(
        _ document: inout JSON, _ used: inout Set<String>?, _ taken: () -> Set<String>, _ random: (Int) -> Int
    ) throws(Status) {
        if document[path: ["spec", "clusterIP"]]?.string ?? "" == "" {
            let known = used ?? taken()
            used = known
            let free = Self.firstFree(of: network.size, from: random(network.size)) {
                !known.contains("clusterips/\(network.address($0 + 1))")
            }
            guard let free else { throw .internalError("no free cluster IP is left") }
            document[path: ["spec", "clusterIP"]] = .string(network.address(free + 1))
        }
        if let address = document[path: ["spec", "clusterIP"]] { document[path: ["spec", "clusterIPs"]] = [address] }
    }

    private func allocateNodePorts(
        _ document: inout JSON, _ used: inout Set<String>?, _ taken: () -> Set<String>, _ random: (Int) -> Int
    ) throws(Status) {
        guard Self.wantsNodePorts(document) else { return eachPort(&document) { $0["nodePort"] = nil } }
        var known = used ?? taken()
        known.formUnion(claims(of: document))
        var isExhausted = false
        eachPort(&document) { port in
            guard port["nodePort"]?.integer ?? 0 == 0 else { return }
            let name = port["protocol"]?.string ?? "TCP"
            let free = Self.firstFree(of: nodePorts.count, from: random(nodePorts.count)) {
                !known.contains("nodeports/\(name)/\(nodePorts.lowerBound + $0)")
            }
            guard let free else { return isExhausted = true }
            port["nodePort"] = (nodePorts.lowerBound + free).json
            known.insert("nodeports/\(name)/\(nodePorts.lowerBound + free)")
        }
        if isExhausted { throw .internalError("no free node port is left") }
    }

    private func refuseTaken(_ document: JSON, before: Set<String>, _ used: Set<String>) throws(Status) {
        for claim in claims(of: document) where !before.contains(claim) && used.contains(claim) {
            throw refusal(ofClaim: claim, for: document)
        }
    }

    package func refusal(ofClaim claim: String, for document: JSON) -> Status {
        let value = claim.split(separator: "/").last.map(String.init) ?? claim
        guard claim.hasPrefix("nodeports/") else {
            return .invalid(
                Service.kind, name: document.name,
                [
                    .invalid(
                        "spec.clusterIPs", value: [.string(value)],
                        "failed to allocate IP \(value): provided IP is already allocated")
                ])
        }
        let ports = document[path: ["spec", "ports"]]?.array ?? []
        let index = ports.firstIndex { $0["nodePort"]?.integer.map(String.init) == value } ?? 0
        return .invalid(
            Service.kind, name: document.name,
            [
                .invalid(
                    "spec.ports[\(index)].nodePort", value: (Int(value) ?? 0).json, "provided port is already allocated"
                )
            ])
    }

    package func isAllocationRace(_ error: Status, sent: JSON) -> Bool {
        (error.details?.causes ?? []).contains { cause in
            guard cause.message.hasSuffix("is already allocated") else { return false }
            if cause.field == "spec.clusterIPs" { return sent[path: ["spec", "clusterIP"]]?.string ?? "" == "" }
            return !(sent[path: ["spec", "ports"]]?.array ?? []).contains { $0["nodePort"]?.integer ?? 0 != 0 }
        }
    }

    /// Searches a ring of numbers from a random place on.
    private static func firstFree(of count: Int, from start: Int, _ isFree: (Int) -> Bool) -> Int? {
        (0..<count).lazy.map { (start + $0) % count }.first(where: isFree)
    }

    private static func wantsNodePorts(_ document: JSON) -> Bool {
        ["NodePort", "LoadBalancer"].contains(document[path: ["spec", "type"]]?.string ?? "")
    }

    private func eachPort(_ document: inout JSON, _ body: (inout JSON) -> Void) {
        guard var ports = document[path: ["spec", "ports"]]?.array else { return }
        for index in ports.indices { body(&ports[index]) }
        document[path: ["spec", "ports"]] = .array(ports)
    }
}
