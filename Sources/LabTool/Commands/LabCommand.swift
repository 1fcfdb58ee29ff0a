package import ArgumentParser
internal import Linux

/// `lab`, which is also `dinghy lab`: what students use.
package struct LabCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lab", abstract: "Write the parts of a cluster yourself, in small steps.",
        discussion: "Begin with: lab list, lab start 09. Then edit a file, and: lab check",
        subcommands: [
            ListCommand.self, StartCommand.self, CheckCommand.self, HintCommand.self, SolutionCommand.self,
            ResetCommand.self, ProgressCommand.self, DeriveCommand.self, MutantsCommand.self, ToolkitCommand.self,
        ])

    package init() {}
}

/// Which workspace a command is about.
struct WorkspaceOptions: ParsableArguments {
    @Argument(help: "The lab's number; not needed in a workspace.")
    var lab: String?

    @Option(help: "The workspace, if it isn't the one around this folder or the one last started.")
    var folder: String?

    func workspace() throws -> Workspace {
        try Workspace.find(folder: folder, lab: lab, course: try Course.find())
    }
}

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The labs, and how far you are.")

    func run() throws {
        let course = try Course.find()
        let folders = try Workspace.remembered()
        for lab in try course.labs() {
            let steps = lab.description.steps
            print("\(lab.number)  \(lab.description.title)")
            let points = steps.map(\.points).reduce(0, +)
            print("    \(steps.count) steps, \(points) points; read \(lab.folder)/README.md")
            guard let folder = folders[lab.name] else {
                print("    begin with: \(ownCommand) start \(lab.number)")
                continue
            }
            let green = try Workspace(folder: folder, course: course).state().green.count
            print("    \(green) of \(steps.count) steps are green, in \(folder)")
        }
    }
}

struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Make a workspace of your own.")

    @Argument(help: "The lab's number.")
    var lab: String

    @Argument(help: "A new folder. (default: lab-NN, here)")
    var folder: String?

    func run() throws {
        let lab = try Course.find().lab(lab)
        let workspace = try Workspace.start(lab, in: try wholePath(folder ?? "lab-\(lab.number)"))
        let compiler = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
        try workspace.remember()
        try compiler.describeForEditors(workspace)
        let first = lab.description.steps[0]
        print(
            """
            Lab \(lab.number), \(lab.description.title): your workspace is
              \(workspace.folder)
            \("Step 1 is \"\(first.title)\", in \(first.files.joined(separator: ", ")).".wrapped(indentation: 2))
            What is to be done: \(lab.folder)/README.md

              cd \(workspace.folder)
              \(ownCommand) check            builds it and tells what is missing
              \(ownCommand) check --watch    the same whenever you save a file
              \(ownCommand) hint             if you are stuck
            """)
    }
}

struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Begin again: the starter's files over yours.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "Only the files of this step.")
    var step: Int?

    @Flag(help: "Don't ask for --yes: what you have written is lost.")
    var yes = false

    func run() throws {
        let workspace = try options.workspace()
        if let step { try workspace.lab.checkStep(step) }
        let files = step.map { workspace.lab.description.steps[$0 - 1].files.joined(separator: ", ") }
        guard yes else {
            throw LabError(
                "this overwrites \(files ?? "all files of the starter") in \(workspace.folder); say --yes to do it")
        }
        try workspace.writeStarter(only: step)
        try workspace.change { state in state.green.removeAll { step == nil || $0 == step } }
        print("\(files ?? "All files") are as they were in the beginning.")
    }
}

struct ProgressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "progress", abstract: "How far you are.")

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let workspace = try options.workspace()
        let state = try workspace.state()
        print("Lab \(workspace.lab.number), \(workspace.lab.description.title): \(workspace.folder)\n")
        for (index, step) in workspace.lab.description.steps.enumerated() {
            let number = index + 1
            let hints = state.hints["\(number)"] ?? 0
            let remarks = [
                hints > 0 ? "\(hints) hint\(hints == 1 ? "" : "s")" : "",
                state.gaveUp.contains(number) ? "solution seen" : "",
            ].filter { !$0.isEmpty }
            let left = "\(state.green.contains(number) ? "✓" : "·") \(number) \(step.title)"
            print(left.padded(to: 40) + "\(step.points) points".padded(to: 12) + remarks.joined(separator: ", "))
        }
        print("\n\(state.green.count) of \(workspace.lab.description.steps.count) steps, after \(state.checks) checks")
    }
}

extension Lab {
    func checkStep(_ number: Int) throws {
        guard description.steps.indices.contains(number - 1) else {
            throw LabError("lab \(self.number) has the steps 1 to \(description.steps.count)")
        }
    }
}
