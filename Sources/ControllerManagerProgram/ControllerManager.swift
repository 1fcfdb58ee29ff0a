import API
import Client
import Deployments
import DeploymentsContract
import Logging
import Nodes
import NodesContract
import RemoteCore
import ReplicaSets
import ReplicaSetsContract

/// All controllers in one process, around one cache.
struct ControllerManager: Sendable {
    private let context: ControllerContext
    private let controllers: [any ControllerLoop]

    init(_ context: ControllerContext, _ settings: ControllerSettings) {
        self.context = context
        var controllers: [any ControllerLoop] = [
            ReplicaController(replicaSets: context, settings.replicaSetCore),
            ReplicaController(replicationControllers: context),
            DeploymentController(context, settings.deploymentCore),
            DaemonSetController(context),
            JobController(context),
            EndpointsController(context),
            DisruptionController(context),
            ServiceAccountController(context, rootAuthority: settings.rootAuthority),
            NamespaceController(context),
            GarbageCollector(context),
            NodeController(context, settings.nodesCore, period: settings.nodeMonitorPeriod),
            TaintEvictionController(context, settings.nodesCore),
            PodGarbageCollector(context),
        ]
        // A controller of nobody's but a student's: it runs when one is given.
        if RemoteCopier.isGiven { controllers.append(CopyController(context, core: RemoteCopier())) }
        if settings.allocatesPodSubnets { controllers.append(PodSubnetController(context, settings.nodesCore)) }
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
    /// How often each node is looked at.
    var nodeMonitorPeriod = Duration.seconds(5)
    /// How it is decided about nodes.
    var nodes = NodesConfiguration()
    /// Whether nodes without a pod subnet get one.
    var allocatesPodSubnets = false

    /// One for each controller that asks: Dinghy's, or what a student has written.
    var nodesCore: any NodesCore {
        RemoteCore.isNamed(by: WorkerNodes.variable) ? WorkerNodes(nodes) : DefaultNodesCore(nodes)
    }

    var replicaSetCore: any ReplicaSetCore {
        RemoteCore.isNamed(by: WorkerReplicaSets.variable) ? WorkerReplicaSets() : DefaultReplicaSetCore()
    }

    var deploymentCore: any DeploymentCore {
        RemoteCore.isNamed(by: WorkerDeployments.variable) ? WorkerDeployments() : DefaultDeploymentCore()
    }
}
