/// A block of commands, each with what it prints.
///
/// ````
/// ```console
/// $ kubectl get pods          # a remark, which the shell skips
/// NAME   READY   STATUS
/// web    1/1     Running
/// ```
/// ````
/// A line that ends in `\` goes on in the next. The word behind the language says how the block is run.
struct ConsoleBlock: Sendable {
    enum Kind: String, Sendable {
        /// Run, and the output compared.
        case checked = ""
        /// Starts the chapter's cluster: the runner takes its options and starts one of its own.
        case cluster
        /// Shown only: what can't be repeated, or happens on another machine.
        case shown
    }

    struct Command: Sendable, Hashable {
        var text: String
        var output: [String]
    }

    var kind: Kind
    var commands: [Command]
    /// Where the fence is.
    var line: Int

    /// - Throws: ``Malformed``
    init(_ block: CodeBlock) throws(Malformed) {
        guard let kind = Kind(rawValue: block.info) else { throw Malformed("unknown kind of console: \(block.info)") }
        self.kind = kind
        line = block.line
        commands = []
        var continues = false
        for text in block.lines {
            if text.hasPrefix("$ ") {
                commands.append(Command(text: String(text.dropFirst(2)), output: []))
            } else if commands.isEmpty {
                throw Malformed("output before the first command, which begins with \"$ \"")
            } else if continues {
                commands[commands.count - 1].text += "\n" + text
            } else {
                commands[commands.count - 1].output.append(text)
            }
            continues = text.hasSuffix("\\")
        }
    }

    struct Malformed: Error {
        var message: String
        init(_ message: String) { self.message = message }
    }
}

/// What can be said of consoles without a cluster: they can be read, and the files that they name are there.
struct ConsoleCheck {
    let repository: Repository

    func findings(_ page: Page) -> [Finding] {
        page.codeBlocks.filter { $0.language == "console" }.flatMap { block in
            problems(block).map { Finding(path: page.path, line: block.line, message: $0) }
        }
    }

    private func problems(_ block: CodeBlock) -> [String] {
        do {
            let files = try ConsoleBlock(block).commands.flatMap { missingFiles($0.text) }
            return files.map { "a command names \($0), which isn't there" }
        } catch {
            return [error.message]
        }
    }

    private func missingFiles(_ command: String) -> [String] {
        let words = command.split { " \n\"'=;|".contains($0) }.map(String.init)
        return words.filter { $0.hasPrefix("Chapters/") && !repository.exists($0) }
    }
}
