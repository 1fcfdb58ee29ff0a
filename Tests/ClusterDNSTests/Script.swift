import API
import ClusterDNS
import ClusterDNSContract
import Schema

/// A cluster and questions about its names, in words:
///
/// ```
/// service default/web 10.96.0.20 http:80/TCP
/// endpoints default/db sql:5432 10.244.1.2=db-0 10.244.2.2 10.244.2.3!unready
/// external default/shop shop.example.com
/// delete default/web
/// ask web.default.svc.cluster.local A
/// ```
/// A question prints the response code and the sections' records.
struct Script {
    private var zone = ClusterZone(domain: DomainName("cluster.local"))
    private var services: [String: Service] = [:]
    private var slices: [String: EndpointSlice] = [:]
    private var output = ""

    static func play(_ text: String) throws -> String {
        var script = Script()
        script.zone.setNamespace("default", exists: true)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            try script.run(line.split(separator: " ").map(String.init))
        }
        return script.output
    }

    private mutating func run(_ words: [String]) throws {
        let key = words[1]
        switch words[0] {
        case "ask": return try ask(words[1], words[2])
        case "service", "external": services[key] = service(words)
        case "endpoints": slices[key] = slice(words)
        default: services[key] = nil
        }
        zone.update(key, services[key], slices[key].map { [$0] } ?? [])
    }

    private func service(_ words: [String]) -> Service {
        var service = Service()
        let names = words[1].split(separator: "/").map(String.init)
        (service.metadata.namespace, service.metadata.name) = (names[0], names[1])
        if words[0] == "external" {
            service.spec.type = .externalName
            service.spec.externalName = words[2]
            return service
        }
        service.spec.clusterIP = words[2]
        service.spec.ports = words.dropFirst(3).map { word in
            let parts = word.split { ":/".contains($0) }.map(String.init)
            var port = ServicePort()
            (port.name, port.port) = (parts[0], Int(parts[1]) ?? 0)
            port.protocol = PortProtocol(parts.count > 2 ? parts[2] : "TCP")
            return port
        }
        return service
    }

    private func slice(_ words: [String]) -> EndpointSlice {
        var slice = EndpointSlice()
        slice.addressType = .ipv4
        let parts = words[2].split(separator: ":").map(String.init)
        var port = EndpointSlicePort()
        (port.name, port.port, port.protocol) = (parts[0], Int(parts[1]), "TCP")
        slice.ports = [port]
        slice.endpoints = words.dropFirst(3).map { word in
            let parts = word.split { "=!".contains($0) }.map(String.init)
            var endpoint = Endpoint()
            endpoint.addresses = [parts[0]]
            if word.contains("=") { endpoint.hostname = parts[1] }
            endpoint.conditions.ready = !word.contains("!")
            return endpoint
        }
        return slice
    }

    /// Question and answer go through their form as bytes.
    private mutating func ask(_ name: String, _ type: String) throws {
        var query = DNSMessage()
        query.identifier = 7
        query.question = DNSMessage.Question(DomainName(name), RecordType(type) ?? .a)
        switch zone.resolve(try DNSMessage(parsing: query.bytes()), turn: 0) {
        case .forward(let question, let aliases):
            output += "forward \(question.name)\n" + aliases.map { "  \(Self.text($0))\n" }.joined()
        case .answer(let response):
            #if DEBUG
                precondition(response.identifier == 7 && response.isResponse)
            #endif
            output += "\(response.code)\n"
            for record in response.answers { output += "  \(Self.text(record))\n" }
            for record in response.authority { output += "  authority: \(Self.text(record))\n" }
            for record in response.additional { output += "  additional: \(Self.text(record))\n" }
        }
    }

    private static func text(_ record: Record) -> String {
        if case .authority(let authority) = record.data { return "\(record.name) SOA \(authority.primary)" }
        return "\(record.name) \(record.data.type) \(record.data)"
    }
}
