import ArgumentParser
import Glibc
import Linux

struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what a component has written.")

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "How many of the last lines.")
    var tail = 200

    @Argument(help: "The component, as `dinghy status` names it, or `supervisor`.")
    var component: String

    func run() throws {
        let folder = try cluster.folder()
        let names = try listFolder(folder.logs).filter { $0.hasSuffix(".log") }.map { String($0.dropLast(4)) }
        guard names.contains(component) else {
            throw UsageError("no log of \(component); there are \(names.joined(separator: ", "))")
        }
        for line in LogFile.tail(of: folder.log(component), lines: tail) { print(line) }
    }
}
