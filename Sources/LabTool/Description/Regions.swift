/// The parts of the reference's source that a lab asks the student to write, marked by comments:
///
/// ```swift
///     // lab 09.3: begin → return []
///     return node.labels.filter { … }
///     // lab 09.3: end
/// ```
/// The starter has the text after the arrow in place of such a region, or, without one, a call of `notWritten()`, and
/// imports what that is in. So the starter can't fall behind the solution: it is derived from it, and a test compares.
/// Invariant: both have the same files, and what stands outside of the regions is the same.
package struct Regions {
    let lab: String

    package init(lab: String) { self.lab = lab }

    /// A source file without what the student is to write.
    /// - Throws: ``LabError`` when marks are out of order, with file and line.
    package func starter(of source: String, file: String) throws -> String {
        var result: [Substring] = []
        var open: (step: String, line: Int)?
        var callsNotWritten = false
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            func error(_ problem: String) -> LabError { LabError("\(file):\(index + 1): \(problem)") }
            guard let mark = Mark(line, lab: lab) else {
                if open == nil { result.append(line) }
                continue
            }
            switch (mark.kind, open) {
            case (.begin(let replacement), nil):
                open = (mark.step, index + 1)
                result.append("\(mark.indentation)// Lab \(lab), step \(mark.step): yours to write.")
                result.append("\(mark.indentation)\(replacement ?? "notWritten()")")
                callsNotWritten = callsNotWritten || replacement == nil
            case (.end, let begun?) where begun.step == mark.step: open = nil
            case (.end, let begun?): throw error("ends step \(mark.step), but step \(begun.step) began")
            case (.end, nil): throw error("ends step \(mark.step), which didn't begin")
            case (.begin, let begun?): throw error("step \(begun.step) of line \(begun.line) hasn't ended")
            }
        }
        if let open { throw LabError("\(file):\(open.line): step \(open.step) doesn't end") }
        if callsNotWritten { Self.importLabWorker(into: &result) }
        return result.joined(separator: "\n")
    }

    private static func importLabWorker(into lines: inout [Substring]) {
        let isImport: (Substring) -> Bool = { $0.hasPrefix("import ") || $0.hasPrefix("package import ") }
        if let first = lines.firstIndex(where: isImport) {
            // Sorted by the modules' names, as the formatter wants it.
            let end = lines[first...].firstIndex { !isImport($0) } ?? lines.endIndex
            let place = lines[first..<end].firstIndex { ($0.split(separator: " ").last ?? "") > "LabWorker" } ?? end
            lines.insert("import LabWorker", at: place)
        } else {
            lines.insert(contentsOf: ["import LabWorker", ""], at: 0)
        }
    }

    /// The source as a reader of the solution wants it: the marks are gone, what stands between them stays.
    package func withoutMarks(_ source: String) -> String {
        source.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { Mark($0, lab: lab) == nil }.joined(separator: "\n")
    }

    /// What stands in the regions of a step, each as it stands there.
    package func parts(ofStep step: String, in source: String) -> [String] {
        var parts: [[Substring]] = []
        var isInside = false
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            if let mark = Mark(line, lab: lab) {
                isInside = false
                if case .begin = mark.kind, mark.step == step {
                    isInside = true
                    parts.append([])
                }
            } else if isInside {
                parts[parts.count - 1].append(line)
            }
        }
        return parts.map { $0.joined(separator: "\n") }
    }

    /// The steps that have regions in this source, in their order of appearance.
    package func steps(in source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            guard let mark = Mark(line, lab: lab), case .begin = mark.kind else { return nil }
            return mark.step
        }
    }
}

/// One line `// lab 09.3: begin → text` or `// lab 09.3: end`.
private struct Mark {
    enum Kind {
        case begin(replacement: String?)
        case end
    }
    var step: String
    var kind: Kind
    var indentation: String

    init?(_ line: Substring, lab: String) {
        let text = line.drop { $0 == " " }
        let prefix = "// lab \(lab)."
        guard text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let words = parts[1].drop { $0 == " " }
        if words == "end" {
            kind = .end
        } else if words == "begin" {
            kind = .begin(replacement: nil)
        } else if words.hasPrefix("begin → ") {
            kind = .begin(replacement: String(words.dropFirst("begin → ".count)))
        } else {
            return nil
        }
        step = String(parts[0])
        indentation = String(line.prefix { $0 == " " })
    }
}
