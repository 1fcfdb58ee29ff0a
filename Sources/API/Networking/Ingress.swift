public import Schema

public struct Ingress: Declared {
    public var metadata = ObjectMeta()
    public var spec = IngressSpec()
    public var status = IngressStatus()

    public init() {}

    public static let schema = Schema<Self>("Leads HTTP requests from outside to services, by host and path.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "The rules.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension Ingress: Resource {
    public static let kind = Kind(
        group: "networking.k8s.io", name: "Ingress", plural: "ingresses", shortNames: ["ing"], subresources: [.status])
}

public struct IngressSpec: Declared {
    public var ingressClassName: String?
    public var defaultBackend: IngressBackend?
    public var tls: [IngressTLS] = []
    public var rules: [IngressRule] = []

    public init() {}

    public static let schema = Schema<Self>("The rules of an ingress.") {
        Field(4, "ingressClassName", \.ingressClassName, "The ingress class.")
        Field(1, "defaultBackend", \.defaultBackend, "For what no rule matches.")
        Field(2, "tls", \.tls, "Certificates.")
        Field(3, "rules", \.rules, "The rules.")
    }
}

public struct IngressStatus: Declared {
    public var loadBalancer = IngressLoadBalancerStatus()

    public init() {}

    public static let schema = Schema<Self>("What was last observed of an ingress.") {
        Field(1, "loadBalancer", \.loadBalancer, "Where it is reached.")
    }
}

public struct IngressRule: Declared {
    public var host = ""
    public var value = IngressRuleValue()

    public init() {}

    public static let schema = Schema<Self>("Paths of a host.") {
        Field(1, "host", \.host, "The host name; *.x.y matches one label.")
        Field.inline(2, \.value)
    }
}

public struct IngressRuleValue: Declared {
    public var http: HTTPIngressRuleValue?

    public init() {}

    public static let schema = Schema<Self>("What a rule leads.") {
        Field(1, "http", \.http, "HTTP requests, by path.")
    }
}

public struct HTTPIngressRuleValue: Declared {
    public var paths: [HTTPIngressPath] = []

    public init() {}

    public static let schema = Schema<Self>("Paths.") {
        Field(1, "paths", \.paths, always: true, "The paths.")
    }
}

public struct HTTPIngressPath: Declared {
    public var path = ""
    public var pathType: String?
    public var backend = IngressBackend()

    public init() {}

    public static let schema = Schema<Self>("A path, and where it leads.") {
        Field(1, "path", \.path, "The path.")
        Field(3, "pathType", \.pathType, required: true, "Exact, Prefix or ImplementationSpecific.")
        Field(2, "backend", \.backend, required: true, "Where it leads.")
    }
}

public struct IngressBackend: Declared {
    public var service: IngressServiceBackend?
    public var resource: TypedLocalObjectReference?

    public init() {}

    public static let schema = Schema<Self>("Where requests lead.") {
        Field(4, "service", \.service, "A service.")
        Field(3, "resource", \.resource, merge: .atomic, "Another resource.")
    }
}

public struct IngressServiceBackend: Declared {
    public var name = ""
    public var port = ServiceBackendPort()

    public init() {}

    public static let schema = Schema<Self>("A port of a service.") {
        Field(1, "name", \.name, required: true, "Name of the service.")
        Field(2, "port", \.port, "The port.")
    }
}

public struct ServiceBackendPort: Declared {
    public var name = ""
    public var number = 0

    public init() {}

    public static let schema = Schema<Self>("A port of a service, by name or number.") {
        Field(1, "name", \.name, "The name.")
        Field(2, "number", \.number, "The number.")
    }
}

public struct IngressTLS: Declared {
    public var hosts: [String] = []
    public var secretName = ""

    public init() {}

    public static let schema = Schema<Self>("A certificate for hosts.") {
        Field(1, "hosts", \.hosts, "The hosts.")
        Field(2, "secretName", \.secretName, "The Secret with the certificate.")
    }
}

public struct IngressLoadBalancerStatus: Declared {
    public var ingress: [IngressLoadBalancerIngress] = []

    public init() {}

    public static let schema = Schema<Self>("Where an ingress is reached.") {
        Field(1, "ingress", \.ingress, "The addresses.")
    }
}

public struct IngressLoadBalancerIngress: Declared {
    public var ip = ""
    public var hostname = ""
    public var ports: [IngressPortStatus] = []

    public init() {}

    public static let schema = Schema<Self>("An address of an ingress.") {
        Field(1, "ip", \.ip, "The address.")
        Field(2, "hostname", \.hostname, "The host name.")
        Field(4, "ports", \.ports, "The ports.")
    }
}

public struct IngressPortStatus: Declared {
    public var port = 0
    public var `protocol` = PortProtocol()
    public var error: String?

    public init() {}

    public static let schema = Schema<Self>("A port of an ingress.") {
        Field(1, "port", \.port, always: true, "The port.")
        Field(2, "protocol", \.protocol, "TCP, UDP or SCTP.")
        Field(3, "error", \.error, "What is wrong with it.")
    }
}
