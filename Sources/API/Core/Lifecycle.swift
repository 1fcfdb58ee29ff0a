public import Schema

public struct Lifecycle: Declared {
    public var postStart: LifecycleHandler?
    public var preStop: LifecycleHandler?

    public init() {}

    public static let schema = Schema<Self>("What to do at the turning points of a container's life.") {
        Field(1, "postStart", \.postStart, "Right after the start; a failure ends the container.")
        Field(2, "preStop", \.preStop, "Before the container is stopped.")
    }
}

public struct LifecycleHandler: Declared {
    public var exec: ExecAction?
    public var httpGet: HTTPGetAction?
    public var tcpSocket: TCPSocketAction?
    public var sleep: SleepAction?

    public init() {}

    public static let schema = Schema<Self>("What to do: one of these.") {
        Field(1, "exec", \.exec, "A command in the container.")
        Field(2, "httpGet", \.httpGet, "A GET request.")
        Field(3, "tcpSocket", \.tcpSocket, "Deprecated.")
        Field(4, "sleep", \.sleep, "Wait.")
    }
}

public struct SleepAction: Declared {
    public var seconds = 0

    public init() {}

    public static let schema = Schema<Self>("A pause.") {
        Field(1, "seconds", \.seconds, always: true, "How long.")
    }
}
