internal import Conformance
internal import API
internal import Schema

/// The words of a pod that say where it wants to run; the language stands at ``PodWords``.
///
/// After a term's topology, with commas: `namespace=NAME`, `namespaces=LABEL:VALUE` (a namespace selector; `*` for all).
/// After a spread's topology: `maxSkew=`, `minDomains=`, `soft` (ScheduleAnyway), `select=LABEL:VALUE` (otherwise the
/// pod's own label `app`), `affinity=Ignore`, `taints=Honor`, `same=LABEL` (matchLabelKeys).
enum PodRules {
    /// - Returns: false when the word is none of these.
    static func take(_ key: String, _ value: String, in pod: inout Pod) throws -> Bool {
        switch key {
        case "tolerates": pod.spec.tolerations.append(toleration(value))
        case "needs", "prefers": takeNodeTerm(key, value, in: &pod)
        case "near", "apart", "likes", "dislikes": takePodTerm(key, value, in: &pod)
        case "spread": pod.spec.topologySpreadConstraints.append(spread(value, of: pod))
        default: return false
        }
        return true
    }

    /// `*`, `key`, `key=value`, `key:effect`, `key=value:effect`, `key:effect:seconds`
    private static func toleration(_ text: String) -> Toleration {
        var toleration = Toleration()
        let parts = text.split(separator: ":").map(String.init)
        if parts.count > 1 { toleration.effect = TaintEffect(parts[1]) }
        if parts.count > 2 { toleration.tolerationSeconds = Int(parts[2]) }
        let pair = Attribute(parts.first ?? "")
        toleration.operator = parts.first?.contains("=") == true ? .equal : .exists
        if pair.key != "*" { (toleration.key, toleration.value) = (pair.key, pair.value) }
        return toleration
    }

    /// `50*rest`
    private static func weight(_ text: String) -> (weight: Int, rest: String) {
        let parts = text.split(separator: "*", maxSplits: 1)
        return parts.count > 1 ? (Int(parts[0]) ?? 1, String(parts[1])) : (1, text)
    }

    // MARK: - Nodes

    private static func takeNodeTerm(_ key: String, _ value: String, in pod: inout Pod) {
        var affinity = pod.spec.affinity ?? Affinity()
        var node = affinity.nodeAffinity ?? NodeAffinity()
        if key == "needs" {
            var selector = node.requiredDuringSchedulingIgnoredDuringExecution ?? NodeSelector()
            selector.nodeSelectorTerms.append(nodeTerm(value))
            node.requiredDuringSchedulingIgnoredDuringExecution = selector
        } else {
            var preferred = PreferredSchedulingTerm()
            let (weight, rest) = weight(value)
            (preferred.weight, preferred.preference) = (weight, nodeTerm(rest))
            node.preferredDuringSchedulingIgnoredDuringExecution.append(preferred)
        }
        affinity.nodeAffinity = node
        pod.spec.affinity = affinity
    }

    /// `disk=ssd,nvme&zone!=a&gpu&!old&cpus>4&metadata.name=n1`
    private static func nodeTerm(_ text: String) -> NodeSelectorTerm {
        var term = NodeSelectorTerm()
        for requirement in text.split(separator: "&").map(nodeRequirement) {
            if requirement.key == "metadata.name" {
                term.matchFields.append(requirement)
            } else {
                term.matchExpressions.append(requirement)
            }
        }
        return term
    }

    private static func nodeRequirement(_ text: Substring) -> NodeSelectorRequirement {
        var requirement = NodeSelectorRequirement()
        let relations: [(String, NodeSelectorOperator)] = [
            ("!=", .notIn), ("=", .in), (">", .greaterThan), ("<", .lessThan),
        ]
        for (sign, relation) in relations {
            guard let range = text.firstRange(of: sign) else { continue }
            (requirement.key, requirement.operator) = (String(text[..<range.lowerBound]), relation)
            requirement.values = text[range.upperBound...].split(separator: ",").map(String.init)
            return requirement
        }
        requirement.operator = text.hasPrefix("!") ? .doesNotExist : .exists
        requirement.key = String(text.drop { $0 == "!" })
        return requirement
    }

    // MARK: - Other pods

    private static func takePodTerm(_ key: String, _ value: String, in pod: inout Pod) {
        var affinity = pod.spec.affinity ?? Affinity()
        var near = affinity.podAffinity ?? PodAffinity()
        var apart = affinity.podAntiAffinity ?? PodAntiAffinity()
        let (weight, rest) = weight(value)
        var weighted = WeightedPodAffinityTerm()
        (weighted.weight, weighted.podAffinityTerm) = (weight, podTerm(rest))
        switch key {
        case "near": near.requiredDuringSchedulingIgnoredDuringExecution.append(podTerm(value))
        case "apart": apart.requiredDuringSchedulingIgnoredDuringExecution.append(podTerm(value))
        case "likes": near.preferredDuringSchedulingIgnoredDuringExecution.append(weighted)
        default: apart.preferredDuringSchedulingIgnoredDuringExecution.append(weighted)
        }
        (affinity.podAffinity, affinity.podAntiAffinity) = (near, apart)
        pod.spec.affinity = affinity
    }

    /// `app=web@zone,namespace=shop`
    private static func podTerm(_ text: String) -> PodAffinityTerm {
        var term = PodAffinityTerm()
        let words = text.split(separator: ",").map { Attribute($0) }
        let parts = (words.first?.value ?? "").split(separator: "@").map(String.init)
        term.labelSelector = selector(words.first?.key ?? "", parts.first ?? "")
        term.topologyKey = parts.last ?? ""
        for word in words.dropFirst() {
            if word.key == "namespace" { term.namespaces.append(word.value) }
            if word.key == "namespaces" {
                term.namespaceSelector = word.value == "*" ? LabelSelector() : pair(word.value)
            }
        }
        return term
    }

    // MARK: - Spreading

    private static func spread(_ text: String, of pod: Pod) -> TopologySpreadConstraint {
        var spread = TopologySpreadConstraint()
        (spread.maxSkew, spread.whenUnsatisfiable) = (1, "DoNotSchedule")
        spread.labelSelector = selector("app", pod.metadata.labels["app"] ?? "")
        for (index, word) in text.split(separator: ",").map({ Attribute($0) }).enumerated() {
            switch word.key {
            case _ where index == 0: spread.topologyKey = word.key
            case "maxSkew": spread.maxSkew = Int(word.value) ?? 1
            case "minDomains": spread.minDomains = Int(word.value)
            case "soft": spread.whenUnsatisfiable = "ScheduleAnyway"
            case "select": spread.labelSelector = pair(word.value)
            case "affinity": spread.nodeAffinityPolicy = word.value
            case "taints": spread.nodeTaintsPolicy = word.value
            default: spread.matchLabelKeys.append(word.value)
            }
        }
        return spread
    }

    /// `team:red`
    private static func pair(_ text: String) -> LabelSelector {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        return selector(parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }

    private static func selector(_ key: String, _ value: String) -> LabelSelector {
        var selector = LabelSelector()
        selector.matchLabels[key] = value
        return selector
    }
}
