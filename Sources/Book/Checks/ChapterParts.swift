/// The parts that every chapter has, in this order.
///
/// ```
///   # 9 Scheduler              the title, and below it, in bold, the question
///   ## The smallest picture    an SVG file
///   ## Predict                 questions to answer before reading on
///   ## The idea                prose and fragments of the real source
///   ## Run                     commands and their real output
///   ## What Kubernetes also does   what is left out, and where to read it
///   ## Lab
///   ## Check yourself          questions whose answers are folded away
/// ```
enum ChapterParts {
    private static let headings = [
        "The smallest picture", "Predict", "The idea", "Run", "What Kubernetes also does", "Lab", "Check yourself",
    ]
    /// Half an hour at 200 words a minute.
    static let longest = 6000

    static func findings(_ page: Page) -> [Finding] {
        let sections = page.sections
        let found = sections.map(\.heading).filter(headings.contains)
        guard found == headings else {
            let missing = headings.filter { !found.contains($0) }
            let what = missing.isEmpty ? "its parts are in another order" : "has no part \(missing)"
            return [Finding(path: page.path, message: "\(what); a chapter has \(headings)")]
        }
        let problems = [question(page), length(page)] + sections.map(lack)
        return problems.compactMap { $0 }.map { Finding(path: page.path, message: $0) }
    }

    private static func question(_ page: Page) -> String? {
        let isAsked = page.blocks.dropFirst().prefix(2).contains { block in
            guard case .paragraph(let text) = block else { return false }
            return text.hasPrefix("**") && text.hasSuffix("?**")
        }
        return isAsked ? nil : "below the title there is no question in bold"
    }

    private static func length(_ page: Page) -> String? {
        let words = page.allBlocks.flatMap(\.texts).reduce(0) { $0 + $1.split(separator: " ").count }
        return words > longest ? "\(words) words are more than half an hour's reading (\(longest))" : nil
    }

    /// What a part must contain and doesn't.
    private static func lack(_ section: Page.Section) -> String? {
        let blocks = section.blocks.flatMap(\.nested)
        let images = blocks.flatMap(\.texts).flatMap { InlineReader.inlines(of: $0) }.count {
            if case .image = $0 { true } else { false }
        }
        let lack: (count: Int, least: Int, what: String)? =
            switch section.heading {
            case "The smallest picture": (images, 1, "picture (an SVG file)")
            case "Predict": (blocks.count { $0.isOrderedList }, 1, "numbered list of questions")
            case "The idea": (blocks.count { $0.isCode("swift") }, 2, "fragments of the source")
            case "Run": (blocks.count { $0.isCode("console") }, 2, "console blocks")
            case "Check yourself": (blocks.count { $0.isDetails }, 3, "questions with folded answers")
            default: nil
            }
        guard let lack, lack.count < lack.least else { return nil }
        return "\"\(section.heading)\" needs at least \(lack.least) \(lack.what), and has \(lack.count)"
    }
}

extension Page {
    /// What stands below a heading of the second level, until the next.
    struct Section: Sendable {
        var heading: String
        var blocks: [Block]
    }

    /// The first has the page's own title as its heading.
    var sections: [Section] {
        var sections = [Section(heading: title, blocks: [])]
        for block in blocks {
            if case .heading(2, let heading) = block {
                sections.append(Section(heading: heading, blocks: []))
            } else {
                sections[sections.count - 1].blocks.append(block)
            }
        }
        return sections
    }
}

extension Block {
    fileprivate var isOrderedList: Bool { if case .list(true, _) = self { true } else { false } }
    fileprivate var isDetails: Bool { if case .details = self { true } else { false } }
    fileprivate func isCode(_ language: String) -> Bool {
        if case .code(let block) = self { block.language == language } else { false }
    }
}
