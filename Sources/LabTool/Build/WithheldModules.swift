internal import Linux

extension Compiler {
    /// The imports that a lab forbids, since the module has in it what is to be written: `Quantity` of Schema reads quantities.
    ///
    /// The compiler sees to the rest: without an import a file knows none of a module's names, nor the members that it adds
    /// to others' types.
    /// - Returns: what to tell whoever wrote it; nil when there is none.
    func withheldImport(in folder: String, _ files: [String]) throws -> String? {
        let withheld = lab.description.withheld
        if withheld.isEmpty { return nil }
        for file in files {
            let names = importedNames(in: try readText("\(folder)/\(file)"))
            if let name = names.first(where: withheld.contains) {
                return "\(file): error: this lab withholds \(name): what you are to write stands there"
            }
            if names.contains("") { return "\(file): error: there is too much between an import and its name" }
        }
        return nil
    }
}

/// The modules that a text imports, and perhaps more.
///
/// The word counts wherever it stands, in a comment or a string, too. What is one of them only the compiler knows for sure
/// (`#"""#` is a string, and `/"""/` a regular expression), and whoever reads the text in another way can be led to take an
/// import for a part of a string.
/// - Returns: an empty name for one that is further away from its import than anybody writes.
func importedNames(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    var names: [String] = []
    var index = 0
    while index < bytes.count {
        guard isPartOfName(bytes[index]) else {
            index += 1
            continue
        }
        let word = bytes[index...].prefix(while: isPartOfName)
        index = word.endIndex
        guard word.elementsEqual("import".utf8), let name = module(after: bytes[index...].prefix(farAway)) else {
            continue
        }
        names.append(name)
    }
    return names
}

/// So far from its import a name may be: bytes.
private let farAway = 1000

/// `import struct Schema.Quantity` has a word between.
private let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]

/// - Returns: nil where a sign follows that no import has; empty when there is nothing but blanks and comments.
private func module(after text: ArraySlice<UInt8>) -> String? {
    var rest = text
    while let first = rest.first {
        if rest.starts(with: "//".utf8) {
            rest = rest.drop { $0 != newLine && $0 != carriageReturn }
        } else if rest.starts(with: "/*".utf8) {
            rest = afterComment(rest)
        } else if isPartOfName(first) {
            let name = rest.prefix(while: isPartOfName)
            rest = rest[name.endIndex...]
            let word = String(decoding: name, as: UTF8.self)
            if !kinds.contains(word) { return word }
        } else if isSign(first) {
            return nil
        } else {
            rest.removeFirst()
        }
    }
    return ""
}

/// Comments may stand in comments.
private func afterComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    var depth = 0
    repeat {
        if rest.starts(with: "/*".utf8) {
            depth += 1
            rest = rest.dropFirst(2)
        } else if rest.starts(with: "*/".utf8) {
            depth -= 1
            rest = rest.dropFirst(2)
        } else {
            rest = rest.dropFirst()
        }
    } while depth > 0 && !rest.isEmpty
    return rest
}

/// No module of ours has letters beyond ASCII; and a byte order mark before an import is no part of it.
private func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
    default: false
    }
}

/// Blanks are none, nor is what the compiler may take for one; and a name may stand between two backticks.
private func isSign(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && byte < 0x7f && byte != UInt8(ascii: "`")
}

private let newLine = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
