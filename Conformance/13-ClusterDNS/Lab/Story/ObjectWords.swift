internal import API
internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Objects in words.
///
/// ```
/// service default/web ip=10.96.0.20 ip=fd00::20 port=http:80 port=dns:53/UDP port=8080
/// headless default/db port=sql:5432
/// external default/shop shop.example.com
/// endpoints default/db port=sql:5432 10.244.1.2=db-0 10.244.2.2 10.244.2.3!unready 10.244.2.4!unknown
/// pod shop/a policy=None hostnetwork nameserver=1.1.1.1 search=example.com option=ndots:2
/// ```
/// A port is `[NAME:]NUMBER[/PROTOCOL]`; of endpoints, `=` says the hostname.
enum ObjectWords {
    static func service(_ kind: String, _ key: String, _ words: ArraySlice<String>) throws -> Service {
        var service = Service()
        (service.metadata.namespace, service.metadata.name) = try parts(of: key)
        service.spec.type = "ClusterIP"
        if kind == "headless" { service.spec.clusterIP = "None" }
        if kind == "external" {
            (service.spec.type, service.spec.externalName) = (.externalName, words.first ?? "")
            return service
        }
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "ip":
                if service.spec.clusterIP.isEmpty { service.spec.clusterIP = word.value }
                service.spec.clusterIPs.append(word.value)
            case "port":
                let (name, number, transport) = try port(word.value)
                var port = ServicePort()
                (port.name, port.port, port.protocol) = (name, number, PortProtocol(transport))
                service.spec.ports.append(port)
            default: throw StoryError(word.key, "no such word of a service")
            }
        }
        return service
    }

    static func slice(_ words: ArraySlice<String>) throws -> EndpointSlice {
        var slice = EndpointSlice()
        slice.addressType = .ipv4
        for word in words {
            if word.hasPrefix("port=") {
                var port = EndpointSlicePort()
                let (name, number, transport) = try self.port(String(word.dropFirst(5)))
                (port.name, port.port, port.protocol) = (name, number, PortProtocol(transport))
                slice.ports.append(port)
                continue
            }
            let endpoint = endpoint(word)
            if endpoint.addresses.contains(where: { $0.contains(":") }) { slice.addressType = "IPv6" }
            slice.endpoints.append(endpoint)
        }
        return slice
    }

    private static func endpoint(_ word: String) -> Endpoint {
        var endpoint = Endpoint()
        let parts = word.split { "=!".contains($0) }.map(String.init)
        endpoint.addresses = [parts[0]]
        if word.contains("=") { endpoint.hostname = parts[1] }
        switch word.contains("!") ? parts[parts.count - 1] : "" {
        case "unready": (endpoint.conditions.ready, endpoint.conditions.serving) = (false, false)
        case "ending":
            (endpoint.conditions.ready, endpoint.conditions.serving) = (false, true)
            endpoint.conditions.terminating = true
        case "published": (endpoint.conditions.ready, endpoint.conditions.serving) = (true, false)
        case "unknown": break
        default: (endpoint.conditions.ready, endpoint.conditions.serving) = (true, true)
        }
        return endpoint
    }

    private static func port(_ text: String) throws -> (String, Int, String) {
        let halves = text.split(separator: "/").map(String.init)
        let parts = halves[0].split(separator: ":").map(String.init)
        guard let number = parts.last.flatMap({ Int($0) }) else { throw StoryError(text, "no port") }
        return (parts.count > 1 ? parts[0] : "", number, halves.count > 1 ? halves[1] : "TCP")
    }

    static func pod(_ key: String, _ words: ArraySlice<String>) throws -> Pod {
        var pod = Pod()
        (pod.metadata.namespace, pod.metadata.name) = try parts(of: key)
        pod.spec.dnsPolicy = .clusterFirst
        var config: PodDNSConfig?
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "policy": pod.spec.dnsPolicy = DNSPolicy(word.value)
            case "hostnetwork": pod.spec.hostNetwork = true
            case "nameserver": config = (config ?? PodDNSConfig()).with { $0.nameservers.append(word.value) }
            case "search": config = (config ?? PodDNSConfig()).with { $0.searches.append(word.value) }
            case "option":
                let parts = word.value.split(separator: ":").map(String.init)
                var option = PodDNSConfigOption()
                (option.name, option.value) = (parts[0], parts.count > 1 ? parts[1] : nil)
                config = (config ?? PodDNSConfig()).with { $0.options.append(option) }
            default: throw StoryError(word.key, "no such word of a pod")
            }
        }
        pod.spec.dnsConfig = config
        return pod
    }

    /// `nameserver=192.0.2.1 search=example.com option=rotate`
    static func resolver(_ words: ArraySlice<String>) throws -> Resolver {
        var resolver = Resolver()
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "nameserver": resolver.servers.append(word.value)
            case "search": resolver.searches.append(word.value)
            case "option": resolver.options.append(word.value)
            default: throw StoryError(word.key, "no such word of a resolv.conf")
            }
        }
        return resolver
    }

    private static func parts(of key: String) throws -> (String, String) {
        let parts = key.split(separator: "/").map(String.init)
        guard parts.count == 2 else { throw StoryError(key, "an object is namespace/name") }
        return (parts[0], parts[1])
    }
}

extension PodDNSConfig {
    fileprivate func with(_ change: (inout Self) -> Void) -> Self {
        var changed = self
        change(&changed)
        return changed
    }
}
