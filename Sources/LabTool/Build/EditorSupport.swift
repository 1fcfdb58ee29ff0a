internal import Linux
internal import Schema

extension Compiler {
    /// Tells editors how the workspace is compiled (compile_commands.json), so that completion works there without a
    /// manifest.
    package func describeForEditors(_ workspace: Workspace) throws {
        let files = try swiftFiles(in: workspace.folder).map { "\(workspace.folder)/\($0)" }
        let command = ([swiftc] + options + files).map { JSON.string($0) }
        let entries = files.map { file -> JSON in
            ["directory": .string(workspace.folder), "file": .string(file), "arguments": .array(command)]
        }
        try writeFile(workspace.folder + "/compile_commands.json", JSON.array(entries).pretty + "\n")
    }
}
