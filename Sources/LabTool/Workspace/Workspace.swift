internal import Glibc
internal import Linux
package import Schema

/// A student's own copy of a lab's starter, and what the tool remembers about it.
///
/// ```
///   lab-09/
///     Predicates/NodeResourcesFit.swift …   the starter, to be edited
///     .lab/state.json                       hints taken, steps that were green, given up
///     .lab/build/, .lab/report/             the compiler's, the last check's; may be removed
///     compile_commands.json                 for editors
/// ```
package struct Workspace: Sendable {
    package let folder: String
    package let lab: Lab

    package var build: String { folder + "/.lab/build" }
    private var stateFile: String { folder + "/.lab/state.json" }

    /// A folder that ``start(_:in:)`` has made.
    package init(folder: String, course: Course) throws {
        self.folder = folder
        guard fileExists("\(folder)/.lab/state.json") else { throw LabError("\(folder) is no workspace of a lab") }
        lab = try course.lab(try Self.state(of: folder).lab)
    }

    private init(folder: String, lab: Lab) {
        self.folder = folder
        self.lab = lab
    }

    /// Copies the starter into a folder that is new or empty.
    package static func start(_ lab: Lab, in folder: String) throws -> Workspace {
        if isFolder(folder), try !listFolder(folder).isEmpty {
            throw LabError("\(folder) is there already and not empty; name another folder")
        }
        let workspace = Workspace(folder: folder, lab: lab)
        try makeFolder(folder + "/.lab")
        try workspace.writeStarter()
        try writeFile(folder + "/.lab/.gitignore", "build/\nreport/\n")
        try workspace.change { $0.lab = lab.name }
        return workspace
    }

    /// The starter's files, all or those of one step. Existing ones are overwritten.
    package func writeStarter(only step: Int? = nil) throws {
        let files = try swiftFiles(in: lab.starter)
        for path in files where step.map({ lab.description.steps[$0 - 1].files.contains(path) }) ?? true {
            try makeFolder(parentFolder("\(folder)/\(path)"))
            try writeFile("\(folder)/\(path)", try readFile("\(lab.starter)/\(path)"))
        }
    }

    // MARK: - What is remembered

    package func state() throws -> WorkspaceState { try Self.state(of: folder) }

    private static func state(of folder: String) throws -> WorkspaceState {
        let path = folder + "/.lab/state.json"
        do { return try WorkspaceState(json: try JSON(parsing: try readFile(path))) } catch {
            throw LabError("\(path): \(error)")
        }
    }

    package func change(_ body: (inout WorkspaceState) -> Void) throws {
        var state = fileExists(stateFile) ? try self.state() : WorkspaceState()
        body(&state)
        try replaceFile(stateFile, with: Array((state.json.pretty + "\n").utf8))
    }
}

/// What the tool remembers about a workspace. The student can change it, so nothing is judged by it.
package struct WorkspaceState: Declared, Sendable {
    package var lab = ""
    /// By the step's number, how many of its hints were shown.
    package var hints: [String: Int] = [:]
    /// Steps whose cases have all passed, at some time.
    package var green: [Int] = []
    /// Steps whose solution was looked at before that.
    package var gaveUp: [Int] = []
    package var checks = 0
    package init() {}

    package static let schema = Schema<Self>("What is remembered about a workspace.") {
        Field(nil, "lab", \.lab, required: true)
        Field(nil, "hints", \.hints)
        Field(nil, "green", \.green)
        Field(nil, "gaveUp", \.gaveUp)
        Field(nil, "checks", \.checks)
    }
}

// MARK: - Finding it again

extension Workspace {
    /// The workspace that is meant: the folder that was named, else the one around the current folder, else the one
    /// last started.
    /// - Parameter lab: by its number; nil for whichever it is.
    package static func find(folder: String?, lab: String?, course: Course) throws -> Workspace {
        if let folder { return try Workspace(folder: try wholePath(folder), course: course) }
        let wanted = try lab.map { try course.lab($0).name }
        var place = try wholePath(".")
        while place != "/" {
            if let state = try? state(of: place), wanted == nil || state.lab == wanted {
                return try Workspace(folder: place, course: course)
            }
            place = parentFolder(place)
        }
        let known = try remembered()
        if let wanted, let folder = known[wanted] { return try Workspace(folder: folder, course: course) }
        if wanted == nil, known.count == 1, let folder = known.values.first {
            return try Workspace(folder: folder, course: course)
        }
        let number = wanted.map { String($0.prefix { $0 != "-" }) } ?? "NN"
        throw LabError("there is no workspace of lab \(number) yet; make one: \(ownCommand) start \(number)")
    }

    /// The folders of all workspaces that are still there, by their labs' names.
    package static func remembered() throws -> [String: String] {
        guard let text = try? readFile(register()) else { return [:] }
        let folders = (try? [String: String](json: try JSON(parsing: text))) ?? [:]
        return folders.filter { fileExists($0.value + "/.lab/state.json") }
    }

    /// Lets later commands find it from anywhere.
    package func remember() throws {
        let register = try Self.register()
        try makeFolder(parentFolder(register))
        try withFileLock(register + ".lock") {
            var folders = try Self.remembered()
            folders[lab.name] = folder
            try replaceFile(register, with: folders.json.bytes)
        }
    }

    private static func register() throws -> String {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        if let state = variable("XDG_STATE_HOME") { return state + "/dinghy/workspaces.json" }
        guard let home = variable("HOME") else { throw LabError("HOME isn't set") }
        return home + "/.local/state/dinghy/workspaces.json"
    }
}

/// From the root; what isn't there yet is taken as it is written.
package func wholePath(_ path: String) throws -> String {
    if let real = realpath(path, nil) {
        defer { free(real) }
        return String(cString: real)
    }
    guard !path.hasPrefix("/") else { return path }
    return try wholePath(".") + "/" + path
}
