internal import Conformance
internal import API
internal import Schema
internal import SchedulerContract

/// What extenders answer when a scheduler asks about a pod.
///
/// ```
/// answer web refuses=n1,n2 final=n3 n4=7     nodes refused, for good; a node's score, 0 to 10
/// answer web fails                           no answer
/// ```
enum ExtenderWords {
    static func answer(_ uid: String, _ words: some Sequence<Substring>) -> ExtenderAnswer {
        var answer = ExtenderAnswer()
        answer.uid = uid
        var scores = ExtenderScores()
        scores.extender = "extender"
        for attribute in words.map({ Attribute($0) }) {
            switch attribute.key {
            case "refuses", "final": answer.refusals += refusals(attribute)
            case "fails": answer.error = "the extender is down"
            default: scores.scores[attribute.key] = Int(attribute.value)
            }
        }
        if !scores.scores.isEmpty { answer.scores = [scores] }
        return answer
    }

    private static func refusals(_ attribute: Attribute) -> [ExtenderRefusal] {
        attribute.value.split(separator: ",").map { node in
            var refusal = ExtenderRefusal()
            (refusal.node, refusal.extender, refusal.reason) = (String(node), "extender", "the extender refuses it")
            refusal.isFinal = attribute.key == "final"
            return refusal
        }
    }
}
