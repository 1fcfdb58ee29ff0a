internal import Glibc
internal import Linux

/// Makes an image out of a folder.
///
/// With a `Dockerfile`, what that says; without, the folder's contents lie over busybox's, from the root on. Of the
/// Dockerfile these are understood: FROM, COPY, ENV, WORKDIR, USER, CMD, ENTRYPOINT, LABEL, STOPSIGNAL, EXPOSE (passed
/// over). Left out: RUN, which needs a container, and everything that fetches something.
package struct ImageBuilder {
    private let folder: String
    private let store: ImageStore
    private var base: StoredImage?
    private var configuration = ImageConfiguration()
    private var archive = TarWriter()
    private var copied = 0

    package init(folder: String, store: ImageStore) {
        self.folder = folder
        self.store = store
    }

    package mutating func build(name: String) throws -> StoredImage {
        let path = folder + "/Dockerfile"
        if fileExists(path) {
            for (number, line) in Self.instructions(try readText(path)) {
                do { try follow(line) } catch let error as BuildError {
                    throw BuildError("Dockerfile line \(number): \(error.description)")
                }
            }
        } else {
            try start(from: "busybox")
            try copy(folder, to: "")
        }
        guard let base else { throw BuildError("Dockerfile: no FROM") }
        var layers = try base.manifest.layers.map { try store.blob($0.digest) }
        if copied > 0 { layers.append(archive.finish()) }
        return try store.add(configuration, layers: layers, name: name)
    }

    /// The lines that say something, with their numbers; a backslash at its end continues a line.
    private static func instructions(_ text: String) -> [(Int, String)] {
        var instructions: [(Int, String)] = []
        var open = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(line.drop { $0 == " " || $0 == "\t" })
            if line.hasPrefix("#") { continue }
            if line.hasSuffix("\\") {
                open += line.dropLast() + " "
            } else {
                if !(open + line).isEmpty { instructions.append((index + 1, open + line)) }
                open = ""
            }
        }
        return instructions
    }

    private mutating func follow(_ line: String) throws {
        let parts = line.split(separator: " ", maxSplits: 1)
        let rest = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        switch parts[0].uppercased() {
        case "FROM": try start(from: rest)
        case "COPY", "ADD": try copy(rest)
        case "ENV": for (name, value) in Self.pairs(rest) { set(name, value) }
        case "WORKDIR": configuration.config.workingFolder = absolute(rest)
        case "USER": configuration.config.user = rest
        case "CMD": configuration.config.command = Self.command(rest)
        case "ENTRYPOINT":
            configuration.config.entrypoint = Self.command(rest)
            // A new entrypoint takes other arguments.
            configuration.config.command = []
        case "LABEL": for (name, value) in Self.pairs(rest) { configuration.config.labels[name] = value }
        case "STOPSIGNAL": configuration.config.stopSignal = rest
        case "EXPOSE": break
        default: throw BuildError("\(parts[0]) is not supported")
        }
    }

    private mutating func start(from name: String) throws {
        guard base == nil else { throw BuildError("a second FROM is not supported") }
        guard let image = try store.find(name) else { throw BuildError("image \(name) is not in the store") }
        base = image
        configuration = image.configuration
        configuration.architecture = machineArchitecture
    }

    private mutating func set(_ name: String, _ value: String) {
        configuration.config.environment.removeAll { $0.hasPrefix("\(name)=") }
        configuration.config.environment.append("\(name)=\(value)")
    }

    // MARK: - Words

    /// `["a", "b"]`, or a line for the shell.
    private static func command(_ text: String) -> [String] {
        if text.hasPrefix("["), let words = jsonStrings(text) { return words }
        return ["/bin/sh", "-c", text]
    }

    /// `a=b c="d e"`, or `a b` as it was once written.
    private static func pairs(_ text: String) -> [(String, String)] {
        let words = shellWords(text)
        if let first = words.first, !first.contains("=") {
            return [(first, words.dropFirst().joined(separator: " "))]
        }
        return words.map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : (configuration.config.workingFolder + "/" + path)
    }

    // MARK: - Files

    private mutating func copy(_ text: String) throws {
        let words = (text.hasPrefix("[") ? jsonStrings(text) : nil) ?? shellWords(text)
        guard let target = words.last, words.count > 1, !words[0].hasPrefix("--") else {
            throw BuildError("COPY needs sources and a target, and no options")
        }
        let toFolder = target.hasSuffix("/") || target == "." || words.count > 2
        for source in words.dropLast() {
            guard !source.split(separator: "/").contains("..") else {
                throw BuildError("\(source) is outside of the folder")
            }
            let path = source == "." ? folder : "\(folder)/\(source)"
            guard fileExists(path) else { throw BuildError("\(source) is not there") }
            let name = source.split(separator: "/").last.map(String.init) ?? ""
            let place = target == "." ? configuration.config.workingFolder : absolute(target)
            try copy(path, to: isFolder(path) || !toFolder ? place : "\(place)/\(name)")
        }
    }

    /// A folder's contents, or one file, as a path in the image. All belongs to root.
    private mutating func copy(_ source: String, to target: String) throws {
        let place = target.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        var status = stat()
        try systemCall("lstat", source) { lstat(source, &status) }
        var entry = TarEntry(name: place, mode: Int(status.st_mode & 0o7777), modified: status.st_mtim.tv_sec)
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            entry.kind = .folder
            if !place.isEmpty { append(entry) }
            for name in try listFolder(source) where !(source == folder && name == "Dockerfile") {
                try copy("\(source)/\(name)", to: "\(place)/\(name)")
            }
        case S_IFLNK:
            entry.kind = .symbolicLink
            entry.target = readLink(source)
            append(entry)
        case S_IFREG:
            entry.contents = try readFile(source)[...]
            append(entry)
        default: break
        }
    }

    private mutating func append(_ entry: TarEntry) {
        archive.append(entry)
        copied += 1
    }
}

package struct BuildError: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
