internal import Conformance
internal import API
internal import Schema

/// Objects in words.
///
/// ```
/// service web ip=10.96.0.20 port=http:80:8080/udp nodeport=30080 select.app=web affinity=60 external=Local
///             internal=Local externalip=1.2.3.4 headless publish-unready namespace=other
/// pod a ip=10.244.1.2 on=n1 app=web unready ending phase=Failed port=http:8080/udp namespace=other
/// endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2!ending 10.244.2.3:8080@n2!unready
/// endpoints web port=http 10.244.1.2:8080@n1        # of the port http, if there are several
/// ```
/// A service's port is `[NAME:]PORT[:TARGET]`, where a target is a number or a name; `nodeport=` is of the port before.
enum ObjectWords {
    static func service(_ name: String, _ words: ArraySlice<String>) throws -> Service {
        var service = Service()
        (service.metadata.name, service.metadata.namespace, service.metadata.uid) = (name, "default", "uid-\(name)")
        service.spec.type = "ClusterIP"
        service.spec.sessionAffinity = "None"
        for word in words {
            let (key, value) = split(word)
            switch key {
            case "ip": service.spec.clusterIP = value
            case "port": service.spec.ports.append(try servicePort(value))
            case "nodeport" where !service.spec.ports.isEmpty:
                service.spec.type = "NodePort"
                service.spec.ports[service.spec.ports.count - 1].nodePort = Int(value) ?? 0
            case "affinity":
                service.spec.sessionAffinity = .clientIP
                service.spec.sessionAffinityConfig = SessionAffinityConfig()
                service.spec.sessionAffinityConfig?.clientIP = ClientIPConfig()
                service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds = Int(value)
            case "external": service.spec.externalTrafficPolicy = ServiceTrafficPolicy(value)
            case "internal": service.spec.internalTrafficPolicy = ServiceTrafficPolicy(value)
            case "externalip": service.spec.externalIPs.append(value)
            case "headless": service.spec.clusterIP = "None"
            case "publish-unready": service.spec.publishNotReadyAddresses = true
            case "namespace": service.metadata.namespace = value
            case let key where key.hasPrefix("select."):
                service.spec.selector[String(key.dropFirst("select.".count))] = value
            default: throw StoryError(word, "no such word of a service")
            }
        }
        return service
    }

    private static func servicePort(_ text: String) throws -> ServicePort {
        let (body, transport) = protocolOf(text)
        var parts = body.split(separator: ":").map(String.init)
        var port = ServicePort()
        port.protocol = transport
        if Int(parts[0]) == nil { port.name = parts.removeFirst() }
        guard let number = parts.first.flatMap({ Int($0) }) else { throw StoryError(text, "no port") }
        port.port = number
        if parts.count > 1 { port.targetPort = Int(parts[1]).map { .int($0) } ?? .string(parts[1]) }
        return port
    }

    static func pod(_ name: String, _ words: ArraySlice<String>) throws -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = (name, "default", "uid-\(name)")
        pod.spec.containers = [Container()]
        pod.status.phase = .running
        var isReady = true
        for word in words {
            let (key, value) = split(word)
            switch key {
            case "ip": pod.status.podIP = value
            case "on": pod.spec.nodeName = value
            case "unready": isReady = false
            case "ending": pod.metadata.deletionTimestamp = Time(seconds: 1)
            case "phase": pod.status.phase = PodPhase(value)
            case "namespace": pod.metadata.namespace = value
            case "port":
                let (body, transport) = protocolOf(value)
                let parts = body.split(separator: ":").map(String.init)
                var port = ContainerPort()
                (port.name, port.containerPort, port.protocol) = (parts[0], Int(parts.last ?? "") ?? 0, transport)
                pod.spec.containers[0].ports.append(port)
            default: pod.metadata.labels[key] = value
            }
        }
        pod.status.conditions.set(PodCondition(.ready, isReady ? .true : .false), at: Time(seconds: 1))
        return pod
    }

    static func slice(of service: Service, _ words: ArraySlice<String>) throws -> EndpointSlice {
        var slice = EndpointSlice()
        slice.metadata.name = "\(service.metadata.name)-slice"
        slice.metadata.namespace = service.metadata.namespace
        slice.addressType = .ipv4
        var port = service.spec.ports[0]
        for word in words {
            let (key, value) = split(word)
            if key == "port" {
                port = service.spec.ports.first { $0.name == value } ?? port
            } else {
                let (endpoint, number) = try endpoint(word)
                slice.endpoints.append(endpoint)
                var own = EndpointSlicePort()
                (own.name, own.port, own.protocol) = (port.name, number, port.protocol)
                slice.ports = [own]
            }
        }
        return slice
    }

    /// `ADDRESS:PORT@NODE!STATE`.
    private static func endpoint(_ word: String) throws -> (Endpoint, port: Int) {
        let states = word.split(separator: "!").map(String.init)
        let places = states[0].split(separator: "@").map(String.init)
        let ends = places[0].split(separator: ":").map(String.init)
        guard ends.count == 2, let port = Int(ends[1]) else { throw StoryError(word, "no endpoint") }
        var endpoint = Endpoint()
        endpoint.addresses = [ends[0]]
        endpoint.nodeName = places.count > 1 ? places[1] : "elsewhere"
        let state = states.count > 1 ? states[1] : "ready"
        guard ["ready", "unready", "ending", "lost"].contains(state) else { throw StoryError(word, "no state") }
        endpoint.conditions.ready = state == "ready"
        endpoint.conditions.serving = state == "ready" || state == "ending"
        endpoint.conditions.terminating = state == "ending" || state == "lost"
        return (endpoint, port)
    }

    private static func protocolOf(_ text: String) -> (body: String, PortProtocol) {
        text.hasSuffix("/udp") ? (String(text.dropLast("/udp".count)), .udp) : (text, .tcp)
    }

    private static func split(_ word: String) -> (key: String, value: String) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}
