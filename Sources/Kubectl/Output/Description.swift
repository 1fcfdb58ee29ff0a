import API
import Schema

/// A document as an indented list of titles and values, and its events as a table.
///
/// Left out compared with kubectl: a description of its own for each kind.
enum Description {
    static func text(of object: JSON, events: [Event], now: Time) -> String {
        let metadata = object["metadata"] ?? .null
        var lines = [("Name", object.name), ("Namespace", object.namespace)].filter { !$0.1.isEmpty }
            .map { pad($0.0) + $0.1 }
        lines += pairs("Labels", metadata["labels"]) + pairs("Annotations", metadata["annotations"])
        lines += [
            pad("API Version") + (object["apiVersion"]?.string ?? ""), pad("Kind") + (object["kind"]?.string ?? ""),
        ]
        lines.append(pad("Created") + (metadata["creationTimestamp"]?.string ?? "<unknown>"))
        for member in object.object ?? JSONObject() where !head.contains(member.name) {
            lines += tree(title(member.name), member.value, indent: 0)
        }
        lines += table(events, now: now)
        return lines.map { $0 + "\n" }.joined()
    }

    private static let head = ["apiVersion", "kind", "metadata"]

    private static func pad(_ title: String) -> String {
        "\(title):" + String(repeating: " ", count: max(1, 14 - title.count - 1))
    }

    private static func pairs(_ title: String, _ map: JSON?) -> [String] {
        let pairs = (map?.object?.members ?? []).filter { $0.name != Apply.lastApplied }
            .map { "\($0.name)=\($0.value.string ?? "")" }.sorted()
        guard let first = pairs.first else { return [pad(title) + "<none>"] }
        return [pad(title) + first] + pairs.dropFirst().map { String(repeating: " ", count: 14) + $0 }
    }

    private static func tree(_ title: String, _ value: JSON, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        switch value {
        case .object(let object):
            if object.isEmpty { return ["\(space)\(title):  <none>"] }
            return ["\(space)\(title):"] + members(object, indent: indent + 2)
        case .array(let elements):
            if elements.isEmpty { return ["\(space)\(title):  <none>"] }
            return ["\(space)\(title):"] + elements.flatMap { self.elements($0, indent: indent + 2) }
        default: return ["\(space)\(title):  \(value.string ?? value.description)"]
        }
    }

    private static func members(_ object: JSONObject, indent: Int) -> [String] {
        object.flatMap { tree(title($0.name), $0.value, indent: indent) }
    }

    /// The first line of an element carries the dash.
    private static func elements(_ value: JSON, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        guard case .object(let object) = value else { return ["\(space)\(value.string ?? value.description)"] }
        var lines = members(object, indent: indent + 2)
        if let first = lines.first { lines[0] = "\(space)- \(first.dropFirst(indent + 2))" }
        return lines
    }

    /// `hostIP` → `Host IP`, `restartPolicy` → `Restart Policy`; keys of maps (with dots or dashes) stay.
    static func title(_ name: String) -> String {
        if name.contains(where: { ".-/$".contains($0) }) { return name }
        var words = ""
        var previous: Character = " "
        for character in name {
            if character.isUppercase, !previous.isUppercase, !words.isEmpty { words += " " }
            words.append(words.isEmpty ? Character(character.uppercased()) : character)
            previous = character
        }
        return words
    }

    private static func table(_ events: [Event], now: Time) -> [String] {
        if events.isEmpty { return [pad("Events") + "<none>"] }
        var rows = [["  Type", "Reason", "Age", "From", "Message"], ["  ----", "------", "---", "----", "-------"]]
        rows += events.map { event in
            let last = humanAge(since: event.lastTimestamp, now: now)
            let first = humanAge(since: event.firstTimestamp, now: now)
            let from = event.source.component.isEmpty ? event.reportingComponent : event.source.component
            return [
                "  " + event.type, event.reason, event.count > 1 ? "\(last) (x\(event.count) over \(first))" : last,
                from,
                event.message,
            ]
        }
        var writer = ColumnWriter()
        return ["Events:"] + writer.lines(rows).split(separator: "\n").map(String.init)
    }
}
