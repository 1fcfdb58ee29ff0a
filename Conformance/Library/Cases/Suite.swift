/// The cases of one concept at one level.
public struct Suite: Sendable {
    /// Of the chapter, the lab and the suite.
    public var number: Int
    /// `Scheduler`.
    public var title: String
    public var level: Level
    /// At component level, which one: without a program for it the suite isn't run. Nil when its cases ask for themselves.
    public var component: String?
    /// Of the lab, in order; empty outside of labs.
    public var steps: [Step]
    public var cases: [Case]
    /// Prepared once and shared by all cases: an API server, say. Gets the subject, and calls `run` with what the cases
    /// find in ``Scenario/setting(as:)``; cleans up when `run` has returned.
    public var setting: Setting?
    /// Carries out the commands of a golden script; see ``Script``. With it the suite accepts scripts from a private
    /// overlay.
    public var teller: Teller?

    public typealias Setting =
        @Sendable (
            _ subject: Subject, _ run: @Sendable (any Sendable) async throws -> Void
        ) async throws -> Void
    /// Carries out a script's commands, and returns the lines that they print.
    public typealias Teller = @Sendable (_ commands: [String], _ scenario: Scenario) async throws -> [String]

    public init(
        _ number: Int, _ title: String, level: Level, component: String? = nil, steps: [Step] = [],
        setting: Setting? = nil, teller: Teller? = nil, cases: [Case]
    ) {
        self.number = number
        self.title = title
        self.level = level
        self.component = component
        self.steps = steps
        self.cases = cases
        self.setting = setting
        self.teller = teller
    }

    /// Without what goes beyond the lab's steps: nobody is graded for that.
    public var ofSteps: Suite {
        var suite = self
        suite.cases.removeAll { $0.step == nil }
        return suite
    }

    /// `09-Scheduler`: the name of the concept's folders.
    public var concept: String { (number < 10 ? "0" : "") + "\(number)-\(title)" }
}

/// A step of a lab: a few minutes to an hour of work.
public struct Step: Sendable, Hashable {
    /// From 1.
    public var number: Int
    public var title: String

    public init(_ number: Int, _ title: String) {
        self.number = number
        self.title = title
    }
}

/// What a suite examines, from the inside to the outside.
public enum Level: String, Sendable, Hashable, CaseIterable {
    /// Swift code, behind a contract; it runs in a worker process.
    case lab
    /// A program that speaks the real protocol, in any language.
    case component
    /// A whole cluster, by its kubeconfig.
    case cluster
}

/// The thing under test.
public enum Subject: Sendable {
    /// Each case gets a fresh process of this program; see ``Scenario/worker()``.
    case lab(WorkerProgram)
    /// Programs, perhaps with flags, by the component that they are to be: `scheduler` → `/home/ada/scheduler -v 4`.
    /// - Parameter stage: the kubeconfig file of an API server from elsewhere to examine them on; nil for one of ours.
    case component([String: String], stage: String? = nil)
    /// The path of a kubeconfig file.
    case cluster(kubeconfig: String)

    public var level: Level {
        switch self {
        case .lab: .lab
        case .component: .component
        case .cluster: .cluster
        }
    }
}
