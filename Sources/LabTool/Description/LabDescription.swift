internal import Linux
package import Schema
internal import YAML

/// A lab as its `lab.yaml` describes it: what is to be written, in which steps, for how many points.
///
/// ```yaml
/// title: The scheduler
/// reference: Sources/Scheduler        # what starter and solution are derived from
/// contract: SchedulerContract         # the module that says what the code must conform to
/// component: scheduler                # which part of a cluster it can be
/// limits: {buildSeconds: 120, callSeconds: 10, memoryMiB: 512}
/// steps:
/// - title: Resources fit
///   points: 10
///   files: [Predicates/NodeResourcesFit.swift]
///   hints: [A question that leads on., The idea., Nearly the code.]
/// ```
/// The steps are numbered from 1; the suite's cases name the number of the step after which they must pass.
package struct LabDescription: Declared, Sendable {
    package var title = ""
    /// Below the root of the repository or toolkit.
    package var reference = ""
    package var contract = ""
    /// Of what students write. The reference's, unless the toolkit has that one in it.
    package var module = ""
    /// Modules that must not be imported here: the answers stand in them.
    package var withheld: [String] = []
    /// Of a cluster, that runs this code with `dinghy up --lab`; none when it is empty.
    package var component = ""
    package var limits = LabLimits()
    package var steps: [LabStep] = []
    package init() {}

    package static let schema = Schema<Self>("A lab.") {
        Field(nil, "title", \.title, required: true)
        Field(nil, "reference", \.reference, required: true)
        Field(nil, "contract", \.contract, required: true)
        Field(nil, "module", \.module)
        Field(nil, "withheld", \.withheld)
        Field(nil, "component", \.component)
        Field(nil, "limits", \.limits)
        Field(nil, "steps", \.steps, required: true)
    }

    /// - Throws: ``LabError`` that names the file, the field, and what is wrong with it.
    package init(file: String) throws {
        let text = try readFile(file)
        do {
            let document = try YAML.document(text)
            self = try Self(json: document)
            let problems = Self.unknownFields(document) + self.problems
            guard problems.isEmpty else { throw LabError(problems.joined(separator: "\n\(file): ")) }
        } catch {
            throw LabError("\(file): \(error)")
        }
    }

    private var problems: [String] {
        var problems: [String] = []
        for (name, value) in [("title", title), ("reference", reference), ("contract", contract)] where value.isEmpty {
            problems.append("\(name): is missing")
        }
        if steps.isEmpty { problems.append("steps: there is none") }
        for (index, step) in steps.enumerated() {
            if step.title.isEmpty { problems.append("steps[\(index)].title: is missing") }
            if step.points < 1 { problems.append("steps[\(index)].points: must be at least 1") }
            if step.files.isEmpty { problems.append("steps[\(index)].files: names no file to edit") }
            if step.hints.count != 3 {
                problems.append("steps[\(index)].hints: three grades are needed, there are \(step.hints.count)")
            }
        }
        return problems
    }

    /// A misspelt name would otherwise be a silent default.
    private static func unknownFields(_ document: JSON) -> [String] {
        func unknown(_ value: JSON?, _ known: [String], _ path: String) -> [String] {
            (value?.object?.names ?? []).filter { !known.contains($0) }.map { "\(path)\($0): there is no such field" }
        }
        let steps = (document["steps"]?.array ?? []).enumerated().flatMap { index, step in
            unknown(step, ["title", "points", "files", "hints"], "steps[\(index)].")
        }
        return unknown(
            document,
            ["title", "reference", "contract", "module", "withheld", "component", "limits", "steps"], "")
            + unknown(document["limits"], ["buildSeconds", "callSeconds", "memoryMiB"], "limits.") + steps
    }
}

/// A few minutes to an hour of work.
package struct LabStep: Declared, Sendable {
    package var title = ""
    package var points = 0
    /// To be edited, below the workspace.
    package var files: [String] = []
    /// A question, the idea, nearly the code.
    package var hints: [String] = []
    package init() {}

    package static let schema = Schema<Self>("A step of a lab.") {
        Field(nil, "title", \.title, required: true)
        Field(nil, "points", \.points, required: true)
        Field(nil, "files", \.files, required: true)
        Field(nil, "hints", \.hints)
    }
}

/// What building and one call may take. Somebody else's code gets no more than this.
package struct LabLimits: Declared, Sendable {
    package var buildSeconds = 120
    package var callSeconds = 10
    package var memoryMiB = 512
    package init() {}

    package static let schema = Schema<Self>("Limits.") {
        Field(nil, "buildSeconds", \.buildSeconds, always: true)
        Field(nil, "callSeconds", \.callSeconds, always: true)
        Field(nil, "memoryMiB", \.memoryMiB, always: true)
    }
}
