package import Schema

// Commands in running containers, and connections into pods. All but ``ExecSyncRequest`` answer with the URL of a
// streaming server, to which the kubelet connects its client.

/// Runs a command and waits for it.
package struct ExecSyncRequest: Declared {
    package var containerID = ""
    package var cmd: [String] = []
    package var timeout = 0
    package init() {}
    package static let schema = Schema<Self>("Runs a command and waits for it.") {
        Field(1, "containerId", \.containerID)
        Field(2, "cmd", \.cmd)
        Field(3, "timeout", \.timeout, "In seconds; 0 is forever.")
    }
}

/// What the command said, 16 MiB of each at most.
package struct ExecSyncResponse: Declared {
    package var stdout = Bytes()
    package var stderr = Bytes()
    package var exitCode = 0
    package init() {}
    package static let schema = Schema<Self>("What the command said, 16 MiB of each at most.") {
        Field(1, "stdout", \.stdout)
        Field(2, "stderr", \.stderr)
        Field(3, "exitCode", \.exitCode)
    }
}

/// Prepares the running of a command.
package struct ExecRequest: Declared {
    package var containerID = ""
    package var cmd: [String] = []
    package var tty = false
    package var stdin = false
    package var stdout = false
    package var stderr = false
    package init() {}
    package static let schema = Schema<Self>("Prepares the running of a command.") {
        Field(1, "containerId", \.containerID)
        Field(2, "cmd", \.cmd)
        Field(3, "tty", \.tty)
        Field(4, "stdin", \.stdin)
        Field(5, "stdout", \.stdout)
        Field(6, "stderr", \.stderr)
    }
}

/// Where the command can be talked to.
package struct ExecResponse: Declared {
    package var url = ""
    package init() {}
    package static let schema = Schema<Self>("Where the command can be talked to.") {
        Field(1, "url", \.url)
    }
}

/// Prepares the talking to a container's first process.
package struct AttachRequest: Declared {
    package var containerID = ""
    package var stdin = false
    package var tty = false
    package var stdout = false
    package var stderr = false
    package init() {}
    package static let schema = Schema<Self>("Prepares the talking to a container's first process.") {
        Field(1, "containerId", \.containerID)
        Field(2, "stdin", \.stdin)
        Field(3, "tty", \.tty)
        Field(4, "stdout", \.stdout)
        Field(5, "stderr", \.stderr)
    }
}

/// Where it can be talked to.
package struct AttachResponse: Declared {
    package var url = ""
    package init() {}
    package static let schema = Schema<Self>("Where it can be talked to.") {
        Field(1, "url", \.url)
    }
}

/// Prepares connections to ports of a pod.
package struct PortForwardRequest: Declared {
    package var podSandboxID = ""
    package var port: [Int] = []
    package init() {}
    package static let schema = Schema<Self>("Prepares connections to ports of a pod.") {
        Field(1, "podSandboxId", \.podSandboxID)
        Field(2, "port", \.port)
    }
}

/// Where they can be made.
package struct PortForwardResponse: Declared {
    package var url = ""
    package init() {}
    package static let schema = Schema<Self>("Where they can be made.") {
        Field(1, "url", \.url)
    }
}
