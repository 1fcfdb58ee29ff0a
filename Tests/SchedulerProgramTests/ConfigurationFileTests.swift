import API
import Client
import Linux
import SchedulerContract
import Schema
import TestSupport
import Testing

@testable import SchedulerProgram

/// What `--config` means.
@Suite struct ConfigurationFileTests {
    private static let head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"

    private func settings(_ text: String) throws -> SchedulerSettings {
        try SchedulerSettings(configuration: text)
    }

    @Test func aFileWithNothingInItMeansTheDefaults() throws {
        let settings = try settings("")
        #expect(settings.scheduler == SchedulerConfiguration())
        #expect(settings.leaderElect == nil)
        #expect(settings.lease == ("kube-system", "kube-scheduler"))
    }

    @Test func itSaysWhoLeadsHowLongPodsRestAndHowManyNodesAreLookedAt() throws {
        let settings = try settings(
            """
            parallelism: 16
            clientConnection: {kubeconfig: /etc/kubernetes/scheduler.conf, qps: 100, burst: 200}
            leaderElection: {leaderElect: false, leaseDuration: 1m, renewDeadline: 40s, resourceName: second}
            percentageOfNodesToScore: 70
            podInitialBackoffSeconds: 2
            podMaxBackoffSeconds: 30
            """)
        #expect(settings.kubeconfig == "/etc/kubernetes/scheduler.conf")
        #expect(settings.leaderElect == false)
        #expect(settings.timing.leaseDuration == .seconds(60))
        #expect(settings.lease.name == "second")
        #expect(settings.scheduler.percentageOfNodesToScore == 70)
        #expect(settings.scheduler.podInitialBackoffSeconds == 2)
        #expect(settings.scheduler.podMaxBackoffSeconds == 30)
    }

    @Test func eachProfileHasRulesAndWeightsOfItsOwn() throws {
        let profiles = try settings(
            """
            profiles:
            - schedulerName: default-scheduler
            - schedulerName: only-taints
              percentageOfNodesToScore: 10
              plugins:
                filter: {enabled: [{name: TaintToleration}], disabled: [{name: '*'}]}
                score: {enabled: [{name: ImageLocality, weight: 7}], disabled: [{name: '*'}]}
                postFilter: {disabled: [{name: DefaultPreemption}]}
            - schedulerName: weighted
              plugins:
                score: {enabled: [{name: NodeAffinity, weight: 5}], disabled: [{name: ImageLocality}]}
                multiPoint: {disabled: [{name: InterPodAffinity}], enabled: [{name: TaintToleration, weight: 9}]}
            """
        ).scheduler.profiles
        #expect(profiles.map(\.schedulerName) == ["default-scheduler", "only-taints", "weighted"])
        #expect(profiles[0].predicates == PluginName.defaultPredicates)
        #expect(Set(profiles[0].priorities) == Set(WeightedPriority.defaults))
        #expect(profiles[1].predicates == [.taintToleration])
        #expect(profiles[1].priorities == [WeightedPriority(.imageLocality, weight: 7)])
        #expect(!profiles[1].preemption)
        #expect(profiles[1].percentageOfNodesToScore == 10)
        #expect(!profiles[2].predicates.contains(.interPodAffinity))
        let weights = [PluginName: Int](profiles[2].priorities.map { ($0.name, $0.weight) }) { $1 }
        #expect(
            weights == [
                .nodeAffinity: 5, .taintToleration: 9, .podTopologySpread: 2, .nodeResourcesFit: 1,
                .nodeResourcesBalancedAllocation: 1,
            ])
        #expect(profiles[2].preemption)
    }

    @Test func plugInsGetTheirArguments() throws {
        let profile = try settings(
            """
            profiles:
            - pluginConfig:
              - name: NodeResourcesFit
                args:
                  apiVersion: kubescheduler.config.k8s.io/v1
                  kind: NodeResourcesFitArgs
                  ignoredResources: [example.com/foo]
                  scoringStrategy:
                    type: RequestedToCapacityRatio
                    resources: [{name: cpu, weight: 3}, {name: memory}]
                    requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}
              - name: PodTopologySpread
                args:
                  defaultingType: List
                  defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
              - name: InterPodAffinity
                args: {hardPodAffinityWeight: 5}
              - name: NodeAffinity
                args:
                  addedAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [blue]}]}]
            """
        ).scheduler.profile
        #expect(profile.scoringStrategy.type == .requestedToCapacityRatio)
        #expect(profile.scoringStrategy.resources.map(\.weight) == [3, 1])
        #expect(profile.scoringStrategy.shape.map(\.score) == [0, 10])
        #expect(profile.ignoredResources == ["example.com/foo"])
        #expect(profile.defaultConstraints.map(\.topologyKey) == ["zone"])
        #expect(!profile.spreadsReplicas)
        #expect(profile.hardPodAffinityWeight == 5)
        #expect(profile.addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution != nil)
    }

    @Test(arguments: Fault.all) func aFaultIsNamedWithItsPlace(_ fault: Fault) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/scheduler.yaml"
            try writeFile(file, Self.head + fault.text)
            let error = #expect(throws: SchedulerConfigurationError.self) { try SchedulerSettings(file: file) }
            #expect(error?.description == fault.lines.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let text: String
        let lines: [String]
        var testDescription: String { lines.first ?? "" }

        static let all: [Fault] = [
            Fault(
                text: "podInitialBackOffSeconds: 1\nprofiles: [{scheduler: x}, {plugins: {scores: {}}}]",
                lines: [
                    #"unknown field "podInitialBackOffSeconds""#, #"unknown field "profiles[0].scheduler""#,
                    #"unknown field "profiles[1].plugins.scores""#,
                ]),
            Fault(
                text: "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {strategy: {}}}]}]",
                lines: [#"unknown field "profiles[0].pluginConfig[0].args.strategy""#]),
            Fault(
                text: "profiles: [{plugins: {score: {enabled: [{name: NodeName}]}}}]",
                lines: ["profiles[0].plugins.score.enabled[0].name: NodeName has nothing to do here"]),
            Fault(
                text: "profiles: [{plugins: {filter: {disabled: [{name: Foo}]}}}]",
                lines: [#"profiles[0].plugins.filter.disabled[0].name: there is no plug-in "Foo""#]),
            Fault(
                text: "profiles: [{plugins: {score: {enabled: [{name: ImageLocality, weight: -1}]}}}]",
                lines: ["profiles[0].plugins.score.enabled[0].weight: -1 is not in the range 0 to 1000000"]),
            Fault(
                text: "profiles: [{}, {schedulerName: default-scheduler}]",
                lines: [#"profiles[1].schedulerName: "default-scheduler" stands here twice"#]),
            Fault(
                text: "percentageOfNodesToScore: 101",
                lines: ["percentageOfNodesToScore: 101 is not in the range 0 to 100"]),
            Fault(
                text: "podInitialBackoffSeconds: 20",
                lines: ["podMaxBackoffSeconds: must be greater than or equal to podInitialBackoffSeconds"]),
            Fault(
                text: "extenders: [{urlPrefix: 'http://127.0.0.1:1', prioritizeVerb: prioritize}]",
                lines: ["extenders[0].weight: 0: must have a positive weight applied to it"]),
            Fault(
                text: "extenders: [{urlPrefix: 'http://a', preemptVerb: p}]",
                lines: ["extenders[0].preemptVerb: extenders are not asked about preemption here"]),
            Fault(
                text: "extenders: [{urlPrefix: 'http://a', bindVerb: b}, {urlPrefix: 'http://b', bindVerb: b}]",
                lines: ["extenders: only one extender can implement bind"]),
            Fault(
                text: "extenders: [{urlPrefix: 'http://a', httpTimeout: 5}]",
                lines: ["extenders[0].httpTimeout: expected string, got integer"]),
            Fault(
                text: "leaderElection: {leaseDuration: 5s}",
                lines: ["leaderElection: expected leaseDuration > renewDeadline > retryPeriod > 0"]),
        ]
    }
}
