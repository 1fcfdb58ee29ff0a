internal import API
internal import Conformance
internal import PodsContract
internal import Schema

/// What a story may ask:
///
/// | question | answer |
/// |---|---|
/// | `options` | `network=pod ipc=pod process=container` |
/// | `pause's network`, `container's processes` | `own`, `pod`, `node`, `target`; also `mounts`, `ipc`, `hostname` |
/// | `at PATH`, `old root`, `node's mounts`, `node's files` | what a container would find there: see ``MountModel`` |
/// | `class` · `shares NAME` · `quota NAME` · `memory NAME` · `score NAME node=1Gi` | |
/// | `v1 cpu.shares` · `v2 cpu.max` | what is written into the file; `nothing` |
/// | `held network` · `joined ipc` · `node's name` · `sysctl NAME` | where the steps lead: see ``NamespaceModel`` |
/// | `run`, `start NAME`, `stop`, `remove` | the actions, or `refused` |
/// | `stop: kill a < endPause` | `yes` when the one comes before the other |
/// | `ready` · `create` | `yes`, `no` |
/// | `files` | what a container of the layers would see: see ``LayerModel`` |
/// | `claims` · `found A:100/X` | |
extension Story {
    func answer(to question: String) async throws -> String {
        if let answer = try await answerIfAsked(question) { return answer }
        throw StoryError(question, "nobody knows what that asks")
    }

    func answerIfAsked(_ question: String) async throws -> String? {
        let words = question.split(separator: " ").map(String.init)
        switch words.first {
        case "options": return NamespaceWords.text(try await core.options(pod))
        case "pause's":
            return NamespaceWords.choice(try await core.namespaces(ofPause: try await options), words.last)
        case "container's":
            return NamespaceWords.choice(try await core.namespaces(ofContainer: try await options), words.last)
        case "held", "sysctl", "joined": return try await namespaceAnswer(words)
        case "node's" where words.last == "name": return try await namespaceAnswer(words)
        case "at", "old", "node's": return try await followed(question)
        case "class", "shares", "quota", "memory", "score", "v1", "v2": return try await resourceAnswer(words)
        case "run", "run:", "create", "start", "stop", "stop:", "remove", "remove:", "ready":
            return try await sandboxAnswer(question, words)
        case "files", "claims", "found": return try await layerAnswer(words)
        default: return nil
        }
    }

    /// As asked for, or as the code under test has it of the pod.
    private var options: NamespaceOptions {
        get async throws {
            if let asked { return asked }
            return try await core.options(pod)
        }
    }

    private func followed(_ question: String) async throws -> String {
        var model = MountModel(root)
        return model.follow(try await core.rootSteps(root.root)) ?? model.answer(question)
    }

    private func namespaceAnswer(_ words: [String]) async throws -> String {
        var pause = pause
        pause.options = try await options
        let isJoining = words.first == "joined"
        var model = NamespaceModel()
        let steps = isJoining ? try await core.joiningSteps(42, pause.options) : try await core.pauseSteps(pause)
        return model.follow(steps) ?? model.answer(words)
    }

    private func resourceAnswer(_ words: [String]) async throws -> String {
        let name = words.count > 1 ? words[1] : ""
        switch words.first {
        case "class": return try await core.qosClass(pod).rawValue
        case "v1", "v2":
            let values = try await core.values(limits, CgroupVersion(words[0])).filter { $0.file == name }
            return values.isEmpty ? "nothing" : values.map(\.value).joined(separator: ", then ")
        default: break
        }
        guard let container = (pod.containers + pod.initContainers).first(where: { $0.name == name }) else {
            throw StoryError(words.joined(separator: " "), "no such container")
        }
        if words.first == "score" {
            let memory = try ResourceWords.bytes(Attribute(words.last ?? "").value)
            let qosClass = try await core.qosClass(pod)
            return "\(try await core.oomScore(container, qosClass, memory: memory))"
        }
        let limits = try await core.limits(container)
        let value =
            switch words.first {
            case "shares": limits.cpuShares
            case "quota": limits.cpuQuota
            default: limits.memory
            }
        return value.map { "\($0)" } ?? "none"
    }

    private func sandboxAnswer(_ question: String, _ words: [String]) async throws -> String {
        let first = words[0].hasSuffix(":") ? String(words[0].dropLast()) : words[0]
        if first == "ready" { return try await core.isReady(sandbox) ? "yes" : "no" }
        let request: SandboxRequest =
            switch first {
            case "run": .run
            case "create": .create
            case "start": .start(words.count > 1 ? words[1] : "")
            case "stop": .stop
            default: .remove
            }
        guard let actions = try await core.actions(request, sandbox) else { return "refused" }
        if words[0].hasSuffix(":") {
            let parts = question.dropFirst(words[0].count + 1).split(separator: " < ").map(String.init)
            guard let one = actions.firstIndex(of: parts[0]), let other = actions.firstIndex(of: parts[1]) else {
                return "not both: " + actions.joined(separator: ", ")
            }
            return one < other ? "yes" : "no: " + actions.joined(separator: ", ")
        }
        if first == "create" { return "yes" }
        return actions.isEmpty ? "nothing" : actions.sorted().joined(separator: ", ")
    }

    private func layerAnswer(_ words: [String]) async throws -> String {
        switch words.first {
        case "files":
            var model = LayerModel()
            for entries in layers {
                guard let actions = try await core.actions(entries) else { return "refused" }
                if let trouble = model.add(entries, actions) { return trouble }
            }
            return model.text
        case "claims":
            guard let claims = try await core.claims(manifest, archives) else { return "refused" }
            return claims.map { "\(LayerWords.letter($0.blob.digest))/\(LayerWords.letter($0.diffID))" }.joined(
                separator: " ")
        default:
            let parts = (words.last ?? "").split(separator: "/").map(String.init)
            let found = LayerClaim(LayerWords.descriptor(parts[0]), diffID: LayerWords.digest(parts.last ?? ""))
            let claim = LayerClaim(manifest.first ?? LayerDescriptor(), diffID: archives.first ?? "")
            return try await core.accepts(found, claim) ? "accepted" : "refused"
        }
    }
}
