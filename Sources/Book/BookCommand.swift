import ArgumentParser
import Glibc
import Linux

/// The book's press: `make book` makes the pages, `make chapters` runs what they show, and the tests check the rest.
@main
struct BookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Book", abstract: "Checks the chapters, and makes an offline site of them.",
        subcommands: [Check.self, Build.self, Run.self])
}

struct RepositoryOption: ParsableArguments {
    @Option(help: "The repository's folder.")
    var repository = "."

    var value: Repository { Repository(root: repository) }
}

/// Says what is wrong, and fails if anything is.
private func report(_ findings: [Finding], allRight: String) throws {
    for finding in findings { print(finding) }
    if !findings.isEmpty { throw ExitCode(1) }
    print(allRight)
}

extension BookCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds quoted source that has changed, dead links, and missing parts.")
        @OptionGroup var repository: RepositoryOption

        func run() async throws {
            try report(
                BookCheck(repository: repository.value).findings(), allRight: "The book agrees with the source.")
        }
    }

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes the offline site.")
        @OptionGroup var repository: RepositoryOption
        @Option(help: "The folder to write it to.")
        var output = "bin/book"

        func run() async throws {
            try Site(repository: repository.value).write(to: output)
            print("\(output)/index.html is ready")
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs the chapters' commands, each chapter's on a cluster of its own, and compares the outputs.")
        @OptionGroup var repository: RepositoryOption
        @Option(help: "The program that starts clusters.")
        var dinghy = "bin/dinghy"
        @Flag(help: "Write the outputs that differ into the chapters.")
        var record = false
        @Flag(help: "Print what the commands printed, too.")
        var show = false
        @Argument(help: "Numbers of chapters (09), or names of other pages (Introductions); without any, all.")
        var numbers: [String] = []

        func run() async throws {
            var findings: [Finding] = []
            for page in try repository.value.pages() where isMeant(page) {
                findings += try await run(page)
            }
            try report(findings, allRight: "All outputs have the shapes shown.")
        }

        private func isMeant(_ page: Page) -> Bool {
            guard page.codeBlocks.contains(where: { $0.language == "console" }) else { return false }
            return numbers.isEmpty || numbers.contains { page.path.hasPrefix("Chapters/\($0)") }
        }

        private func run(_ page: Page) async throws -> [Finding] {
            let program = try absolute(dinghy)
            let repository = Repository(root: try absolute(self.repository.repository))
            let cluster = ChapterCluster(
                dinghy: program, folder: "/tmp/dinghy-book-\(getpid())", repository: repository)
            let outcomes = try await ChapterRun(cluster: cluster, page: page).outcomes { command in
                print("\(page.path): $ \(command)")
                fflush(nil)
            }
            if show { for outcome in outcomes { print(outcome.transcript) } }
            if record { try write(outcomes, page, repository) }
            return outcomes.flatMap { $0.findings(page.path) }
        }

        private func write(_ outcomes: [ChapterRun.Outcome], _ page: Page, _ repository: Repository) throws {
            var lines = try repository.text(page.path).split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
            for outcome in outcomes.reversed() { lines = outcome.recorded(in: lines) }
            try writeFile("\(repository.root)/\(page.path)", lines.joined(separator: "\n"))
        }

        private func absolute(_ path: String) throws -> String {
            guard let whole = realpath(path, nil) else { throw ValidationError("\(path) isn't there") }
            defer { free(whole) }
            return String(cString: whole)
        }
    }
}
