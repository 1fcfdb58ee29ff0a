import APIServerProgram
import ArgumentParser
import ClusterDNSProgram
import ControllerManagerProgram
import EtcdProgram
import KubeProxyProgram
import Kubectl
import KubeletProgram
import LabTool
import Logging
import PodNetwork
import RuntimeProgram
import SchedulerProgram

/// One executable, many names: what a person types, and every component of a cluster as a process of its own.
@main
struct DinghyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dinghy",
        abstract: "A small Kubernetes to learn from, on one Linux machine.",
        groupedSubcommands: [
            CommandGroup(
                name: "Clusters",
                subcommands: [
                    UpCommand.self, DownCommand.self, StatusCommand.self, LogsCommand.self, NodeCommand.self,
                    ClustersCommand.self,
                ]),
            CommandGroup(
                name: "Labs",
                subcommands: [LabCommand.self, GradeCommand.self, ConformanceCommand.self, RaftCommand.self]),
            CommandGroup(
                name: "Objects and images", subcommands: [KubectlCommand.self, WhyCommand.self, ImageCommand.self]),
            CommandGroup(
                name: "Components",
                subcommands: [
                    EtcdCommand.self, APIServerCommand.self, ControllerManagerCommand.self, SchedulerCommand.self,
                    RuntimeCommand.self, NetworkPluginCommand.self, KubeletCommand.self, KubeProxyCommand.self,
                    ClusterDNSCommand.self, CopyControllerCommand.self, SuperviseCommand.self, HarbourCommand.self,
                    LoadBalancerCommand.self,
                ]),
        ])

    static func main() async {
        if CommandLine.arguments[0].hasSuffix("/" + networkPluginType) { actAsNetworkPlugin() }
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == SandboxLauncher.name { SandboxLauncher.main(Array(arguments.dropFirst())) }
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        await main(GoFlags.rewritten(Array(arguments)))
    }
}
