internal import Conformance
internal import PodsContract

/// A layer's folder, and what overlay file systems make of several.
///
/// A name is looked for in the uppermost layer first. What is found is it, except for a folder, which has what the
/// folders of its name below have, too, down to the first that is opaque or isn't a folder. A mark `removed` ends the
/// search. (docs.kernel.org, filesystems/overlayfs)
struct LayerModel {
    private enum Node: Equatable {
        case folder(isOpaque: Bool)
        /// With the number of the layer and of the entry that it came from.
        case other(String)
        case removed
    }

    private var layers: [[String: Node]] = []

    /// - Returns: what can't be done, in words.
    mutating func add(_ entries: [LayerEntry], _ actions: [LayerAction]) -> String? {
        layers.append([:])
        for action in actions {
            if let trouble = perform(action, entries) { return trouble }
        }
        return nil
    }

    private mutating func perform(_ action: LayerAction, _ entries: [LayerEntry]) -> String? {
        switch action {
        case .place(let index, let path):
            guard entries.indices.contains(index), Self.isBelow(path) else { return "\(path) can't be made" }
            if entries[index].kind == .folder, case .folder? = layers[layers.count - 1][path] { return nil }
            let isFolder = entries[index].kind == .folder
            put(isFolder ? .folder(isOpaque: false) : .other("\(layers.count).\(index)"), at: path)
        case .link(_, let path, let target):
            guard case .other(let file)? = layers[layers.count - 1][target], Self.isBelow(path) else {
                return "\(path) can't be linked to \(target), which isn't there"
            }
            put(.other(file), at: path)
        case .markRemoved(let path): put(.removed, at: path)
        case .markOpaque(let path): put(.folder(isOpaque: true), at: path)
        }
        return nil
    }

    /// In the uppermost layer's folder, together with the folders above it.
    private mutating func put(_ node: Node, at path: String) {
        for index in path.indices where path[index] == "/" {
            let above = String(path[..<index])
            if layers[layers.count - 1][above] == nil { layers[layers.count - 1][above] = .folder(isOpaque: false) }
        }
        layers[layers.count - 1][path] = node
    }

    private static func isBelow(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
    }

    /// All that is seen, sorted: folders with a slash, all else with its layer and entry.
    var text: String {
        var seen: [String] = []
        let paths = Set(layers.flatMap(\.keys)).subtracting([""])
        for path in paths.sorted() {
            switch find(path) {
            case .folder?: seen.append(path + "/")
            case .other(let origin)?: seen.append("\(path)@\(origin)")
            default: break
            }
        }
        return seen.isEmpty ? "none" : seen.joined(separator: " ")
    }

    private func find(_ path: String) -> Node? {
        var visible = layers.indices.reversed().map(\.self)
        // The folders above decide which layers are looked into.
        for above in [""] + path.indices.filter({ path[$0] == "/" }).map({ String(path[..<$0]) }) {
            visible = reach(of: above, in: visible)
        }
        return visible.compactMap { layers[$0][path] }.first { _ in true }
    }

    /// The layers whose folders of this name make up the one that is seen.
    private func reach(of folder: String, in visible: [Int]) -> [Int] {
        var reach: [Int] = []
        for layer in visible {
            switch layers[layer][folder] {
            case .folder(let isOpaque)?:
                reach.append(layer)
                if isOpaque { return reach }
            case nil where folder.isEmpty: reach.append(layer)
            case nil: continue
            case _?: return reach
            }
        }
        return reach
    }
}

/// Entries and digests as stories have them: `etc/` is a folder, `a` a file, `l->t` a symbolic and `h=>t` a hard link;
/// a digest is a letter, which stands for 64 of it.
enum LayerWords {
    static func entry(_ word: String, _ line: String) throws -> LayerEntry {
        if let arrow = word.firstRange(of: "->") {
            return LayerEntry(
                String(word[..<arrow.lowerBound]), .symbolicLink, target: String(word[arrow.upperBound...]))
        }
        if let arrow = word.firstRange(of: "=>") {
            return LayerEntry(String(word[..<arrow.lowerBound]), .hardLink, target: String(word[arrow.upperBound...]))
        }
        return LayerEntry(word, word.hasSuffix("/") ? .folder : .file)
    }

    static func descriptor(_ word: String) -> LayerDescriptor {
        let parts = word.split(separator: ":").map(String.init)
        return LayerDescriptor(digest: digest(parts.first ?? ""), size: Int(parts.last ?? "") ?? 0)
    }

    /// What isn't one letter stands for itself.
    static func digest(_ word: String) -> String {
        word.count == 1 ? "sha256:" + String(repeating: word, count: 64) : word
    }

    static func letter(_ digest: String) -> String { digest.last.map { "\($0)" } ?? "" }
}
