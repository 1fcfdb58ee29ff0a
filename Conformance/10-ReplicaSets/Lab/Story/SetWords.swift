internal import Conformance
internal import API
internal import Schema

/// How stories tell of a set: `set web replicas=3 labels=app=web uid=2 tier-in=front,back ending`.
///
/// Without other words, `web` selects `app=web` in the namespace `default`, and its uid is `web-1`.
enum SetWords {
    static func set(_ words: ArraySlice<String>, _ line: String) throws -> ReplicaSet {
        guard let name = words.first else { throw StoryError(line, "a set has a name") }
        var set = ReplicaSet()
        (set.metadata.name, set.metadata.namespace, set.metadata.uid) = (name, "default", "\(name)-1")
        var selector = LabelSelector()
        selector.matchLabels = ["app": name]
        for word in words.dropFirst().map({ Attribute($0) }) {
            switch word.key {
            case "replicas": set.spec.replicas = word.number
            case "labels": selector.matchLabels = Attribute.labels(word.value)
            case "tier-in":
                var requirement = LabelSelectorRequirement()
                (requirement.key, requirement.operator) = ("tier", .in)
                requirement.values = word.value.split(separator: ",").map(String.init)
                selector.matchExpressions.append(requirement)
            case "uid": set.metadata.uid = "\(name)-\(word.value)"
            case "ending": set.metadata.deletionTimestamp = Time(seconds: 1)
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        set.spec.selector = selector
        set.spec.template.metadata.labels = selector.matchLabels
        return set
    }
}
