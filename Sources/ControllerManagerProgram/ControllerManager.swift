import API
import Client
import Logging

/// All controllers in one process, around one cache.
struct ControllerManager: Sendable {
    private let context: ControllerContext
    private let controllers: [any ControllerLoop]

    init(_ context: ControllerContext, rootAuthority: String?) {
        self.context = context
        controllers = [
            ReplicaController(replicaSets: context),
            ReplicaController(replicationControllers: context),
            DeploymentController(context),
            EndpointsController(context),
            ServiceAccountController(context, rootAuthority: rootAuthority),
            NamespaceController(context),
        ]
    }

    /// Runs until the task is cancelled.
    func run() async {
        for controller in controllers { controller.observe() }
        await withDiscardingTaskGroup { group in
            group.addTask { await context.cache.run() }
            await context.cache.waitUntilSynced()
            for controller in controllers { group.addTask { await controller.run() } }
        }
    }
}
