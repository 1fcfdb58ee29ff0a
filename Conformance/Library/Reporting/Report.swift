public import Schema

/// What a run has found, as a document: `report.json`, and what all other forms are made from.
///
/// Its parts are those of the Gateway API's ConformanceReport (profiles with core and extended results, statistics,
/// supported features, how to reproduce), and beyond it points and, for each case, what was seen. The published schema,
/// `Conformance/report.schema.json`, follows from these declarations.
public struct Report: Declared {
    public var apiVersion = "conformance.dinghy/v1"
    public var kind = "ConformanceReport"
    public var date = Time()
    public var subject = ReportSubject()
    public var seed = 0
    public var points = 0
    public var possible = 0
    public var mark = ""
    public var profiles: [ReportProfile] = []
    public var cases: [ReportCase] = []
    public var environment = ReportEnvironment()
    public var suiteHash = ""
    public var reproduce = ""
    public var notes: [String] = []

    public init() {}

    /// The mark, or where there is none the points: `42.5 of 100 points`.
    public var worth: String { mark.isEmpty ? "\(points) of \(possible) points" : mark }

    public static let schema = Schema<Self>("What a conformance run has found.", name: "Report") {
        Field(nil, "apiVersion", \.apiVersion, required: true, "conformance.dinghy/v1")
        Field(nil, "kind", \.kind, required: true, "ConformanceReport")
        Field(nil, "date", \.date, required: true, "When the run began.")
        Field(nil, "subject", \.subject, required: true, "What was examined.")
        Field(nil, "seed", \.seed, required: true, always: true, "Of the run: with it everything random repeats.")
        Field(nil, "points", \.points, required: true, always: true, "Of the cases that passed.")
        Field(nil, "possible", \.possible, required: true, always: true, "Of all cases that were not skipped.")
        Field(nil, "mark", \.mark, "What the whole is worth, if that isn't its points: 42.5 of 100 points.")
        Field(nil, "profiles", \.profiles, required: true, always: true, "One for each suite.")
        Field(nil, "cases", \.cases, required: true, always: true, "In the order of the suites.")
        Field(nil, "environment", \.environment, required: true, always: true, "Where it ran.")
        Field(nil, "suiteHash", \.suiteHash, required: true, "SHA-256 of the cases' descriptions and scripts.")
        Field(nil, "reproduce", \.reproduce, required: true, always: true, "The command that gives this report again.")
        Field(nil, "notes", \.notes, "What else a reader should know.")
    }
}

public struct ReportSubject: Declared {
    public var level = ""
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("What was examined.", name: "Subject") {
        Field(nil, "level", \.level, required: true, "lab, component or cluster.")
        Field(nil, "name", \.name, required: true, always: true, "A folder, a program, a kubeconfig.")
    }
}

/// The cases of a concept at a level, counted.
public struct ReportProfile: Declared {
    public var name = ""
    public var level = ""
    public var points = 0
    public var possible = 0
    public var steps: [ReportStep] = []
    public var core = ReportPart()
    public var extended = ReportPart()
    public var supportedFeatures: [String] = []
    public var unsupportedFeatures: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A concept at a level.", name: "Profile") {
        Field(nil, "name", \.name, required: true, "The concept: 09-Scheduler.")
        Field(nil, "level", \.level, required: true, "lab, component or cluster.")
        Field(nil, "points", \.points, required: true, always: true)
        Field(nil, "possible", \.possible, required: true, always: true)
        Field(nil, "steps", \.steps, "Of a lab, in order.")
        Field(nil, "core", \.core, required: true, always: true, "What everybody must pass.")
        Field(nil, "extended", \.extended, "What must pass who offers the features.")
        Field(nil, "supportedFeatures", \.supportedFeatures, "Extended features of which all cases passed.")
        Field(
            nil, "unsupportedFeatures", \.unsupportedFeatures, "Extended features that are not offered, or not right.")
    }
}

public struct ReportStep: Declared {
    public var number = 0
    public var title = ""
    public var points = 0
    public var possible = 0
    public var statistics = ReportStatistics()

    public init() {}

    public static let schema = Schema<Self>("A step of a lab.", name: "Step") {
        Field(nil, "number", \.number, required: true)
        Field(nil, "title", \.title, required: true, always: true)
        Field(nil, "points", \.points, required: true, always: true)
        Field(nil, "possible", \.possible, required: true, always: true)
        Field(nil, "statistics", \.statistics, required: true, always: true)
    }
}

public struct ReportPart: Declared {
    public var result = ""
    public var statistics = ReportStatistics()
    public var failed: [String] = []
    public var skipped: [String] = []
    public var unknown: [String] = []

    public init() {}

    public static let schema = Schema<Self>("The core or the extended cases of a profile.", name: "Part") {
        Field(nil, "result", \.result, required: true, "success, failure, partial (some skipped) or unknown.")
        Field(nil, "statistics", \.statistics, required: true, always: true)
        Field(nil, "failed", \.failed, "Identifiers of the cases that failed.")
        Field(nil, "skipped", \.skipped, "Identifiers of the cases that were skipped.")
        Field(nil, "unknown", \.unknown, "Identifiers of the cases of which the harness can't tell.")
    }
}

public struct ReportStatistics: Declared {
    public var pass = 0
    public var fail = 0
    public var skip = 0
    public var unknown = 0

    public init() {}

    public var total: Int { pass + fail + skip + unknown }

    public static let schema = Schema<Self>("Cases by verdict.", name: "Statistics") {
        Field(nil, "pass", \.pass, required: true, always: true)
        Field(nil, "fail", \.fail, required: true, always: true)
        Field(nil, "skip", \.skip, required: true, always: true)
        Field(nil, "unknown", \.unknown, required: true, always: true)
    }
}

public struct ReportEnvironment: Declared {
    public var system = ""
    public var processors = 0
    public var user = ""
    public var sandbox = ""

    public init() {}

    public static let schema = Schema<Self>("Where a run took place.", name: "Environment") {
        Field(nil, "system", \.system, required: true, always: true, "Kernel, release and machine, as uname says.")
        Field(nil, "processors", \.processors, required: true, always: true)
        Field(nil, "user", \.user, "root, or user.")
        Field(nil, "sandbox", \.sandbox, "What the code under test was kept in.")
    }
}
