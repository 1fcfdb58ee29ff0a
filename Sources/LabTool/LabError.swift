/// What went wrong, in a sentence for the person at the terminal.
package struct LabError: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
