import APIServerClusterSuite
import ClusterDNSClusterSuite
import Conformance
import DeploymentsClusterSuite
import EtcdClusterSuite
import KubeletClusterSuite
import LabTool
import NodesClusterSuite
import ObjectsClusterSuite
import PodNetworkClusterSuite
import ReconciliationClusterSuite
import PodsClusterSuite
import ReplicaSetsClusterSuite
import SchedulerClusterSuite
import ServicesClusterSuite

/// All suites, by concept and level: the labs' from the labs' tool, and those that need a client.
enum Suites {
    static let all: [Suite] =
        Catalogue.suites + [
            ObjectsComponent.suite, ObjectsCluster.suite,
            EtcdComponent.suite, EtcdCluster.suite,
            APIServerComponent.suite, APIServerCluster.suite,
            ReconciliationComponent.suite, ReconciliationCluster.suite,
            PodsComponent.suite, PodsCluster.suite,
            PodNetworkComponent.suite, PodNetworkCluster.suite,
            KubeletComponent.suite, KubeletCluster.suite,
            SchedulerComponent.suite, SchedulerCluster.suite,
            ReplicaSetsComponent.suite, ReplicaSetsCluster.suite,
            DeploymentsComponent.suite, DeploymentsCluster.suite,
            ServicesComponent.suite, ServicesCluster.suite,
            ClusterDNSComponent.suite, ClusterDNSCluster.suite,
            NodesComponent.suite, NodesCluster.suite,
        ]
}
