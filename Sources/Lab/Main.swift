import ArgumentParser
import LabTool

/// `bin/lab`: the labs' tool alone. It needs no package that opens sockets, so it builds in a minute.
@main
struct LabProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab", abstract: LabCommand.configuration.abstract,
        discussion: LabCommand.configuration.discussion,
        subcommands: LabCommand.configuration.subcommands + [GradeCommand.self])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == SandboxLauncher.name { SandboxLauncher.main(Array(arguments.dropFirst())) }
        await main(arguments)
    }
}
