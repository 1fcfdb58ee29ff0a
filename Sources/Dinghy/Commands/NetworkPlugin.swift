import Glibc
import Linux
import PodNetwork

/// The program as the container runtime calls it for a pod's network: what to do stands in the environment and on
/// standard input, the answer goes to standard output (the CNI exec protocol).
func actAsNetworkPlugin() -> Never {
    let variables = currentEnvironment().map {
        $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    }
    let environment = Dictionary(variables.map { (String($0[0]), String($0.last ?? "")) }) { first, _ in first }
    let input = FileDescriptor(owning: STDIN_FILENO)
    let output = FileDescriptor(owning: STDOUT_FILENO)
    do {
        var text: [UInt8] = []
        while case let part = try input.read(upTo: 64 << 10), !part.isEmpty { text += part }
        let answer = CNIPlugin.answer(environment: environment, input: text)
        try output.write(answer.output)
        exit(answer.exitStatus)
    } catch {
        print("{\"cniVersion\": \"1.0.0\", \"code\": 5, \"msg\": \"\(error)\"}")
        exit(1)
    }
}
