package import ArgumentParser
import API
import Client
import Glibc
import Logging
import Reconciliation
import ReconciliationContract
import ServiceLifecycle
import UnixSignals

/// `dinghy copy-controller`: one controller as a program of its own, beside any cluster.
package struct CopyControllerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "copy-controller",
        abstract: "Copies ConfigMaps with the annotation dinghy.dev/copy-to into the namespaces that it selects.")

    @Option(help: "How to reach the API server.")
    var kubeconfig: String

    @Option(help: "A worker of lab 05 that decides, in place of Dinghy's own.")
    var core: String?

    package init() {}

    package func run() async throws {
        if let core {
            setenv(RemoteCopier.variable, core, 1)
            try await run(RemoteCopier())
        } else {
            try await run(ConfigMapCopier())
        }
    }

    private func run(_ core: some ControllerCore) async throws {
        let logger = Logger(label: "copy-controller")
        let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "copy-controller")
        let service = CopyService(client: client, core: core, logger: logger)
        try await ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}

/// Nothing is reconciled before both copies are complete: what isn't there yet looks as if it had been deleted.
private struct CopyService<Core: ControllerCore>: ServiceLifecycle.Service {
    let client: ClusterClient
    let core: Core
    let logger: Logger

    func run() async throws {
        let configMaps = Informer<ConfigMap>(client, logger: logger)
        let namespaces = Informer<Namespace>(client, logger: logger)
        let controller = CopyController(client, configMaps, namespaces, core: core, logger: logger)
        controller.observe()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await configMaps.run() }
                group.addTask { await namespaces.run() }
                await configMaps.waitUntilSynced()
                await namespaces.waitUntilSynced()
                await controller.run()
            }
        }
    }
}
