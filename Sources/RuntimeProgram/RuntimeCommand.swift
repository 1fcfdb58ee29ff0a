package import ArgumentParser
import CRI
import GRPC
import Glibc
package import HTTP
import Linux
import Logging

/// `dinghy container-runtime`: a node's runtime as a process.
package struct RuntimeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "container-runtime",
        abstract: "A node's container runtime, serving CRI.")

    @Option(help: "The unix socket for the kubelet.")
    var listen = "unix:///run/dinghy/runtime.sock"

    @Option(help: "The folder for containers' writable layers.")
    var root = "/var/lib/dinghy/runtime"

    @Option(help: "The folder for records and sockets.")
    var state = "/run/dinghy/runtime"

    @Option(help: "The image store; several runtimes may share one. (default: images in the root)")
    var images = ""

    @Option(help: "The folder in which pods' network namespaces are mounted. (default: netns in the state folder)")
    var networkNamespaceDir = ""

    @Option(help: "The node's part of the cgroup tree.")
    var cgroupRoot = "/dinghy"

    @Option(help: "Where cgroups are mounted.")
    var cgroupMount = "/sys/fs/cgroup"

    @Option(help: "The folders of network plugins, separated by commas.")
    var cniBinDir = "/opt/cni/bin"

    @Option(help: "The folder of network configurations.")
    var cniConfDir = "/etc/cni/net.d"

    @Option(help: "The program that parents containers. (default: PodShim beside this one)")
    var podShim = ""

    @Option(help: "The static busybox that the local image is made from.")
    var busybox = "/bin/busybox"

    @Option(help: "The loopback port for exec, attach and port-forward; 0 takes a free one.")
    var streamPort = 0

    package init() {}

    package func run() async throws {
        var log = Logger(label: "container-runtime")
        log.logLevel = .info
        guard let endpoint = Endpoint(listen) else { throw ValidationError("\(listen) is not an endpoint") }
        if case .unix(let path) = endpoint, let slash = path.lastIndex(of: "/") {
            try makeFolder(String(path[..<slash]))
        }
        let runtime = try Runtime(runtimeConfiguration, log: log)
        try await runtime.prepare()
        try await runtime.serve(endpoint, streamPort: streamPort)
    }

    private var runtimeConfiguration: RuntimeConfiguration {
        var configuration = RuntimeConfiguration()
        // The shims are told of these, and live in another folder.
        configuration.root = absolutePath(root)
        configuration.state = absolutePath(state)
        configuration.images = absolutePath(images.isEmpty ? root + "/images" : images)
        configuration.networkNamespaces = absolutePath(
            networkNamespaceDir.isEmpty ? state + "/netns" : networkNamespaceDir)
        configuration.cgroupRoot = cgroupRoot
        configuration.cgroupMount = cgroupMount
        configuration.pluginFolders = cniBinDir.split(separator: ",").map(String.init)
        configuration.networkConfiguration = cniConfDir
        configuration.shim = podShim.isEmpty ? helper("PodShim") : podShim
        configuration.busybox = busybox
        return configuration
    }
}

private func absolutePath(_ path: String) -> String {
    path.hasPrefix("/") ? path : readLink("/proc/self/cwd") + "/" + path
}

/// A program in the same folder as this one.
private func helper(_ name: String) -> String {
    let path = readLink("/proc/self/exe")
    return path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex) + "/" + name
}

extension Runtime {
    /// Serves CRI and streams until it is cancelled.
    package func serve(_ endpoint: Endpoint, streamPort: Int = 0) async throws {
        let streamServer = try await openStreams(port: streamPort)
        let server = try await GRPCServer(
            listeningOn: [.endpoint(endpoint)], services: runtimeServices(self, self))
        log.info("serving", metadata: ["endpoint": "\(endpoint)"])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await streamServer.run { await self.respond(to: $0) } }
            group.addTask { await server.run() }
            await group.next()
            group.cancelAll()
        }
    }
}
