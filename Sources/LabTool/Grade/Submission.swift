internal import Glibc
internal import Linux
internal import Schema

/// What somebody has handed in: Swift files by their paths, read once, and from then on out of that somebody's reach.
package struct Submission: Sendable {
    package let name: String
    package var files: [SourceFile] = []
    /// What was found besides, for the report.
    package var remarks: [String] = []

    package init(name: String, files: [SourceFile] = []) {
        self.name = name
        self.files = files
    }

    /// The module to be built: the submission's files, and the starter's where it has none.
    package func completed(by starter: [SourceFile]) -> [SourceFile] {
        let own = Set(files.map(\.path))
        return (files + starter.filter { !own.contains($0.path) }).sorted { $0.path < $1.path }
    }
}

package struct SourceFile: Sendable, Hashable {
    /// Below the module's folder.
    package var path: String
    package var text: [UInt8]

    package init(path: String, text: [UInt8]) {
        self.path = path
        self.text = text
    }
}

/// A submission that is no collection of source files. Its mark is 0, and this is why.
package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

/// Reads a folder that somebody else may write to while it is read.
///
/// The grader may be root, so a link must not lead it anywhere: each step is taken from the open folder above it,
/// without following links, and a file is looked at after it was opened. Whatever could be more than a source file is
/// refused, or passed over with a remark.
package struct SubmissionReader {
    package static let mostBytes = 256 << 10
    package static let mostFiles = 200
    package static let mostEntries = 5000
    package static let deepest = 8

    private var submission: Submission
    private var entries = 0

    package static func read(_ folder: String, name: String) throws -> Submission {
        guard isFolder(folder) else { throw Refusal("\(folder) is not a folder") }
        var reader = SubmissionReader(submission: Submission(name: name))
        try reader.read(try FileDescriptor(open: folder, O_RDONLY | O_DIRECTORY), path: "", depth: 0)
        reader.noteHelp(in: folder)
        guard !reader.submission.files.isEmpty else { throw Refusal("there are no Swift files in it") }
        return reader.submission
    }

    private init(submission: Submission) { self.submission = submission }

    private mutating func read(_ folder: consuming FileDescriptor, path: String, depth: Int) throws {
        guard depth <= Self.deepest else { throw Refusal("\(path): more than \(Self.deepest) folders deep") }
        let number = folder.number
        for name in try Self.names(in: number) {
            entries += 1
            guard entries <= Self.mostEntries else {
                throw Refusal("there are more than \(Self.mostEntries) files in it")
            }
            var status = stat()
            try systemCall("fstatat", path + name) { fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
            if name.hasPrefix(".") { continue }
            switch status.st_mode & S_IFMT {
            case S_IFLNK: throw Refusal("\(shown(path + name)) is a link; hand in the files themselves")
            case S_IFDIR: try enter(name, of: number, path: path, depth: depth)
            case S_IFREG: try take(name, of: number, path: path)
            default: throw Refusal("\(shown(path + name)) is not a plain file")
            }
        }
    }

    /// A workspace remembers what help was taken; its owner can change that, so it is only told.
    private mutating func noteHelp(in folder: String) {
        let lab = open("\(folder)/.lab", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard lab >= 0 else { return }
        defer { close(lab) }
        guard let text = try? contents(of: "state.json", in: lab, ".lab/"), let json = try? JSON(parsing: text),
            let state = try? WorkspaceState(json: json), !state.gaveUp.isEmpty
        else { return }
        let steps = state.gaveUp.prefix(20).map(String.init).joined(separator: ", ")
        submission.remarks.append("says that the solution was looked at in step \(steps)")
    }

    private mutating func enter(_ name: String, of folder: Int32, path: String, depth: Int) throws {
        if depth == 0, name == "Tests" {
            submission.remarks.append("Tests/ is ignored: the tests are the grader's own")
            return
        }
        let below = FileDescriptor(
            owning: try systemCall("openat", path + name) {
                openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            })
        try read(below, path: path + name + "/", depth: depth + 1)
    }

    private mutating func take(_ name: String, of folder: Int32, path: String) throws {
        switch name {
        case "Package.swift":
            submission.remarks.append(
                "\(path)Package.swift is ignored: a manifest is a program, and is never evaluated")
        case "main.swift": submission.remarks.append("\(path)main.swift is ignored: the worker has one of its own")
        case _ where name.hasSuffix(".swift"):
            submission.files.append(SourceFile(path: path + name, text: try contents(of: name, in: folder, path)))
            guard submission.files.count <= Self.mostFiles else {
                throw Refusal("there are more than \(Self.mostFiles) Swift files in it")
            }
        default: break
        }
    }

    private func contents(of name: String, in folder: Int32, _ path: String) throws -> [UInt8] {
        guard (path + name).utf8.allSatisfy(Self.isOrdinary) else {
            throw Refusal("\(shown(path + name)): names have letters, digits, and . _ + - in them, nothing else")
        }
        let file = FileDescriptor(
            owning: try systemCall("openat", path + name) {
                openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            })
        var status = stat()
        try systemCall("fstat", path + name) { fstat(file.number, &status) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Refusal("\(path + name) is not a plain file") }
        var text: [UInt8] = []
        while case let part = try file.read(upTo: 64 << 10), !part.isEmpty {
            text += part
            guard text.count <= Self.mostBytes else {
                throw Refusal("\(path + name) has more than \(Self.mostBytes >> 10) KiB")
            }
        }
        return text
    }

    private static func names(in folder: Int32) throws -> [String] {
        try listFolder("/proc/self/fd/\(folder)")
    }

    private static func isOrdinary(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "._+-/".utf8.contains(byte)
        }
    }

    /// A name chosen by somebody else, fit for a terminal.
    private func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(100).map { $0.value < 32 ? "?" : $0 }))
    }
}
