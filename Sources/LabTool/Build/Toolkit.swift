internal import Glibc
internal import Linux

/// What a workspace is compiled against: the modules of the contract, and an archive of their objects. No manifest is
/// evaluated and no package is resolved, so a build takes seconds.
///
/// In a repository it is made from `.build`, where `make lab` has put the modules; in a toolkit it lies ready.
/// Invariant: no lab can use a solution. The references' modules are not in it, with one exception: documents are built
/// on the rules of `Objects`. All of these are `package` there, so no lab sees them; what is built on them, a lab may
/// withhold (see `WithheldModules.swift`).
package struct Toolkit: Sendable {
    package let folder: String
    package var modules: String { folder + "/Modules" }
    package var archive: String { folder + "/libtoolkit.a" }

    /// Of the repository or toolkit; made, or made anew, when it is older than what it is made from.
    package init(course: Course) throws {
        folder = course.root + (course.isToolkit ? "/Toolkit" : "/.build/lab-toolkit")
        if course.isToolkit { return }
        let build = course.root + "/.build/debug"
        let needed = try ToolkitSource(build: build, contracts: course.labs().map(\.description.contract))
        try makeFolder(folder)
        try withFileLock(folder + "/lock") {
            if needed.newest > modified(archive) { try make(from: needed) }
        }
    }

    /// Beside the repository's own one: for `make toolkit`.
    package func copy(to target: String) throws {
        try makeFolder(target)
        try copyTree(folder, over: target)
        try removeTree(target + "/lock")
    }

    private func make(from source: ToolkitSource) throws {
        try removeTree(modules)
        try makeFolder(modules)
        for name in source.modules {
            try writeFile("\(modules)/\(name).swiftmodule", try readFile(source.moduleFile(name)))
        }
        // Names with blanks are fine, one a line, in quotes.
        let list = folder + "/objects"
        try writeFile(list, source.objects.map { "\"\($0)\"" }.joined(separator: "\n"))
        try removeTree(archive)
        let ar = try findProgram("llvm-ar", "ar")
        let made = try runToEnd(Spawn(ar, [ar, "rcs", archive + ".new", "@" + list]), seconds: 60)
        guard made.status == 0 else { throw LabError("the toolkit can't be made: \(made.text)") }
        try renameFile(archive + ".new", to: archive)
    }
}

/// What a toolkit is made from: modules that SwiftPM has built.
private struct ToolkitSource {
    let build: String
    let modules: [String]
    let objects: [String]
    /// When the newest of them was written.
    let newest: Int64

    /// swift-collections, and whatever it is made of in its present version.
    private static let collections = [
        "Collections", "BasicContainers", "BitCollections", "ContainersPreview", "DequeModule", "HashTreeCollections",
        "HeapModule", "InternalCollectionsUtilities", "OrderedCollections", "_RopeModule",
    ]

    /// What Schema is built on, and what makes JSON of it.
    private static let below = ["ObjectsContract", "Objects", "ObjectsServing"]

    init(build: String, contracts: [String]) throws {
        self.build = build
        func exists(_ module: String) -> Bool { fileExists("\(build)/Modules/\(module).swiftmodule") }
        let required = ["Schema", "API", "LabWorker"] + Self.below + contracts.filter { !Self.below.contains($0) }
        if let missing = required.first(where: { !exists($0) }) {
            throw LabError("the module \(missing) isn't built yet: run `make lab` in the repository first")
        }
        modules = required + Self.collections.filter(exists)
        // Not every object that lies there: those of sources that are gone do, too.
        objects = try modules.flatMap { module in
            try readText("\(build)/\(module).build/sources").split(separator: "\n").map { source in
                "\(build)/\(module).build/\(lastPart(source.trimmingQuotes)).o"
            }
        }
        newest = (objects + modules.map { "\(build)/Modules/\($0).swiftmodule" }).map(modified).max() ?? 0
    }

    func moduleFile(_ name: String) -> String { "\(build)/Modules/\(name).swiftmodule" }
}

extension Substring {
    /// SwiftPM puts names with blanks into quotes.
    fileprivate var trimmingQuotes: String { String(hasPrefix("'") ? dropFirst().dropLast() : self) }
}

/// In nanoseconds; 0 for what isn't there.
func modified(_ path: String) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
}

/// The first of these programs that is in PATH, by its path.
func findProgram(_ names: String...) throws -> String {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    for name in names {
        for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
            return "\(folder)/\(name)"
        }
    }
    throw LabError("\(names.joined(separator: " or ")) is not in PATH")
}
