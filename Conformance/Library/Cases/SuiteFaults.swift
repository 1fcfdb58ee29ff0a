extension Suite {
    /// What is wrong with the suite itself, a sentence each. Every suite has a test that there is nothing.
    public var faults: [String] {
        var seen: Set<String> = []
        let doubles = cases.map(\.identifier).filter { !seen.insert($0).inserted }.map { "\($0) stands twice" }
        let empty = steps.filter { step in !cases.contains { $0.step == step.number } }.map {
            "step \($0.number) has no case"
        }
        return doubles + empty + cases.flatMap { one in one.faults(in: self).map { "\(one.identifier): \($0)" } }
    }
}

extension Case {
    fileprivate func faults(in suite: Suite) -> [String] {
        var faults: [String] = []
        let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count < 2 || parts.contains(where: { !Self.isIdentifierPart($0) }) {
            faults.append("an identifier has at least two parts of a-z, 0-9 and -")
        }
        if requirement.must.firstRange(of: "MUST") == nil { faults.append("the requirement says nothing that MUST be") }
        if !requirement.must.hasSuffix(".") || requirement.must.dropLast().firstRange(of: ". ") != nil {
            faults.append("the requirement is not one sentence")
        }
        if requirement.source.isEmpty { faults.append("nothing says where the requirement is from") }
        if weight < 1 { faults.append("it is worth nothing") }
        // What goes beyond the lab is an extended feature, and no step's.
        let isBeyond = step == nil && coverage != .core
        if suite.level == .lab, !suite.steps.isEmpty, !isBeyond, !suite.steps.contains(where: { $0.number == step }) {
            faults.append("it belongs to no step")
        }
        return faults
    }

    private static func isIdentifierPart(_ part: Substring) -> Bool {
        !part.isEmpty
            && part.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
