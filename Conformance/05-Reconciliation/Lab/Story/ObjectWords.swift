internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// How stories tell of a ConfigMap: `blue/motd@5 text=hello note:x team:web ending`.
///
/// A name without a namespace is in `default`; `@5` is its resource version. `key=value` is an entry of its data, `key:value`
/// a label; `to:…` and `from:…` are the words of the copier (`dinghy.dev/copy-to`, an annotation, and
/// `dinghy.dev/copied-from`); `ending` says that it is being deleted. `a~2` is another object of the name `a`: its uid is `a~2`.
enum ObjectWords {
    static func configMap(_ words: ArraySlice<String>, _ line: String) throws -> ConfigMap {
        guard let first = words.first else { throw StoryError(line, "which object?") }
        var object = ConfigMap()
        let parts = first.split(separator: "@").map(String.init)
        let names = parts[0].split(separator: "/").map(String.init)
        object.metadata.namespace = names.count > 1 ? names[0] : "default"
        object.metadata.uid = names.last ?? ""
        object.metadata.name = String(object.metadata.uid.prefix { $0 != "~" })
        object.metadata.resourceVersion = parts.count > 1 ? parts[1] : ""
        try apply(words.dropFirst(), to: &object, line)
        return object
    }

    static func apply(_ words: ArraySlice<String>, to object: inout ConfigMap, _ line: String) throws {
        for word in words {
            if word == "ending" {
                object.metadata.deletionTimestamp = Time(seconds: 1)
            } else if let colon = word.firstIndex(of: ":") {
                let value = String(word[colon...].dropFirst())
                switch word[..<colon] {
                case "to": object.metadata.annotations[ConfigMap.copyTo] = value
                case "from": object.metadata.labels[ConfigMap.copiedFrom] = value
                case let name: object.metadata.labels[String(name)] = value
                }
            } else {
                let entry = Attribute(word)
                object.data[entry.key] = entry.value
            }
        }
    }

    /// Without `default/`, and with the version.
    static func name(_ object: ConfigMap) -> String {
        let version = object.metadata.resourceVersion
        return key(object) + (version.isEmpty ? "" : "@\(version)")
    }

    static func key(_ object: ConfigMap) -> String {
        object.metadata.namespace == "default" ? object.metadata.name : object.key
    }

    /// Data, then labels.
    static func content(_ object: ConfigMap) -> String {
        let entries = object.data.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let labels = object.metadata.labels.sorted { $0.key < $1.key }.map { label in
            "\(label.key == ConfigMap.copiedFrom ? "from" : label.key):\(label.value)"
        }
        return (entries + labels).joined(separator: " ")
    }

    static func text(_ changes: [Change<ConfigMap>]) -> String {
        let words = changes.map { change in
            switch change {
            case .added(let object): "+" + name(object)
            case .modified(let old, let new): "\(name(old))>\(new.metadata.resourceVersion)"
            case .deleted(let object): "-" + name(object)
            }
        }
        return words.isEmpty ? "nothing" : words.joined(separator: " ")
    }

    /// `+a@1`, `a@1>6`, `-a@6`.
    static func change(_ word: String, _ line: String) throws -> Change<ConfigMap> {
        if word.hasPrefix("+") { return .added(try configMap([String(word.dropFirst())], line)) }
        if word.hasPrefix("-") { return .deleted(try configMap([String(word.dropFirst())], line)) }
        let parts = word.split(separator: ">").map(String.init)
        guard parts.count == 2 else { throw StoryError(line, "no change: \(word)") }
        let old = try configMap([parts[0]], line)
        var new = old
        new.metadata.resourceVersion = parts[1]
        return .modified(old: old, new: new)
    }

    /// Sorted: in which order requests are sent nobody sees.
    static func text(_ writes: [Write]) -> String {
        let words = writes.map { write in
            switch write {
            case .create(let object): "create \(key(object))"
            case .update(let object): "update \(key(object))"
            case .delete(let object): "delete \(key(object))"
            }
        }
        return words.isEmpty ? "nothing" : words.sorted().joined(separator: ", ")
    }
}
