internal import Cgroups
package import Conformance
internal import Glibc
internal import Linux
internal import PodsContract
internal import Schema

/// Judges submissions, each in sandboxes of its own: one to build in, one to run in.
///
/// ```
///   submission ──▶ source files ──build──▶ worker ──┐
///                  (+ starter)    sandbox           ├── suite (in this process) ──▶ marks, report
///                                       run sandbox ┘
/// ```
/// Invariant: what a submission does can cost it points, and nobody else anything. Only this process makes verdicts.
package struct Grader: Sendable {
    package let lab: Lab
    package let suite: Suite
    package let compiler: Compiler
    package let seed: UInt64
    /// The program that knows `sandbox` as its first argument.
    package let launcher: String
    package let kind: SandboxKind
    /// Folders that no submission may see.
    package var hidden: [String] = []

    package init(lab: Lab, suite: Suite, seed: UInt64, launcher: String, kind: SandboxKind? = nil) throws {
        self.lab = lab
        self.suite = suite
        self.seed = seed
        self.launcher = launcher
        self.kind = kind ?? .best(launcher: launcher)
        compiler = try Compiler(lab: lab, toolkit: try Toolkit(course: lab.course))
    }

    /// What isn't kept from submissions on this machine.
    package var shortcomings: [String] {
        get throws {
            let sandbox = try Sandbox(
                kind, launcher: launcher, name: "dinghy-grade-\(getpid())", limits: ResourceLimits())
            try sandbox.end()
            return sandbox.shortcomings
        }
    }

    package func starter() throws -> [SourceFile] {
        try swiftFiles(in: lab.starter).map {
            SourceFile(path: $0, text: try readFile("\(lab.starter)/\($0)"))
        }
    }

    /// Always gives a grade: what goes wrong is the submission's 0, or, when it is our own failure, says so.
    package func grade(_ submission: Submission, work: String) async -> Grade {
        let begin = monotonicNanoseconds()
        var grade: Grade
        do {
            grade = try await judge(submission, in: work)
        } catch {
            grade = Grade(submission.name, .unknown, explanation: "\(error)")
            grade.results = suite.cases.map { CaseResult(case: $0, verdict: .unknown, reason: "\(error)", seed: seed) }
        }
        grade.remarks = submission.remarks + grade.remarks
        grade.marks = Marks(lab.description, grade.results)
        grade.seconds = Double(monotonicNanoseconds() - begin) / 1e9
        return grade
    }

    /// The grade of what can't even be built.
    package func zero(_ name: String, _ state: Grade.State, _ explanation: String) -> Grade {
        var grade = Grade(name, state, explanation: explanation)
        let finding = Finding(expected: "source files that compile", observed: explanation)
        grade.results = suite.cases.map { one in
            var result = CaseResult(case: one, verdict: .fail, seed: seed)
            result.finding = finding
            return result
        }
        grade.marks = Marks(lab.description, grade.results)
        return grade
    }

    private func judge(_ submission: Submission, in work: String) async throws -> Grade {
        let place = try GradingPlace(folder: work)
        try place.write(submission.completed(by: try starter()))
        if let problem = try build(place, name: submission.name) { return zero(submission.name, .notBuilt, problem) }
        var limits = ResourceLimits()
        limits.memory = lab.description.limits.memoryMiB << 20
        limits.processes = 128
        let sandbox = try Sandbox(kind, launcher: launcher, name: groupName(submission.name), limits: limits)
        var grade = Grade(submission.name, .graded)
        // One case at a time: they share the limits, and none may suffer from another.
        let runner = Runner(seed: seed, parallelism: 1)
        grade.results = await runner.run(suite, on: .lab(worker(place, sandbox))).results
        if sandbox.memoryKills > 0 {
            grade.remarks.append("killed for using more than \(lab.description.limits.memoryMiB) MiB of memory")
        }
        try sandbox.end()
        let troubles = try readText(place.troubles)
        if !troubles.isEmpty { throw LabError(String(troubles.prefix(500))) }
        return grade
    }

    /// Unlike any other's, be it of another grader on this machine.
    private func groupName(_ name: String) -> String { "dinghy-grade-\(getpid())-\(name)" }
}

/// The folders of one submission while it is judged.
struct GradingPlace {
    let folder: String
    var source: String { folder + "/source" }
    /// For the compiler to read.
    var notes: String { folder + "/notes" }
    /// What the compiler has made, and later what the program may write to.
    var scratch: String { folder + "/scratch" }
    var program: String { folder + "/program" }
    /// What the launcher could not do.
    var troubles: String { folder + "/troubles" }

    init(folder: String) throws {
        self.folder = folder
        for path in [source, notes, scratch, program] { try makeFolder(path) }
        try writeFile(troubles, "")
    }

    func write(_ files: [SourceFile]) throws {
        for file in files {
            try makeFolder(parentFolder("\(source)/\(file.path)"))
            try writeFile("\(source)/\(file.path)", file.text)
        }
    }

    var files: [String] { get throws { try swiftFiles(in: source) } }
}

// MARK: - Building and running

extension Grader {
    /// - Returns: why there is no program; nil when there is one.
    private func build(_ place: GradingPlace, name: String) throws -> String? {
        if let problem = try compiler.withheldImport(in: place.source, place.files) {
            return "it does not compile:\n\(problem)"
        }
        let allowed = lab.description.limits.buildSeconds
        var plan = SandboxPlan()
        plan.folders =
            systemFolders + [
                compiler.toolchain, compiler.toolkit.folder, parentFolder(lab.worker), place.source, place.notes,
            ]
        plan.hidden = hidden
        plan.scratch = place.scratch
        plan.result = "worker"
        (plan.seconds, plan.processorSeconds) = (allowed, allowed)
        (plan.memoryBytes, plan.processes) = (2 << 30, 256)
        plan.environment = environment(place)
        var limits = ResourceLimits()
        (limits.memory, limits.processes) = (2 << 30, 256)
        let sandbox = try Sandbox(kind, launcher: launcher, name: groupName(name), limits: limits)
        let command = sandbox.command(
            try compiler.command(
                sources: place.source, files: try place.files, output: place.scratch, notes: place.notes), plan)
        let built = try runToEnd(Spawn(command[0], command), seconds: allowed + 10)
        let ranOut = sandbox.memoryKills > 0
        try sandbox.end()
        if built.tookTooLong { return "the compiler did not finish within \(allowed) s" }
        if ranOut { return "the compiler needed more than 2 GiB of memory" }
        if built.status == SandboxLauncher.failed { throw LabError(String(built.text.suffix(500))) }
        if built.status != 0 {
            return "it does not compile:\n\(CompilerMessages(built.text, folder: place.source).short)"
        }
        try renameFile("\(place.scratch)/worker", to: "\(place.program)/worker")
        // Without a sandbox the compiler has written to the folder itself.
        try removeTree(place.scratch)
        try makeFolder(place.scratch)
        return nil
    }

    private func worker(_ place: GradingPlace, _ sandbox: Sandbox) -> WorkerProgram {
        var plan = SandboxPlan()
        plan.folders =
            systemFolders + [
                compiler.toolchain + "/lib/swift/linux", compiler.toolchain + "/libexec/swift/linux", place.program,
                place.source,
            ]
        plan.hidden = hidden
        plan.scratch = place.scratch
        plan.scratchBytes = 64 << 20
        plan.troubles = place.troubles
        plan.fileBytes = 64 << 20
        (plan.seconds, plan.processorSeconds) = (300, 120)
        plan.memoryBytes = lab.description.limits.memoryMiB << 20
        plan.environment = environment(place) + [WorkerProgram.environment, WorkerProgram.backtrace]
        let command = sandbox.command([place.program + "/worker"], plan)
        return WorkerProgram(callLimit: .seconds(lab.description.limits.callSeconds)) { descriptors in
            var spawn = Spawn(command[0], command)
            spawn.descriptors = descriptors
            spawn.ownSession = true
            return try spawn.start()
        } kill: {
            // The launcher ends the program, waits for it, and ends.
            try? sendSignal(SIGTERM, to: $0)
        }
    }

    private func environment(_ place: GradingPlace) -> [String] {
        ["PATH=/usr/bin:/bin", "HOME=\(place.scratch)", "TMPDIR=\(place.scratch)", "LANG=C.UTF-8"]
    }
}
