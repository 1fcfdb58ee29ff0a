package import ObjectsContract

/// A field selector as text: `metadata.name=web,spec.nodeName!=worker-1`.
///
/// Terms with commas between, all of which must hold; `=` and `==` mean the same. Which fields can be selected by is up to
/// the kind. In a value a backslash stands before `,`, `=` and the backslash, so a comma ends a term only when no backslash
/// stands before it: `note=a\,b` is one term. Empty terms are passed over.
///
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors; `fields.ParseSelector` of
/// k8s.io/apimachinery for the backslashes.
package struct FieldRequirements: Sendable, Hashable {
    package var requirements: [FieldRequirement]

    /// No requirement matches everything.
    package init(_ requirements: [FieldRequirement] = []) { self.requirements = requirements }

    package init(parsing text: String) throws(SelectorError) {
        requirements = []
        for term in Self.terms(of: text) where !term.isEmpty {
            guard let requirement = try FieldRequirement(term: term) else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            requirements.append(requirement)
        }
    }

    /// - Parameter value: of a field, by its path; empty for what isn't set.
    package func matches(_ value: (_ field: String) -> String) -> Bool {
        requirements.allSatisfy { $0.holds(for: value($0.field)) }
    }

    /// Splits at commas that have no backslash before them.
    private static func terms(of text: String) -> [String] {
        // lab 01.2: begin
        var terms = [""]
        var isEscaped = false
        for letter in text {
            if letter == ",", !isEscaped { terms.append("") } else { terms[terms.count - 1].append(letter) }
            isEscaped = letter == "\\" && !isEscaped
        }
        return terms
        // lab 01.2: end
    }
}

extension FieldRequirement {
    /// - Parameter value: the field's, empty when it isn't set.
    package func holds(for value: String) -> Bool {
        // lab 01.2: begin
        (value == self.value) != isNegated
        // lab 01.2: end
    }

    /// Nil when there is no operator.
    fileprivate init?(term: String) throws(SelectorError) {
        guard let start = term.firstIndex(where: { $0 == "=" || $0 == "!" }) else { return nil }
        let rest = term[start...]
        guard let sign = ["!=", "==", "="].first(where: { rest.hasPrefix($0) }) else { return nil }
        self.init(
            String(term[..<start]), try Self.unescape(rest.dropFirst(sign.count)), isNegated: sign == "!=")
    }

    /// The value without its backslashes. What should have one and hasn't is an error.
    private static func unescape(_ text: Substring) throws(SelectorError) -> String {
        // lab 01.2: begin
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
        // lab 01.2: end
    }
}

extension FieldRequirements: CustomStringConvertible {
    package var description: String {
        requirements.map { requirement in
            let value = requirement.value.map { "\\,=".contains($0) ? "\\\($0)" : String($0) }.joined()
            return "\(requirement.field)\(requirement.isNegated ? "!=" : "=")\(value)"
        }.joined(separator: ",")
    }
}
