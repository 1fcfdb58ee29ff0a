import LabTool
import Linux

/// What a student has written, as part of a cluster: `dinghy up --lab 09=FOLDER`.
///
/// The folder is built as a check builds it, into a worker; the component is Dinghy's own program around that, or around
/// several, for the controller manager has the cores of more than one lab. All of them are kept in the cluster's data folder,
/// so that the student may go on editing while the cluster runs.
struct LabComponent {
    private let lab: Lab
    /// Nil takes Dinghy's own again.
    private let worker: String?
    private let folder: String

    /// - Parameter text: `09=FOLDER`, or `09=reference`.
    init(_ text: String, in data: DataFolder, progress: Progress) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw UsageError("--lab \(text): expected NUMBER=FOLDER") }
        let lab = try Course.find().lab(parts[0])
        guard !lab.description.component.isEmpty else {
            throw UsageError("lab \(lab.number) is no component of a cluster")
        }
        (self.lab, folder) = (lab, data.labs)
        if parts[1] == "reference" {
            worker = nil
        } else {
            let source = try absolutePath(parts[1])
            worker = try progress.step("Lab \(lab.number) is built from \(source)") {
                try Self.build(lab, source, into: data.labs)
            }
        }
    }

    /// The component runs on the workers of all its labs.
    func install(in configuration: inout ClusterConfiguration) throws {
        let component = lab.description.component
        configuration.labs[lab.name] = worker
        let labs = try lab.course.labs().filter { $0.description.component == component }
        let cores = labs.compactMap { lab in
            configuration.labs[lab.name].map { "\(Self.variable(of: lab))='\($0)'" }
        }
        try configuration.replace(component: component, with: cores.isEmpty ? nil : try write(cores))
    }

    /// Names the worker to the component: `DINGHY_SCHEDULER_CORE`.
    private static func variable(of lab: Lab) -> String {
        "DINGHY_\(lab.name.dropFirst(lab.number.count + 1).uppercased())_CORE"
    }

    /// - Returns: a program with a new name each time, so that a cluster that runs sees the change.
    private func write(_ cores: [String]) throws -> String {
        guard let name = ComponentPlan.replaceable(lab.description.component) else {
            throw UsageError("\(lab.description.component): no such component")
        }
        let script = """
            #!/bin/sh
            \(cores.joined(separator: " ")) exec '\(try ownPath())' \(name) "$@"

            """
        let program = "\(folder)/\(name)-\(realNanoseconds() / 1_000_000)"
        try writeFile(program, script, mode: 0o755)
        return program
    }

    private static func build(_ lab: Lab, _ folder: String, into labs: String) throws -> String {
        guard isFolder(folder) else { throw UsageError("\(folder): no such folder") }
        let built = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
            .build(folder, output: folder + "/.lab/build")
        guard let worker = built.worker else { throw UsageError("\(folder) doesn't compile:\n\(built.messages)") }
        try makeFolder(labs)
        let name = "\(labs)/\(lab.number)-\(realNanoseconds() / 1_000_000)-worker"
        try writeFile(name, try readFile(worker), mode: 0o755)
        return name
    }
}
