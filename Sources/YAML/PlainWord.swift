import Schema
import Yams

/// What a word without quotes means: a truth value, a number, nothing, or just the word.
///
/// These are the rules of go-yaml version 2, which Kubernetes uses, and so mostly those of YAML 1.1.
enum PlainWord {
    static func value(of scalar: Node.Scalar) -> JSON {
        switch scalar.tag.description {
        case "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary": .string(scalar.string)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            value(of: scalar.string)
        default: scalar.style == .plain || scalar.style == .any ? value(of: scalar.string) : .string(scalar.string)
        }
    }

    static func value(of word: String) -> JSON {
        switch word {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON": .bool(true)
        case "false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF": .bool(false)
        default: number(word) ?? .string(word)
        }
    }

    private static func number(_ word: String) -> JSON? {
        guard let first = word.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
        let digits = word.filter { $0 != "_" }
        if let integer = integer(digits) { return .integer(integer) }
        guard isDecimal(digits), let value = Double(digits.hasPrefix("+") ? String(digits.dropFirst()) : digits) else {
            return nil
        }
        return value.isFinite ? .number(value) : nil
    }

    /// `0x1F`, `0b101`, `0o17` and, as in C, `017` have other bases.
    private static func integer(_ digits: String) -> Int64? {
        let isNegative = digits.hasPrefix("-")
        let magnitude = isNegative || digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
        guard let first = magnitude.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return nil }
        let bases: [(prefix: String, radix: Int)] = [
            ("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8), ("0", 8),
        ]
        let base = magnitude == "0" ? nil : bases.first { magnitude.hasPrefix($0.prefix) }
        let rest = magnitude.dropFirst(base?.prefix.count ?? 0)
        guard let first = rest.first, first != "+", first != "-" else { return nil }
        return Int64((isNegative ? "-" : "") + rest, radix: base?.radix ?? 10)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isDecimal(_ text: String) -> Bool {
        var rest = text[...].utf8
        func digits() -> Int {
            let count = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
            rest = rest.dropFirst(count)
            return count
        }
        func skip(_ letters: String) -> Bool {
            guard let first = rest.first, letters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("+-")
        let whole = digits()
        let fraction = skip(".") ? digits() : 0
        guard whole + fraction > 0 else { return false }
        if skip("eE") {
            _ = skip("+-")
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
