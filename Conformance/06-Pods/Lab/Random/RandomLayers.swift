internal import Conformance
internal import PodsContract

/// Made-up layers. What must be seen is reckoned by the specification's words, on one tree and layer after layer: first
/// its whiteouts on what is there, then its entries. No marks, no folders laid over each other.
enum RandomLayers {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        for round in 1...15 {
            var random = scenario.randomness("\(round)")
            var story = try await Story(scenario)
            var tree = Tree()
            for number in 1...random.int(in: 1...4) {
                let words = layer(&random)
                try story.perform("layer " + words.joined(separator: " "))
                tree.apply(words, number)
            }
            try await story.expect("files", tree.text)
        }
    }

    /// Folders before what is in them, and no name twice; whiteouts anywhere.
    private static func layer(_ random: inout Randomness) -> [String] {
        var entries: [String] = []
        for name in ["a", "b", "c"] where random.happens(1, in: 2) {
            guard random.happens(1, in: 2) else {
                entries.append(name)
                continue
            }
            entries.append(name + "/")
            for inner in ["x", "y"] where random.happens(1, in: 2) {
                entries.append("\(name)/\(inner)")
                if random.happens(1, in: 5) { entries.append("\(name)/\(inner)2=>\(name)/\(inner)") }
            }
        }
        for _ in 0..<random.int(in: 0...3) {
            let folder = random.pick(["", "a/", "b/", "c/"])
            // What isn't a folder in this layer has nothing in it.
            if !folder.isEmpty, entries.contains(String(folder.dropLast())) { continue }
            let name =
                folder + (random.happens(1, in: 4) ? ".wh..wh..opq" : ".wh." + random.pick(["a", "b", "x", "y"]))
            let taken = entries.firstIndex { $0 == folder } ?? -1
            if !entries.contains(name) { entries.insert(name, at: random.int(in: (taken + 1)...entries.count)) }
        }
        return entries.isEmpty ? ["a"] : entries
    }

    private struct Tree {
        /// Folders end with a slash, and have no origin.
        private var seen: [String: String] = [:]

        mutating func apply(_ words: [String], _ number: Int) {
            for word in words {
                let (folder, name) = Self.split(word)
                if name == ".wh..wh..opq" {
                    seen = seen.filter { !$0.key.hasPrefix(folder) || $0.key == folder }
                } else if name.hasPrefix(".wh.") {
                    remove(folder + name.dropFirst(4))
                }
            }
            // The folder of a mark is one of the layer's own.
            for word in words {
                let (folder, name) = Self.split(word)
                if name.hasPrefix(".wh."), !folder.isEmpty, seen[folder] == nil { add(folder, "", folder) }
            }
            for (index, word) in words.enumerated() where !Self.split(word).name.hasPrefix(".wh.") {
                if let arrow = word.firstRange(of: "=>") {
                    let target = String(word[arrow.upperBound...])
                    add(String(word[..<arrow.lowerBound]), seen[target] ?? "", word)
                } else {
                    add(word, word.hasSuffix("/") ? "" : "\(number).\(index)", word)
                }
            }
        }

        private mutating func add(_ path: String, _ origin: String, _ word: String) {
            if path.hasSuffix("/") {
                seen[String(path.dropLast())] = nil
            } else {
                remove(path)
            }
            seen[path] = origin
        }

        private mutating func remove(_ path: String) {
            seen = seen.filter { $0.key != path && !$0.key.hasPrefix(path + "/") }
        }

        private static func split(_ word: String) -> (folder: String, name: String) {
            guard let slash = word.lastIndex(of: "/"), slash != word.index(before: word.endIndex) else {
                return ("", word)
            }
            return (String(word[...slash]), String(word[word.index(after: slash)...]))
        }

        var text: String {
            let paths = seen.keys.sorted { $0.trimmingSlash < $1.trimmingSlash }
            let words = paths.map { $0.hasSuffix("/") ? $0 : "\($0)@\(seen[$0] ?? "")" }
            return words.isEmpty ? "none" : words.joined(separator: " ")
        }
    }
}

extension String {
    fileprivate var trimmingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
