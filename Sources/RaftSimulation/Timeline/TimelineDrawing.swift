/// The lanes and arrows of a ``TimelinePage``, as inline SVG.
///
/// Time goes down, but not evenly: a moment in which much happens gets the room that its words need, a long silence is cut
/// short. So the page shows the order of events, and times stand at the left.
struct TimelineDrawing {
    private let recording: Recording
    private let moments: [Int]
    /// Of each moment, how far down it is drawn.
    private let heights: [Int: Int]
    private let bottom: Int

    private static let (left, lane, top, line) = (90, 175, 44, 13)

    init(_ recording: Recording) {
        self.recording = recording
        let marked = recording.marks.map(\.time)
        moments = Set(marked + recording.messages.flatMap { [$0.sent] + ($0.arrived.map { [$0] } ?? []) }).sorted()
        var words: [Int: [UInt64?: Int]] = [:]
        for mark in recording.marks { words[mark.time, default: [:]][mark.member, default: 0] += 1 }
        var (heights, y, before) = ([Int: Int](), Self.top, moments.first ?? 0)
        for moment in moments {
            y += min(30, max(5, (moment - before) / 3))
            heights[moment] = y
            y += Self.line * (words[moment]?.values.max() ?? 0)
            before = moment
        }
        (self.heights, bottom) = (heights, y + 30)
    }

    private func x(_ member: UInt64) -> Int {
        Self.left + 20 + Self.lane * (recording.members.firstIndex(of: member) ?? 0)
    }

    private func y(_ time: Int) -> Int { heights[time] ?? bottom - 12 }

    private var width: Int { Self.left + Self.lane * recording.members.count + 240 }

    var svg: String {
        """
        <div class="drawing"><svg width="\(width)" height="\(bottom)" role="img" aria-label="timeline">
        <defs>\(Recording.MessageKind.allCases.map(arrowhead).joined())</defs>
        \(recording.members.map(head).joined(separator: "\n"))
        \(recording.members.map(laneOf).joined(separator: "\n"))
        \(recording.messages.map(message).joined(separator: "\n"))
        \(times)
        \(marks)
        </svg></div>
        """
    }

    private func arrowhead(_ kind: Recording.MessageKind) -> String {
        """
        <marker id="\(kind.rawValue)" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
        orient="auto"><path d="M0,0 L8,4 L0,8 z" style="fill:var(--\(kind.rawValue))"/></marker>
        """
    }

    private func head(_ member: UInt64) -> String {
        "<text class=\"head\" x=\"\(x(member) - 4)\" y=\"24\">member \(member)</text>"
    }

    // MARK: - Lanes

    private func laneOf(_ member: UInt64) -> String {
        var (lines, part, start) = ([String](), Recording.Part.follower, Self.top)
        for mark in recording.marks where mark.member == member {
            guard let next = Self.part(mark) else { continue }
            lines.append(segment(member, part, start, y(mark.time)))
            (part, start) = (next, y(mark.time))
        }
        return (lines + [segment(member, part, start, bottom - 8)]).joined(separator: "\n")
    }

    private static func part(_ mark: Recording.Mark) -> Recording.Part? {
        switch mark.kind {
        case .role(let part): part
        case .crash: .down
        default: nil
        }
    }

    private func segment(_ member: UInt64, _ part: Recording.Part, _ from: Int, _ to: Int) -> String {
        "<line class=\"lane \(part)\" x1=\"\(x(member))\" x2=\"\(x(member))\" y1=\"\(from)\" y2=\"\(to)\"/>"
    }

    // MARK: - Messages

    private func message(_ one: Recording.MessageMark) -> String {
        let (begin, end) = ((x(one.from), y(one.sent)), (x(one.to), one.arrived.map(y) ?? y(one.sent) + 26))
        let tip = "\(one.from) → \(one.to): \(one.text)" + (one.isLost ? " (lost)" : "")
        let title = "<title>\(TimelinePage.escaped(tip))</title>"
        guard one.isLost || one.arrived == nil else {
            return line(begin, end, "message \(one.kind.rawValue)", "marker-end=\"url(#\(one.kind.rawValue))\"", title)
        }
        // It doesn't get there.
        let stop = (begin.0 + (end.0 - begin.0) * 2 / 5, begin.1 + (end.1 - begin.1) * 2 / 5)
        let cross = "<path class=\"cross\" d=\"M\(stop.0 - 4),\(stop.1 - 4) l8,8 m0,-8 l-8,8\"/>"
        return line(begin, stop, "message lost \(one.kind.rawValue)", "", title) + (one.isLost ? cross : "")
    }

    private func line(_ from: (Int, Int), _ to: (Int, Int), _ style: String, _ more: String, _ title: String) -> String
    {
        "<line class=\"\(style)\" x1=\"\(from.0)\" y1=\"\(from.1)\" x2=\"\(to.0)\" y2=\"\(to.1)\" \(more)>\(title)</line>"
    }

    // MARK: - Words

    private var times: String {
        var (texts, last) = ([String](), -20)
        for moment in moments where y(moment) - last >= 14 {
            texts.append("<text class=\"time\" x=\"8\" y=\"\(y(moment) + 4)\">\(moment)</text>")
            last = y(moment)
        }
        return texts.joined(separator: "\n")
    }

    private var marks: String {
        var (texts, used) = ([String](), [String: Int]())
        for mark in recording.marks where !mark.text.isEmpty {
            let place = "\(mark.time) \(mark.member ?? 0)"
            let y = y(mark.time) + 4 + Self.line * used[place, default: 0]
            used[place, default: 0] += 1
            texts.append(text(mark, y))
        }
        return texts.joined(separator: "\n")
    }

    private func text(_ mark: Recording.Mark, _ y: Int) -> String {
        let style = Self.style(mark.kind)
        let right = Self.left + Self.lane * recording.members.count + 10
        let x = mark.member.map { self.x($0) + 8 } ?? right
        let text = "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(TimelinePage.escaped(mark.text))</text>"
        switch mark.kind {
        case .fault:
            return "<line class=\"rule\" x1=\"\(Self.left)\" x2=\"\(width)\" y1=\"\(y - 4)\" y2=\"\(y - 4)\"/>" + text
        case .violation:
            return "<rect class=\"band\" x=\"0\" y=\"\(y - 14)\" width=\"\(width)\" height=\"20\"/>" + text
        default: return text
        }
    }

    private static func style(_ kind: Recording.Kind) -> String {
        switch kind {
        case .role, .note: "note"
        case .commit: "commit"
        case .crash: "crash"
        case .restart: "restart"
        case .pause: "pause"
        case .resume: "resume"
        case .fault: "fault"
        case .client: "quiet"
        case .violation: "violation"
        }
    }
}
