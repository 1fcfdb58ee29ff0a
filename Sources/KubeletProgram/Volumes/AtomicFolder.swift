import Kubelet
import Linux

/// A folder whose files change all at once: a container sees the old ones or the new ones, never a mixture.
///
/// ```
/// volume/ca.crt ─▶ ..data/ca.crt      ..data ─▶ ..0001/       (a link, replaced by rename)
/// ```
/// The same layout as Kubernetes', so programs that watch `..data` work.
struct AtomicFolder {
    private let path: String
    private let owner: VolumeOwner

    init(_ path: String, owner: VolumeOwner) {
        self.path = path
        self.owner = owner
    }

    func write(_ files: VolumeFiles) throws {
        try makeFolder(path)
        let link = readLink("\(path)/..data")
        let current = link.isEmpty ? nil : link
        if let current, matches(files, in: "\(path)/\(current)") { return }
        let number = (current.flatMap { Int($0.dropFirst(2)) } ?? 0) + 1
        let next = "..\(number)"
        try? removeTree("\(path)/\(next)")  // What an interrupted write left; usually there is nothing.
        for (name, file) in files.files.sorted(by: { $0.key < $1.key }) {
            let target = "\(path)/\(next)/\(name)"
            try makeFolder(String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)]))
            try writeFile(target, file.content)
            try owner.give(target, mode: file.mode)
        }
        if files.files.isEmpty { try makeFolder("\(path)/\(next)") }
        try replaceLink("\(path)/..data", to: next)
        try showNames(Set(files.files.keys.map { String($0.prefix { $0 != "/" }) }))
        if let current { try removeTree("\(path)/\(current)") }
    }

    /// The names that a container sees: each leads through `..data`; those of files that are gone go, too.
    private func showNames(_ names: Set<String>) throws {
        for name in names.sorted() where readLink("\(path)/\(name)").isEmpty {
            try replaceLink("\(path)/\(name)", to: "..data/\(name)")
        }
        for name in try listFolder(path) where !name.hasPrefix("..") && !names.contains(name) {
            try removeFile("\(path)/\(name)")
        }
    }

    private func matches(_ files: VolumeFiles, in folder: String) -> Bool {
        guard names(in: folder) == Set(files.files.keys) else { return false }
        return files.files.allSatisfy { name, file in (try? readFile("\(folder)/\(name)")) == file.content }
    }

    /// The files below a folder, by their path in it.
    private func names(in folder: String, _ prefix: String = "") -> Set<String> {
        ((try? listFolder(folder)) ?? []).reduce(into: []) { names, name in
            let path = "\(folder)/\(name)"
            if isFolder(path) {
                names.formUnion(self.names(in: path, "\(prefix)\(name)/"))
            } else {
                names.insert(prefix + name)
            }
        }
    }

    /// A link is made under another name and renamed: there is no moment without one.
    private func replaceLink(_ link: String, to target: String) throws {
        try? removeFile("\(link).new")  // What an interrupted write left.
        try makeLink("\(link).new", to: target)
        try renameFile("\(link).new", to: link)
    }
}
