import Conformance
import LabTool
import Linux

/// The suites for a lab's folder: those of its lab, and of no other.
func labSuites(of text: String) throws -> [Suite] {
    let course = try Course.find()
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count == 2, Int(parts[0]) != nil { return [try Catalogue.suite(of: try course.lab(parts[0]))] }
    return [try Catalogue.suite(of: try Workspace(folder: try wholePath(text), course: course).lab)]
}

/// Builds a lab's folder, as the calling user and without a sandbox: for one's own code. (`dinghy grade` is for others'.)
/// - Parameter text: a workspace, or `09=DIR`.
func withLab(_ text: String, _ body: (WorkerProgram) async throws -> Void) async throws {
    let course = try Course.find()
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count == 2, Int(parts[0]) != nil {
        return try await withScratchFolder { scratch in
            try await body(try build(try wholePath(parts[1]), of: try course.lab(parts[0]), output: scratch))
        }
    }
    let workspace = try Workspace(folder: try wholePath(text), course: course)
    try await body(try build(workspace.folder, of: workspace.lab, output: workspace.build))
}

private func build(_ folder: String, of lab: Lab, output: String) throws -> WorkerProgram {
    let built = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course)).build(folder, output: output)
    guard let program = built.worker else { throw UsageError("\(folder) doesn't compile:\n\n\(built.messages)") }
    let limits = lab.description.limits
    var use = WorkerLimits()
    use.memory = UInt64(limits.memoryMiB) << 20
    return WorkerProgram(program, directory: output, callLimit: .seconds(limits.callSeconds), limits: use)
}

/// A new folder, which is removed afterwards.
private func withScratchFolder(_ body: (String) async throws -> Void) async throws {
    let folder = try makeTemporaryFolder("dinghy-conformance")
    defer { try? removeTree(folder) }
    try await body(folder)
}
