import API
import Client
import Controllers
import Logging

/// All controllers in one process, around one cache.
struct ControllerManager: Sendable {
    private let context: ControllerContext
    private let controllers: [any ControllerLoop]

    init(_ context: ControllerContext, _ settings: ControllerSettings) {
        self.context = context
        var controllers: [any ControllerLoop] = [
            ReplicaController(replicaSets: context),
            ReplicaController(replicationControllers: context),
            DeploymentController(context),
            DaemonSetController(context),
            JobController(context),
            EndpointsController(context),
            DisruptionController(context),
            ServiceAccountController(context, rootAuthority: settings.rootAuthority),
            NamespaceController(context),
            GarbageCollector(context),
            NodeController(context, gracePeriod: settings.nodeMonitorGracePeriod),
            TaintEvictionController(context),
            PodGarbageCollector(context),
        ]
        if let subnets = settings.podSubnets { controllers.append(PodSubnetController(context, subnets)) }
        self.controllers = controllers.filter { settings.choice.includes($0.name) }
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

/// What the flags say.
struct ControllerSettings: Sendable {
    /// Which controllers run.
    var choice = ControllerChoice("*")
    /// PEM of the authority that pods get to know the API server by.
    var rootAuthority: String?
    /// After so many seconds of silence a node's state is unknown.
    var nodeMonitorGracePeriod = 40
    /// Where nodes without a pod subnet get one from; nil: nowhere.
    var podSubnets: PodSubnets?
}
