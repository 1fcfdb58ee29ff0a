internal import API
internal import Conformance
internal import Schema

/// How stories tell of a pod: `pod web tolerates=unreachable/300,gpu=true:NoSchedule unready`.
///
/// Without other words it is ready and tolerates nothing. A toleration is KEY=VALUE:EFFECT/SECONDS, of which only the key
/// must be there: without a value it tolerates every value, without an effect every effect, without seconds for ever. The key `*` is
/// every key.
enum PodWords {
    static func pod(_ words: ArraySlice<String>, now: Time, _ line: String) throws -> Pod {
        guard let name = words.first else { throw StoryError(line, "a pod has a name") }
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.status.phase) = (name, "default", .running)
        pod.status.conditions.set(PodCondition(.ready, .true), at: now + -100)
        for word in words.dropFirst().map({ Attribute($0) }) {
            switch word.key {
            case "unready": pod.status.conditions.set(PodCondition(.ready, .false, reason: "Starting"), at: now + -50)
            case "tolerates":
                pod.spec.tolerations = try word.value.split(separator: ",").map { try toleration($0, line) }
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        return pod
    }

    private static func toleration(_ text: Substring, _ line: String) throws -> Toleration {
        var toleration = Toleration()
        let timed = text.split(separator: "/").map(String.init)
        let parts = (timed.first ?? "").split(separator: ":").map(String.init)
        guard let pair = parts.first.map({ Attribute($0) }) else { throw StoryError(line, "a toleration has a key") }
        toleration.key = pair.key == "*" ? "" : NodeWords.key(pair.key)
        (toleration.operator, toleration.value) = (pair.value.isEmpty ? .exists : .equal, pair.value)
        if parts.count > 1 { toleration.effect = TaintEffect(parts[1]) }
        if timed.count > 1 { toleration.tolerationSeconds = Int(timed[1]) }
        return toleration
    }
}
