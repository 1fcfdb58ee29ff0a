internal import ArgumentParser
internal import Linux

/// Writes the starters anew from the reference, for whoever works on a lab.
struct DeriveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derive", abstract: "Write a lab's starter anew from the reference (for authors).")

    @Argument(help: "The lab's number; all of them when there is none.")
    var lab: String?

    func run() throws {
        let course = try Course.find()
        for lab in try lab.map({ [try course.lab($0)] }) ?? course.labs() {
            let files = try lab.starterFiles()
            try removeTree(lab.starter)
            for file in files {
                try makeFolder(parentFolder("\(lab.starter)/\(file.path)"))
                try writeFile("\(lab.starter)/\(file.path)", file.text)
            }
            print("\(lab.starter): \(files.count) files")
        }
    }
}

/// Makes a folder from which everybody on a machine can work, without the repository.
struct ToolkitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toolkit", abstract: "Make a toolkit for a machine shared by many (for instructors).")

    @Argument(help: "A new folder, which all may read.")
    var folder: String

    func run() throws {
        let course = try Course.find()
        let target = try wholePath(folder)
        if isFolder(target), try !listFolder(target).isEmpty { throw LabError("\(target) is not empty") }
        try makeFolder(target + "/bin")
        try Toolkit(course: course).copy(to: target + "/Toolkit")
        for lab in try course.labs() {
            try copy(lab.folder, to: "\(target)/Labs/\(lab.name)")
            try copy(lab.reference, to: "\(target)/\(lab.description.reference)")
        }
        try writeFile(target + "/Labs/README.md", try readFile(course.root + "/Labs/README.md"))
        try writeFile(target + "/bin/lab", try readFile("/proc/self/exe"), mode: 0o755)
        try letAllRead(target)
        print("\(target) is ready: \(target)/bin/lab list")
    }

    private func copy(_ source: String, to target: String) throws {
        try makeFolder(target)
        try copyTree(source, over: target)
    }

    /// Whatever the umask was.
    private func letAllRead(_ path: String) throws {
        guard isFolder(path) else { return try setMode(path, path.hasSuffix("/bin/lab") ? 0o755 : 0o644) }
        try setMode(path, 0o755)
        for name in try listFolder(path) { try letAllRead("\(path)/\(name)") }
    }
}
