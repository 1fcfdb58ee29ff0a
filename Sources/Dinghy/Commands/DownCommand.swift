import ArgumentParser
import Linux

struct DownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "End a cluster; nothing of it is left but its data folder.")

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Remove the data folder, too.")
    var delete = false

    func run() throws {
        let folder = try cluster.folder()
        try ClusterEnd(data: folder, progress: Progress()).run()
        guard delete else { return }
        try removeTree(folder.path)
        print("\(folder.path) is removed.")
    }
}
