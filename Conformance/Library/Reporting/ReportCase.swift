public import Schema

/// A case in a report.
public struct ReportCase: Declared {
    public var identifier = ""
    public var concept = ""
    public var level = ""
    public var step: Int? = nil
    public var requirement = ""
    public var source = ""
    public var feature: String? = nil
    public var visibility = ""
    public var verdict = ""
    public var points = 0
    public var possible = 0
    public var reason = ""
    public var scenario: [String] = []
    public var finding: ReportFinding? = nil
    public var evidence: [ReportEvidence] = []
    public var seed: Int? = nil
    public var replay = ""
    public var milliseconds = 0

    public init() {}

    public static let schema = Schema<Self>("A case, and what came of it.", name: "Case") {
        Field(nil, "identifier", \.identifier, required: true, "scheduler/taints/no-schedule")
        Field(nil, "concept", \.concept, required: true, "09-Scheduler")
        Field(nil, "level", \.level, required: true, "lab, component or cluster.")
        Field(nil, "step", \.step, "Of the lab.")
        Field(nil, "requirement", \.requirement, required: true, always: true, "One MUST sentence.")
        Field(nil, "source", \.source, required: true, always: true, "Where the requirement is from.")
        Field(nil, "feature", \.feature, "The extended feature that the case belongs to; a core case has none.")
        Field(nil, "visibility", \.visibility, required: true, "visible, hidden or afterDueDate.")
        Field(nil, "verdict", \.verdict, required: true, "pass, fail, skip or unknown.")
        Field(nil, "points", \.points, required: true, always: true)
        Field(nil, "possible", \.possible, required: true, always: true, "0 for a case that was skipped.")
        Field(nil, "reason", \.reason, "Why it was skipped, or why the harness can't tell.")
        Field(nil, "scenario", \.scenario, "What happened, a sentence each.")
        Field(nil, "finding", \.finding, "What was wrong.")
        Field(nil, "evidence", \.evidence, "Files that show what happened.")
        Field(nil, "seed", \.seed, "Of the run, when something in the case is random.")
        Field(nil, "replay", \.replay, "The command that runs this case alone, with the same seed.")
        Field(nil, "milliseconds", \.milliseconds, required: true, always: true)
    }
}

/// See ``Finding``.
public struct ReportFinding: Declared {
    public var expected = ""
    public var documentation = ""
    public var source = ""
    public var observed = ""
    public var invariant = ""
    public var look = ""

    public init() {}

    public static let schema = Schema<Self>("What was found wrong.", name: "Finding") {
        Field(nil, "expected", \.expected, required: true, always: true)
        Field(nil, "documentation", \.documentation, "The documentation's own sentence.")
        Field(nil, "source", \.source, "Where that sentence stands.")
        Field(nil, "observed", \.observed, required: true, always: true)
        Field(nil, "invariant", \.invariant, "What holds at all times in a program that keeps the requirement.")
        Field(nil, "look", \.look, "Where to look for the fault.")
    }
}

/// A file beside `report.json`.
public struct ReportEvidence: Declared {
    public var name = ""
    public var file = ""
    /// What is in the file; not part of the document.
    public var text = ""

    public init() {}

    public static let schema = Schema<Self>("A file that shows what happened.", name: "Evidence") {
        Field(nil, "name", \.name, required: true)
        Field(nil, "file", \.file, required: true, "Relative to the report.")
    }
}
