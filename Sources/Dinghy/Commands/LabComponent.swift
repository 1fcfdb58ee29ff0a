import LabTool
import Linux

/// What a student has written, as a component of a cluster: `dinghy up --lab 09=FOLDER`.
///
/// The folder is built as a check builds it, into a worker; the component is Dinghy's own program around that. Both are
/// kept in the cluster's data folder, so that the student may go on editing while the cluster runs.
struct LabComponent {
    private let component: String
    /// Nil takes Dinghy's own again.
    private let program: String?

    /// - Parameter text: `09=FOLDER`, or `09=reference`.
    init(_ text: String, in data: DataFolder, progress: Progress) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw UsageError("--lab \(text): expected NUMBER=FOLDER") }
        let lab = try Course.find().lab(parts[0])
        component = lab.description.component
        guard !component.isEmpty else { throw UsageError("lab \(lab.number) is no component of a cluster") }
        if parts[1] == "reference" {
            program = nil
        } else {
            let folder = try absolutePath(parts[1])
            program = try progress.step("Lab \(lab.number) is built from \(folder)") {
                try Self.build(lab, folder, into: data.labs)
            }
        }
    }

    func install(in configuration: inout ClusterConfiguration) throws {
        try configuration.replace(component: component, with: program)
    }

    /// - Returns: a new name each time, so that a cluster that runs sees the change.
    private static func build(_ lab: Lab, _ folder: String, into labs: String) throws -> String {
        guard isFolder(folder) else { throw UsageError("\(folder): no such folder") }
        let built = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
            .build(folder, output: folder + "/.lab/build")
        guard let worker = built.worker else { throw UsageError("\(folder) doesn't compile:\n\(built.messages)") }
        try makeFolder(labs)
        let name = "\(labs)/\(lab.number)-\(realNanoseconds() / 1_000_000)"
        try writeFile(name + "-worker", try readFile(worker), mode: 0o755)
        let script = """
            #!/bin/sh
            \(try place(of: lab))='\(name)-worker' exec '\(try ownPath())' kube-\(lab.description.component) "$@"

            """
        try writeFile(name, script, mode: 0o755)
        return name
    }

    /// The variable that names a core to the component's program.
    private static func place(of lab: Lab) throws -> String {
        switch lab.description.component {
        case "scheduler": return "DINGHY_SCHEDULER_CORE"
        // One controller more among those of the controller manager.
        case "controller-manager": return "DINGHY_CONTROLLER_CORE"
        case let other: throw UsageError("nobody knows how to give \(other) a core")
        }
    }
}
