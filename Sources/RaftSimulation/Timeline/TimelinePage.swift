/// A run as one self-contained page: a lane for each member, time going down; what each of them was, what they sent each
/// other and what got lost, what was committed, who crashed, and which invariant broke in the end.
///
/// It needs no script, no network and no font; dark or light as the reader's browser asks.
package struct TimelinePage {
    package var title: String
    /// What is wrong, in a sentence or a few; the first invariant that was violated.
    package var violation: String
    /// Facts of the run, a word and a value each: seed, members, the command that replays it.
    package var facts: [(String, String)]
    package var recording: Recording

    /// So many moments are drawn; what was before them is in the list of all that happened.
    static let mostMoments = 260

    package init(title: String, violation: String, facts: [(String, String)], recording: Recording) {
        (self.title, self.violation, self.facts, self.recording) = (title, violation, facts, recording)
    }

    package var html: String {
        let shown = recording.since(beginning)
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(Self.escaped(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(Self.escaped(title))</h1>
            <p class="violation">\(Self.escaped(violation))</p>
            <dl>\(facts.map { "<dt>\(Self.escaped($0.0))</dt><dd>\(Self.escaped($0.1))</dd>" }.joined())</dl>
            </header>
            <h2>The logs in the end</h2>
            \(LogPicture(logs: recording.logs).svg)
            <h2>What happened\(beginning > 0 ? ", from \(beginning) on" : "")</h2>
            \(Self.legend)
            \(TimelineDrawing(shown).svg)
            <details><summary>All that happened, as a list</summary><pre>\(list)</pre></details>
            </body>
            </html>

            """
    }

    private var beginning: Int {
        let moments = Set(recording.marks.map(\.time) + recording.messages.map(\.sent)).sorted()
        return moments.count > Self.mostMoments ? moments[moments.count - Self.mostMoments] : 0
    }

    private var list: String {
        let marks = recording.marks.map { ($0.time, ($0.member.map { "member \($0): " } ?? "") + $0.text) }
        let messages = recording.messages.map { message in
            let end = message.isLost ? "lost" : message.arrived.map { "arrives at \($0)" } ?? "under way"
            return (message.sent, "\(message.from) → \(message.to): \(message.text) (\(end))")
        }
        return (marks + messages).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map { Self.escaped("\($0.element.0)  \($0.element.1)") }.joined(separator: "\n")
    }

    private static let legend = """
        <p class="legend"><span class="leader">━ leader</span> <span class="candidate">┅ candidate</span>
        <span class="follower">│ follower</span> <span class="vote">— votes</span> <span class="append">— entries</span>
        <span class="heartbeat">— heartbeats</span> <span class="snapshot">— snapshots</span>
        <span class="lost">- × lost</span>; point at anything to read what it is</p>
        """

    static func escaped(_ plain: String) -> String {
        var safe = ""
        for character in plain {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            default: safe.append(character)
            }
        }
        return safe
    }
}
