import API
import Schema

@testable import KubeProxy

/// Services and endpoints in words, one command a line:
///
/// ```
/// service web 10.96.0.20 http:80:30080 [udp] [affinity=60] [external=Local] [internal=Local] [ip=1.2.3.4]
/// endpoints web http:8080 10.244.1.2@worker-1 10.244.2.2@worker-2!serving 10.244.2.3@worker-2!unready
/// delete web
/// ```
/// Played on worker-1. `change` prints what would be handed to nft; the table's fixed part is left out.
struct Script {
    var proxy = Proxy(node: "worker-1")
    var services: [String: Service] = [:]
    var slices: [String: EndpointSlice] = [:]
    var output = ""

    static func play(_ text: String) -> String {
        var script = Script()
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            script.run(line.split(separator: " ").map(String.init))
        }
        return script.output
    }

    mutating func run(_ words: [String]) {
        guard words.count > 1 else {
            if let change = proxy.takeChange() {
                output += change.text.replacing(BaseTable.text, with: "")
                for gone in change.goneUDPEndpoints { output += "forget udp \(gone.address):\(gone.port)\n" }
            } else {
                output += "nothing\n"
            }
            output += "--\n"
            return
        }
        let key = "default/\(words[1])"
        switch words[0] {
        case "service": services[key] = service(words)
        case "endpoints": slices[key] = slice(words)
        default: services[key] = nil
        }
        proxy.update(key, services[key], slices[key].map { [$0] } ?? [])
    }

    private func service(_ words: [String]) -> Service {
        var service = Service()
        service.metadata.name = words[1]
        service.metadata.namespace = "default"
        service.spec.clusterIP = words[2]
        var port = ServicePort()
        let numbers = words[3].split(separator: ":").map(String.init)
        port.name = numbers[0]
        port.port = Int(numbers[1]) ?? 0
        port.nodePort = numbers.count > 2 ? Int(numbers[2]) ?? 0 : 0
        port.protocol = words.contains("udp") ? "UDP" : "TCP"
        service.spec.ports = [port]
        for option in words.dropFirst(4).map({ $0.split(separator: "=").map(String.init) }) where option.count == 2 {
            switch option[0] {
            case "affinity":
                service.spec.sessionAffinity = .clientIP
                service.spec.sessionAffinityConfig = SessionAffinityConfig()
                service.spec.sessionAffinityConfig?.clientIP = ClientIPConfig()
                service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds = Int(option[1])
            case "external": service.spec.externalTrafficPolicy = ServiceTrafficPolicy(option[1])
            case "internal": service.spec.internalTrafficPolicy = ServiceTrafficPolicy(option[1])
            default: service.spec.externalIPs.append(option[1])
            }
        }
        return service
    }

    private func slice(_ words: [String]) -> EndpointSlice {
        var slice = EndpointSlice()
        slice.addressType = .ipv4
        var port = EndpointSlicePort()
        let numbers = words[2].split(separator: ":").map(String.init)
        port.name = numbers[0]
        port.port = Int(numbers[1])
        port.protocol = services["default/\(words[1])"]?.spec.ports.first?.protocol
        slice.ports = [port]
        slice.endpoints = words.dropFirst(3).map { word in
            let parts = word.split { "@!".contains($0) }.map(String.init)
            var endpoint = Endpoint()
            endpoint.addresses = [parts[0]]
            endpoint.nodeName = parts[1]
            endpoint.conditions.ready = parts.count == 2
            endpoint.conditions.serving = parts.count == 2 || parts[2] == "serving"
            endpoint.conditions.terminating = parts.count == 3 && parts[2] == "serving"
            return endpoint
        }
        return slice
    }
}
