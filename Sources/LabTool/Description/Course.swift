internal import Glibc
internal import Linux

/// Where labs, reference sources and compiled modules are found: in the repository, or in a toolkit made from it.
///
/// ```
///   Labs/09-Scheduler/    README.md, lab.yaml, Worker/main.swift, Starter/
///   Sources/Scheduler/    the reference, from which the starter is derived
///   Toolkit/              what a workspace is compiled against; in a repository below .build/
///   bin/lab
/// ```
/// A toolkit has the same folders as the repository, so nothing else needs to know which of them it is.
package struct Course: Sendable {
    package let root: String

    package init(root: String) { self.root = root }

    /// The one that this program belongs to: the folder above it that has Labs, or the one that the environment names.
    package static func find() throws -> Course {
        if let named = getenv("DINGHY_COURSE") { return Course(root: String(cString: named)) }
        guard let program = realpath("/proc/self/exe", nil) else { throw LabError("/proc/self/exe can't be read") }
        defer { free(program) }
        var folder = parentFolder(String(cString: program))
        while folder != "/" {
            if fileExists("\(folder)/Labs/README.md") { return Course(root: folder) }
            folder = parentFolder(folder)
        }
        throw LabError(
            "no folder Labs above \(String(cString: program)); set DINGHY_COURSE to the repository or toolkit")
    }

    package var isToolkit: Bool { !fileExists(root + "/Package.swift") }

    /// All labs, in the order of their numbers.
    package func labs() throws -> [Lab] {
        try listFolder(root + "/Labs").filter { fileExists("\(root)/Labs/\($0)/lab.yaml") }
            .map { try Lab(name: $0, course: self) }
    }

    /// - Parameter text: `09`, `9` or `09-Scheduler`.
    package func lab(_ text: String) throws -> Lab {
        let labs = try labs()
        guard let lab = labs.first(where: { $0.name == text || Int($0.number) == Int(text) }) else {
            let known = labs.map(\.name).joined(separator: ", ")
            throw LabError("there is no lab \(text); there is: \(known.isEmpty ? "none yet" : known)")
        }
        return lab
    }
}

/// One lab of a course.
package struct Lab: Sendable {
    /// `09-Scheduler`.
    package let name: String
    package let course: Course
    package let description: LabDescription

    init(name: String, course: Course) throws {
        self.name = name
        self.course = course
        description = try LabDescription(file: "\(course.root)/Labs/\(name)/lab.yaml")
    }

    /// `09`.
    package var number: String { String(name.prefix { $0 != "-" }) }
    package var folder: String { "\(course.root)/Labs/\(name)" }
    package var starter: String { folder + "/Starter" }
    /// The worker's first lines: what serves the code that a student writes.
    package var worker: String { folder + "/Worker/main.swift" }
    package var reference: String { "\(course.root)/\(description.reference)" }
    /// Of the reference, the starter, and what students hand in alike.
    package var module: String {
        description.module.isEmpty ? lastPart(description.reference) : description.module
    }

    /// Derives starter or solution from the reference: each file by its path, with what it holds.
    package func derive(_ transform: (Regions, _ source: String, _ file: String) throws -> String) throws
        -> [(path: String, text: String)]
    {
        let regions = Regions(lab: number)
        return try swiftFiles(in: reference).map { path in
            let source = String(decoding: try readFile("\(reference)/\(path)"), as: UTF8.self)
            return (path, try transform(regions, source, "\(description.reference)/\(path)"))
        }
    }

    package func starterFiles() throws -> [(path: String, text: String)] {
        try derive { try $0.starter(of: $1, file: $2) }
    }

    package func solutionFiles() throws -> [(path: String, text: String)] {
        try derive { regions, source, _ in regions.withoutMarks(source) }
    }
}

/// The Swift files below a folder, by their paths below it, sorted. Links, hidden folders and manifests don't count.
package func swiftFiles(in folder: String, below path: String = "") throws -> [String] {
    try listFolder(folder).flatMap { name -> [String] in
        let (whole, relative) = ("\(folder)/\(name)", path + name)
        guard !name.hasPrefix("."), readLink(whole).isEmpty else { return [] }
        if isFolder(whole) { return try swiftFiles(in: whole, below: relative + "/") }
        return name.hasSuffix(".swift") && relative != "Package.swift" ? [relative] : []
    }
}

func parentFolder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
}

func lastPart(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
