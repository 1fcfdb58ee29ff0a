/// A field selector as text: `metadata.name=web,spec.nodeName!=worker-1`.
///
/// Which fields can be selected by is up to the kind. In a value, `\` stands before `,`, `=` and itself.
public struct FieldRequirements: Sendable, Hashable {
    public struct Requirement: Sendable, Hashable {
        public var field: String
        public var value: String
        /// The field must not have the value.
        public var isNegated: Bool

        public init(_ field: String, _ value: String, isNegated: Bool = false) {
            self.field = field
            self.value = value
            self.isNegated = isNegated
        }
    }

    public var requirements: [Requirement]

    /// No requirement matches everything.
    public init(_ requirements: [Requirement] = []) { self.requirements = requirements }

    public init(parsing text: String) throws(SelectorError) {
        requirements = []
        for term in Self.terms(of: text).sorted() where !term.isEmpty {
            guard let requirement = try Requirement(term: term) else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            requirements.append(requirement)
        }
    }

    public var isEmpty: Bool { requirements.isEmpty }

    /// - Parameter value: of a field, by its path; empty for what isn't set.
    public func matches(_ value: (_ field: String) -> String) -> Bool {
        requirements.allSatisfy { (value($0.field) == $0.value) != $0.isNegated }
    }

    /// The value the field must have, when the selector says so: then an index or a key finds the objects.
    public func exactValue(of field: String) -> String? {
        requirements.first { $0.field == field && !$0.isNegated }?.value
    }

    /// Splits at commas that have no backslash before them.
    private static func terms(of text: String) -> [String] {
        var terms = [""]
        var isEscaped = false
        for letter in text {
            if letter == ",", !isEscaped { terms.append("") } else { terms[terms.count - 1].append(letter) }
            isEscaped = letter == "\\" && !isEscaped
        }
        return terms
    }
}

extension FieldRequirements.Requirement {
    /// Nil when there is no operator.
    fileprivate init?(term: String) throws(SelectorError) {
        guard let start = term.firstIndex(where: { $0 == "=" || $0 == "!" }) else { return nil }
        let rest = term[start...]
        guard let sign = ["!=", "==", "="].first(where: { rest.hasPrefix($0) }) else { return nil }
        self.init(
            String(term[..<start]), try Self.unescape(rest.dropFirst(sign.count)), isNegated: sign == "!=")
    }

    private static func unescape(_ text: Substring) throws(SelectorError) -> String {
        var value = ""
        var letters = text.makeIterator()
        while let letter = letters.next() {
            switch letter {
            case "\\":
                guard let escaped = letters.next(), "\\,=".contains(escaped) else {
                    throw SelectorError("invalid field selector: invalid escape sequence in \(text)")
                }
                value.append(escaped)
            case ",", "=": throw SelectorError("invalid field selector: unescaped character in value: \(letter)")
            default: value.append(letter)
            }
        }
        return value
    }
}

extension FieldRequirements: CustomStringConvertible {
    public var description: String {
        requirements.map { requirement in
            let value = requirement.value.map { "\\,=".contains($0) ? "\\\($0)" : String($0) }.joined()
            return "\(requirement.field)\(requirement.isNegated ? "!=" : "=")\(value)"
        }.joined(separator: ",")
    }
}
