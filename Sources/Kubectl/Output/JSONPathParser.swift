import Schema

/// Reads JSONPath templates.
struct JSONPathParser {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    /// - Parameter end: what closes the parts: `end` in a range; nil for the end of the text.
    mutating func parts(until end: String?) throws(UsageError) -> [JSONPath.Part] {
        var parts: [JSONPath.Part] = []
        while !rest.isEmpty {
            let literal = take { $0 != "{" }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            guard skip("{") else { break }
            skipSpaces()
            if let end, skip(end) {
                try close()
                return parts
            }
            parts.append(try part())
        }
        if end != nil { throw error("unclosed range") }
        return parts
    }

    private mutating func part() throws(UsageError) -> JSONPath.Part {
        if let quote = rest.first, quote == "\"" || quote == "'" {
            let text = try quoted()
            try close()
            return .literal(text)
        }
        if skip("range") {
            skipSpaces()
            let steps = try steps()
            try close()
            return .range(steps, try parts(until: "end"))
        }
        let steps = try steps()
        try close()
        return .value(steps)
    }

    private mutating func close() throws(UsageError) {
        skipSpaces()
        guard skip("}") else { throw error("expected }") }
    }

    private mutating func steps() throws(UsageError) -> [JSONPath.Step] {
        if !skip("$") { _ = skip("@") }
        var steps: [JSONPath.Step] = []
        while let next = rest.first {
            if skip("..") {
                steps.append(.descendants(name()))
            } else if skip(".*") {
                steps.append(.all)
            } else if skip(".") {
                let name = name()
                if !name.isEmpty { steps.append(.member(name)) }
            } else if next == "[" {
                steps.append(try bracket())
            } else if steps.isEmpty, next.isLetter {
                steps.append(.member(name()))
            } else {
                break
            }
        }
        return steps
    }

    /// A dot in a name is written with a backslash: `.metadata.labels.app\.kubernetes\.io/name`.
    private mutating func name() -> String {
        var name = ""
        while let next = rest.first, !".[]{}()=!<> ".contains(next) {
            rest.removeFirst()
            if next == "\\", let escaped = rest.popFirst() { name.append(escaped) } else { name.append(next) }
        }
        return name
    }

    private mutating func bracket() throws(UsageError) -> JSONPath.Step {
        rest.removeFirst()
        let step: JSONPath.Step
        if skip("*") {
            step = .all
        } else if skip("?(") {
            step = try filter()
        } else if rest.first == "'" || rest.first == "\"" {
            step = .member(try quoted())
        } else {
            step = try position()
        }
        guard skip("]") else { throw error("expected ]") }
        return step
    }

    private mutating func position() throws(UsageError) -> JSONPath.Step {
        let from = Int(take { $0 == "-" || $0.isNumber })
        if skip(":") { return .slice(from, Int(take { $0 == "-" || $0.isNumber })) }
        guard let from else { throw error("expected an index") }
        return .index(from)
    }

    private mutating func filter() throws(UsageError) -> JSONPath.Step {
        let steps = try steps()
        skipSpaces()
        let sign = take { "=!<>".contains($0) }
        skipSpaces()
        var comparison: JSONPath.Comparison?
        if !sign.isEmpty { comparison = JSONPath.Comparison(sign: sign, value: try literal()) }
        skipSpaces()
        guard skip(")") else { throw error("expected )") }
        return .filter(steps, comparison)
    }

    private mutating func literal() throws(UsageError) -> JSON {
        if rest.first == "'" || rest.first == "\"" { return .string(try quoted()) }
        let word = take { !") ".contains($0) }
        do { return try JSON(parsing: Array(word.utf8)) } catch { throw self.error("\(word) is no value") }
    }

    private mutating func quoted() throws(UsageError) -> String {
        guard let quote = rest.popFirst() else { throw error("expected a quote") }
        var text = ""
        while let next = rest.popFirst() {
            if next == quote { return text }
            guard next == "\\", let escaped = rest.popFirst() else {
                text.append(next)
                continue
            }
            text.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped == "r" ? "\r" : escaped)
        }
        throw error("unclosed quote")
    }

    // MARK: - Characters

    private mutating func skip(_ prefix: String) -> Bool {
        guard rest.hasPrefix(prefix) else { return false }
        rest.removeFirst(prefix.count)
        return true
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ belongs: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest.dropFirst(taken.count)
        return String(taken)
    }

    private func error(_ what: String) -> UsageError { UsageError("error: error parsing jsonpath, \(what): \(rest)") }
}
