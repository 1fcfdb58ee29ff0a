import ArgumentParser
import Glibc
import Linux
import PodNetwork
import PodNetworkContract
import PodNetworkPlan

/// The program as the container runtime calls it for a pod's network: what to do stands in the environment and on
/// standard input, the answer goes to standard output (the CNI exec protocol).
///
/// A runtime calls it by the name of the plugin, without arguments; a person may type this.
struct NetworkPluginCommand: ParsableCommand {
    static let name = "network-plugin"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Connect a pod to the network: a CNI plugin.",
        discussion: "The question comes from the environment (CNI_COMMAND, …) and standard input.")

    @Option(help: "A worker that decides: what `lab check` has built for lab 07.")
    var core: String?

    func run() throws {
        if let core { setenv(WorkerPodNetwork.variable, core, 1) }
        actAsNetworkPlugin()
    }
}

func actAsNetworkPlugin() -> Never {
    let isReplaced = getenv(WorkerPodNetwork.variable) != nil
    if isReplaced { answerRuntime(with: WorkerPodNetwork()) } else { answerRuntime(with: DefaultPodNetwork()) }
}

private func answerRuntime(with core: some PodNetworkCore) -> Never {
    let variables = currentEnvironment().map {
        $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    let environment = Dictionary(variables.map { (String($0[0]), String($0.last ?? "")) }) { first, _ in first }
    let input = FileDescriptor(owning: STDIN_FILENO)
    let output = FileDescriptor(owning: STDOUT_FILENO)
    do {
        var text: [UInt8] = []
        while case let part = try input.read(upTo: 64 << 10), !part.isEmpty { text += part }
        let answer = CNIPlugin(core).answer(environment: environment, input: text)
        try output.write(answer.output)
        exit(answer.exitStatus)
    } catch {
        print("{\"cniVersion\": \"1.0.0\", \"code\": 5, \"msg\": \"\(error)\"}")
        exit(1)
    }
}
