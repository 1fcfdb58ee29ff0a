public import Schema

public struct Probe: Declared {
    public var handler = ProbeHandler()
    public var initialDelaySeconds = 0
    public var timeoutSeconds = 0
    public var periodSeconds = 0
    public var successThreshold = 0
    public var failureThreshold = 0
    public var terminationGracePeriodSeconds: Int?

    public init() {}

    public static let schema = Schema<Self>("How to find out whether a container is well.") {
        Field.inline(1, \.handler)
        Field(2, "initialDelaySeconds", \.initialDelaySeconds, "How long to wait after the start.")
        Field(3, "timeoutSeconds", \.timeoutSeconds, default: 1, "How long an answer may take.")
        Field(4, "periodSeconds", \.periodSeconds, default: 10, "How often to ask.")
        Field(5, "successThreshold", \.successThreshold, default: 1, "How many successes in a row make it well again.")
        Field(6, "failureThreshold", \.failureThreshold, default: 3, "How many failures in a row make it unwell.")
        Field(
            7, "terminationGracePeriodSeconds", \.terminationGracePeriodSeconds,
            "Instead of the pod's, when a failure ends the container.")
    }
}

public struct ProbeHandler: Declared {
    public var exec: ExecAction?
    public var httpGet: HTTPGetAction?
    public var tcpSocket: TCPSocketAction?
    public var grpc: GRPCAction?

    public init() {}

    public static let schema = Schema<Self>("What a probe does: one of these.") {
        Field(1, "exec", \.exec, "A command in the container; well when it exits with 0.")
        Field(2, "httpGet", \.httpGet, "A GET request; well with a status of 200 to 399.")
        Field(3, "tcpSocket", \.tcpSocket, "A connection; well when it opens.")
        Field(4, "grpc", \.grpc, "The gRPC health service.")
    }
}

public struct ExecAction: Declared {
    public var command: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A command in a container.") {
        Field(1, "command", \.command, "The command and its arguments; no shell.")
    }
}

public struct HTTPGetAction: Declared {
    public var path = ""
    public var port = IntOrString()
    public var host = ""
    public var scheme = URIScheme()
    public var httpHeaders: [HTTPHeader] = []

    public init() {}

    public static let schema = Schema<Self>("An HTTP GET request.") {
        Field(1, "path", \.path, default: "/", "Path on the server.")
        Field(2, "port", \.port, required: true, "Number, or name of a container port.")
        Field(3, "host", \.host, "Host to connect to; the pod's address by default.")
        Field(4, "scheme", \.scheme, default: "HTTP", "HTTP or HTTPS.")
        Field(5, "httpHeaders", \.httpHeaders, "Headers to send.")
    }
}

public struct HTTPHeader: Declared {
    public var name = ""
    public var value = ""

    public init() {}

    public static let schema = Schema<Self>("A header of a request.") {
        Field(1, "name", \.name, required: true, "Name of the header.")
        Field(2, "value", \.value, "Value of the header.")
    }
}

public struct TCPSocketAction: Declared {
    public var port = IntOrString()
    public var host = ""

    public init() {}

    public static let schema = Schema<Self>("A TCP connection.") {
        Field(1, "port", \.port, required: true, "Number, or name of a container port.")
        Field(2, "host", \.host, "Host to connect to; the pod's address by default.")
    }
}

public struct GRPCAction: Declared {
    public var port = 0
    public var service: String?

    public init() {}

    public static let schema = Schema<Self>("A call of the gRPC health service.") {
        Field(1, "port", \.port, required: true, always: true, "Port of the service.")
        Field(2, "service", \.service, default: "", "Name of the service to ask for.")
    }
}

/// How to speak HTTP.
public struct URIScheme: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let http: URIScheme = "HTTP"
    public static let https: URIScheme = "HTTPS"
}
