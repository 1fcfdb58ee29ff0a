import API
import APIServerContract
import Objects
import Schema

/// What must be right in a Service.
struct ServiceValidation {
    let network: ServiceNetwork
    let nodePorts: ClosedRange<Int>

    func errors(_ document: JSON) -> [StatusCause] {
        let spec = document["spec"] ?? [:]
        let type = spec.text("type").isEmpty ? "ClusterIP" : spec.text("type")
        return spec.oneOf("type", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], at: "spec")
            + spec.oneOf("sessionAffinity", ["ClientIP", "None"], at: "spec")
            + spec.oneOf("internalTrafficPolicy", ["Cluster", "Local"], at: "spec")
            + spec.oneOf("externalTrafficPolicy", ["Cluster", "Local"], at: "spec")
            + MetadataValidation.labelErrors(spec["selector"], at: "spec.selector")
            + (type == "ExternalName" ? Self.externalNameErrors(spec) : addressErrors(spec, type))
            + portErrors(spec, type)
    }

    private static func externalNameErrors(_ spec: JSON) -> [StatusCause] {
        let name = spec.text("externalName")
        if name.isEmpty { return [.required("spec.externalName")] }
        let host = name.hasSuffix(".") ? String(name.dropLast()) : name
        return LabelSyntax.problems(ofSubdomain: host).map { .invalid("spec.externalName", value: .string(name), $0) }
    }

    private func addressErrors(_ spec: JSON, _ type: String) -> [StatusCause] {
        let address = spec.text("clusterIP")
        if address.isEmpty { return [] }
        if address == "None" {
            let isHeadless = type == "ClusterIP"
            return isHeadless
                ? []
                : [.invalid("spec.clusterIPs[0]", value: "None", "may not be set to 'None' for \(type) services")]
        }
        guard IPv4Address(address) != nil else {
            return [
                .invalid(
                    "spec.clusterIPs[0]", value: .string(address),
                    "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
            ]
        }
        guard !network.contains(address) else { return [] }
        return [
            .invalid(
                "spec.clusterIPs", value: [.string(address)],
                "failed to allocate IP \(address): the provided IP (\(address)) is not in the valid range. "
                    + "The range of valid IPs is \(network)")
        ]
    }

    // MARK: Ports

    private func portErrors(_ spec: JSON, _ type: String) -> [StatusCause] {
        let ports = spec.elements("ports", at: "spec")
        if ports.isEmpty, type != "ExternalName", spec.text("clusterIP") != "None" { return [.required("spec.ports")] }
        var names: Set<String> = []
        var pairs: Set<String> = []
        return ports.flatMap { port, place -> [StatusCause] in
            let name = port.text("name")
            var errors = nameErrors(name, isRequired: ports.count > 1, at: place) + portErrors(port, at: place)
            if !name.isEmpty, !names.insert(name).inserted {
                errors.append(.duplicate("\(place).name", value: .string(name)))
            }
            let pair: JSON = ["protocol": port["protocol"] ?? "TCP", "port": port["port"] ?? 0]
            if !pairs.insert(pair.description).inserted { errors.append(.duplicate(place, value: pair)) }
            return errors
        }
    }

    private func nameErrors(_ name: String, isRequired: Bool, at place: String) -> [StatusCause] {
        if name.isEmpty { return isRequired ? [.required("\(place).name")] : [] }
        return LabelSyntax.problems(ofDNSLabel: name).map { .invalid("\(place).name", value: .string(name), $0) }
    }

    private func portErrors(_ port: JSON, at place: String) -> [StatusCause] {
        let errors =
            port.portNumber("port", at: place) + port.oneOf("protocol", JSON.transports, at: place)
            + port.portNumberOrName("targetPort", at: place)
        guard let number = port["nodePort"]?.integer, number != 0, !nodePorts.contains(number) else { return errors }
        return errors + [
            .invalid(
                "\(place).nodePort", value: number.json,
                "provided port is not in the valid range. The range of valid ports is "
                    + "\(nodePorts.lowerBound)-\(nodePorts.upperBound)")
        ]
    }
}
