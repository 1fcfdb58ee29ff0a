internal import Conformance
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
            let words = SwiftTokens.names(of: try readText("\(folder)/\(file)"))
            for (index, word) in words.enumerated() where word == "import" {
                // `import struct Schema.Quantity` has a word between.
                if let name = words[(index + 1)...].prefix(2).first(where: withheld.contains) {
                    return "\(file): error: this lab withholds \(name): what you are to write stands there"
                }
            }
        }
        return nil
    }
}
