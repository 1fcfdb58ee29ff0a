internal import APIServerSuite
internal import ClusterDNSSuite
package import Conformance
internal import DeploymentsSuite
internal import EtcdSuite
internal import KubeletSuite
internal import NodesSuite
internal import ObjectsSuite
internal import PodNetworkSuite
internal import PodsSuite
internal import RaftSuite
internal import ReconciliationSuite
internal import ReplicaSetsSuite
internal import SchedulerSuite
internal import ServicesSuite

/// The suites that this program knows, by the concept's name.
package enum Catalogue {
    package static let suites: [Suite] = [
        ObjectsLab.suite,
        EtcdLab.suite,
        RaftLab.suite,
        APIServerLab.suite,
        ReconciliationLab.suite,
        PodsLab.suite,
        PodNetworkLab.suite,
        KubeletLab.suite,
        SchedulerLab.suite,
        ReplicaSetsLab.suite,
        DeploymentsLab.suite,
        ServicesLab.suite,
        ClusterDNSLab.suite,
        NodesLab.suite,
    ]

    package static func suite(of lab: Lab) throws -> Suite {
        guard let suite = suites.first(where: { $0.concept == lab.name && $0.level == .lab }) else {
            throw LabError("this program has no suite for \(lab.name); build it again: make lab")
        }
        return suite
    }
}
