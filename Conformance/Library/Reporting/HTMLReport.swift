/// A report as one self-contained page: for a browser or a phone, in the light or in the dark, without a network.
///
/// Failures come first and stand open; everything else folds. It needs no script.
public struct HTMLReport: Sendable {
    private let report: Report

    public init(_ report: Report) { self.report = report }

    public var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(Self.text("\(report.worth): \(report.subject.name)"))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <main>
        \(head)
        \(report.profiles.map(table).joined(separator: "\n"))
        \(failures)
        \(groups)
        \(foot)
        </main>
        </body>
        </html>

        """
    }

    // MARK: - The whole

    private var head: String {
        let counts = ReportStatistics(report.cases)
        let tiles = [
            ("pass", "passed", counts.pass), ("fail", "failed", counts.fail), ("skip", "skipped", counts.skip),
            ("unknown", "unknown", counts.unknown),
        ]
        let shown = tiles.filter { $0.2 > 0 }.map { "<span class=\"\($0.0)\"><b>\($0.2)</b> \($0.1)</span>" }
        let number = String(report.worth.prefix { $0 != " " })
        let most = String(report.worth.dropFirst(number.count + 1))
        let part = report.possible == 0 ? 0 : report.points * 100 / report.possible
        return """
            <header>
            <p class="subject">\(Self.text(report.subject.name))</p>
            <h1>\(Self.text(number)) <small>\(Self.text(most))</small></h1>
            <div class="bar" role="img" aria-label="\(part) percent"><i style="width:\(part)%"></i></div>
            <p class="counts">\(shown.joined(separator: " "))</p>
            \(report.notes.map { "<p class=\"note\">\(Self.text($0))</p>" }.joined(separator: "\n"))
            </header>
            """
    }

    private func table(_ profile: ReportProfile) -> String {
        var rows = profile.steps.map { step in
            row(
                "<span class=\"number\">\(step.number)</span> \(Self.text(step.title))", step.statistics,
                "\(step.points)/\(step.possible)")
        }
        if profile.steps.isEmpty { rows.append(row("core", profile.core.statistics, profile.core.result)) }
        if profile.extended.statistics.total > 0 {
            rows.append(row("extended", profile.extended.statistics, profile.extended.result))
        }
        let features =
            profile.supportedFeatures.map { "<li class=\"pass\">✓ \(Self.text($0))</li>" }
            + profile.unsupportedFeatures.map { "<li class=\"skip\">– \(Self.text($0))</li>" }
        return """
            <section>
            <h2>\(Self.text(profile.name)) <small>\(profile.level) · \(profile.points)/\(profile.possible)</small></h2>
            <table>\(rows.joined(separator: "\n"))</table>
            \(features.isEmpty ? "" : "<ul class=\"features\">\(features.joined())</ul>")
            </section>
            """
    }

    private func row(_ name: String, _ counts: ReportStatistics, _ right: String) -> String {
        let parts = [("pass", counts.pass), ("fail", counts.fail), ("skip", counts.skip), ("unknown", counts.unknown)]
        let marks = parts.filter { $0.1 > 0 }.map { word, count in
            "<span class=\"\(word)\">\(Verdict(rawValue: word)?.mark ?? "?") \(count)</span>"
        }
        return "<tr><th>\(name)</th><td>\(marks.joined(separator: " "))</td><td class=\"right\">\(right)</td></tr>"
    }

    private var failures: String {
        let failed = report.cases.filter { $0.verdict == Verdict.fail.rawValue }
        guard !failed.isEmpty else { return "" }
        let items = failed.enumerated().map { item($0.element, isOpen: $0.offset == 0) }
        return "<section>\n<h2>What failed</h2>\n\(items.joined(separator: "\n"))\n</section>"
    }

    private var groups: String {
        [("unknown", "What the harness can't tell"), ("skip", "Skipped"), ("pass", "What passed")].map { word, title in
            let items = report.cases.filter { $0.verdict == word }.map { item($0, isOpen: false) }
            return items.isEmpty
                ? "" : "<section>\n<h2>\(title)</h2>\n\(items.joined(separator: "\n"))\n</section>"
        }.joined(separator: "\n")
    }

    private var foot: String {
        let environment = report.environment
        let items = [
            ("Reproduce", report.reproduce), ("Date", "\(report.date)"),
            ("Machine", "\(environment.system), \(environment.processors) processors, as \(environment.user)"),
            ("Kept in", environment.sandbox), ("Suite", report.suiteHash),
        ]
        return "<footer>\n\(definitions(items))\n</footer>"
    }

    // MARK: - A case

    private func item(_ one: ReportCase, isOpen: Bool) -> String {
        let mark = Verdict(rawValue: one.verdict)?.mark ?? "?"
        // Of what went well the sentence is of interest, of the rest what came of it.
        let seen = one.finding?.observed ?? (one.reason.isEmpty ? one.requirement : one.reason)
        return """
            <details\(isOpen ? " open" : "")>
            <summary><span class="\(one.verdict)">\(mark)</span> <code>\(Self.text(one.identifier))</code>\
            <span class="right">\(one.points)/\(one.possible)</span>\
            <span class="seen">\(Self.text(seen))</span></summary>
            <p class="must">\(Self.text(one.requirement))</p>
            \(definitions(Self.items(of: one)))
            \(one.evidence.map(Self.evidence).joined(separator: "\n"))
            </details>
            """
    }

    private static func items(of one: ReportCase) -> [(String, String)] {
        var items = [("Reason", one.reason), ("Scenario", one.scenario.joined(separator: "\n"))]
        if let finding = one.finding {
            items += [
                ("Expected", finding.expected),
                ("Documentation", finding.documentation.isEmpty ? "" : "“\(finding.documentation)”"),
                ("Observed", finding.observed), ("Invariant", finding.invariant), ("Look at", finding.look),
            ]
        }
        return items + [("Source", one.source), ("Replay", one.replay), ("Time", "\(one.milliseconds) ms")]
    }

    private func definitions(_ items: [(String, String)]) -> String {
        let shown = items.filter { !$0.1.isEmpty }.map { word, text in
            let isCode = ["Replay", "Reproduce", "Suite"].contains(word)
            return "<dt>\(word)</dt><dd>\(isCode ? "<code>\(Self.text(text))</code>" : Self.linked(text))</dd>"
        }
        return "<dl>\n\(shown.joined(separator: "\n"))\n</dl>"
    }

    /// A page is shown as one, without scripts; everything else as text.
    private static func evidence(_ evidence: ReportEvidence) -> String {
        let (name, text) = (Self.text(evidence.name), Self.text(evidence.text))
        if evidence.name.hasSuffix(".html") {
            return """
                <details open><summary>\(name) <a href="\(Self.text(evidence.file))">as a page of its own</a></summary>
                <iframe sandbox="allow-same-origin" title="\(name)" srcdoc="\(text)"></iframe></details>
                """
        }
        return "<details><summary>\(name)</summary><pre>\(text)</pre></details>"
    }

    /// A text that is an address becomes a link.
    private static func linked(_ plain: String) -> String {
        let safe = text(plain)
        guard plain.hasPrefix("https://"), !plain.contains(where: \.isWhitespace) else { return safe }
        return "<a href=\"\(safe)\">\(safe)</a>"
    }

    private static func text(_ plain: String) -> String { Report.escaped(plain) }
}
