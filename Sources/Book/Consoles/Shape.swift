/// An output with everything that differs from run to run made equal.
///
/// ```
///   web-6df7c6f846-kv9j2   1/1   Running   0   12s   10.244.1.3
///   web-#-#                1/1   Running   0   AGE   ADDRESS
/// ```
/// Two outputs agree when they have the same lines, in any order: lists are sorted by names, and names are random. `…` in
/// the book stands for what isn't shown: alone, for any lines; in a line, for any words; at a word's end, for its rest.
struct Shape {
    /// Each line as its words.
    private let lines: [[String]]
    private let isComplete: Bool

    init(_ output: [String]) {
        let shown = output.map { $0.split(separator: " ").map(Self.word) }.filter { !$0.isEmpty }
        lines = shown.filter { $0 != ["…"] }
        isComplete = lines.count == shown.count
    }

    /// The first line of the book that isn't in what was printed, or the other way round; nil when they agree.
    func difference(from printed: Shape) -> String? {
        var rest = printed.lines
        for line in lines {
            guard let index = rest.firstIndex(where: { Self.matches(line[...], $0[...]) }) else {
                return "not printed: \(line.joined(separator: " "))"
            }
            rest.remove(at: index)
        }
        guard isComplete, let extra = rest.first else { return nil }
        return "printed, not in the book: \(extra.joined(separator: " "))"
    }

    private static func matches(_ pattern: ArraySlice<String>, _ line: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return line.isEmpty }
        if first == "…" {
            let rest = pattern.dropFirst()
            return (line.startIndex...line.endIndex).contains { matches(rest, line[$0...]) }
        }
        guard let word = line.first else { return false }
        guard first == word || first.hasSuffix("…") && word.hasPrefix(first.dropLast()) else { return false }
        return matches(pattern.dropFirst(), line.dropFirst())
    }

    // MARK: - Words

    /// A word is looked at between its quotes and punctuation.
    private static func word(_ word: Substring) -> String {
        let isMark: (Character) -> Bool = { "\"'(),;:".contains($0) }
        let start = word.prefix(while: isMark)
        let core = word.dropFirst(start.count)
        let end = String(core.reversed().prefix(while: isMark).reversed())
        return start + kind(core.dropLast(end.count)) + end
    }

    private static func kind(_ word: Substring) -> String {
        if isAge(word) { return "AGE" }
        if isTime(word) { return "TIME" }
        if isUID(word) { return "UID" }
        if isMeasured(word) { return "NUMBER" }
        return word.split(separator: "/", omittingEmptySubsequences: false).map { words in
            words.split(separator: ",", omittingEmptySubsequences: false).map(part).joined(separator: ",")
        }.joined(separator: "/")
    }

    /// What stands between slashes and commas: `pod/web-kv9j2`, `10.244.1.3:80`.
    private static func part(_ part: Substring) -> String {
        if isAddress(part) { return "ADDRESS" }
        return part.split(separator: "-", omittingEmptySubsequences: false).map { isRandom($0) ? "#" : String($0) }
            .joined(separator: "-")
    }

    /// `12s`, `5m30s`, `1.5s`, and what kubectl says of an event: `0.2`.
    private static func isAge(_ word: Substring) -> Bool {
        guard let last = word.last, "smhd".contains(last), word.first?.isNumber == true else { return false }
        return word.allSatisfy { $0.isNumber || "smhd.".contains($0) }
    }

    /// What is counted or measured: `633`, `0.2`. Small numbers are what a chapter is about.
    private static func isMeasured(_ word: Substring) -> Bool {
        word.count > 1 && word.allSatisfy { $0.isNumber || $0 == "." } && word.first?.isNumber == true
            && !isAddress(word)
    }

    /// `2026-11-22T02:47:45Z`
    private static func isTime(_ word: Substring) -> Bool {
        word.count >= 19 && word.dropFirst(10).first == "T" && word.count { $0 == ":" } >= 2
    }

    private static func isAddress(_ word: Substring) -> Bool {
        let host = word.prefix { $0 != ":" }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }

    /// `cb958236-d226-4b67-878e-b6d88782b8ad`
    private static func isUID(_ word: Substring) -> Bool {
        word.count == 36 && word.allSatisfy { $0.isHexDigit || $0 == "-" }
    }

    /// Kubernetes' random names and hashes have no vowels, so that they form no words, and no 0, 1 and 3.
    private static func isRandom(_ piece: Substring) -> Bool {
        [5, 8, 9, 10].contains(piece.count) && piece.allSatisfy { "bcdfghjklmnpqrstvwxz2456789".contains($0) }
    }
}
