internal import API
internal import Conformance
internal import PodsContract
internal import Schema

/// A story of a pod's processes: lines that say what there is, and questions with the answers that they must have.
///
/// ```
/// pod hostNetwork
/// container hostname → node
/// ```
/// What there is:
/// - `pod [hostNetwork] [hostPID] [hostIPC] [shareProcessNamespace]`, or, in a runtime's words, `asked network=node …`
/// - `root …`, `mount …`, `masked PATH`, `forbidden PATH`, `link FROM=TO` (in the image): see ``RootWords``
/// - `container NAME …`: see ``ResourceWords``; `limits memory=… shares=… quota=… period=… processes=…`
/// - `pause network=PATH hostname=NAME sysctl=NAME:VALUE`
/// - `sandbox [node-network] [held] [stopped]`, `has NAME created|running|exited`
/// - `layer NAME…`, `manifest DIGEST:SIZE…`, `archives DIGEST…`: see ``LayerWords``
///
/// Questions: see ``Questions``. Where several answers are right, all stand there: `a | b`.
package struct Story {
    let scenario: Scenario
    let core: CoreUnderTest
    var pod = PodSpec()
    /// Asked for directly; nil to have it asked of the pod.
    var asked: NamespaceOptions?
    var root = RootScene()
    var limits = ResourceLimits()
    var pause = PauseProcess()
    var sandbox = SandboxObservation()
    var layers: [[LayerEntry]] = []
    var manifest: [LayerDescriptor] = []
    var archives: [String] = []

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        core = CoreUnderTest(try scenario.worker())
    }

    mutating func tell(_ text: String) async throws {
        for line in storyLines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try perform(line)
            }
        }
    }

    func expect(_ question: String, _ answers: String) async throws {
        let answer = try await answer(to: question)
        let isRight = " | \(answers) | ".firstRange(of: " | \(answer) | ") != nil
        try scenario.expect("\(question) → \(answers)", observed: "\(question) → \(answer)", isRight)
    }

    // MARK: - What there is

    mutating func perform(_ line: String) throws {
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        let rest = Array(words.dropFirst())
        switch words.first {
        case "pod": try setPod(rest, line)
        case "asked": asked = try options(rest, line)
        case "root", "mount", "masked", "forbidden", "link": try root.tell(words, line)
        case "container": pod.containers.append(try ResourceWords.container(rest, line))
        case "starter": pod.initContainers.append(try ResourceWords.container(rest, line))
        case "limits": limits = try ResourceWords.limits(rest, line)
        case "pause": try setPause(rest, line)
        case "sandbox", "has": try setSandbox(words, line)
        case "layer": layers.append(try rest.map { try LayerWords.entry($0, line) })
        case "manifest": manifest = rest.map(LayerWords.descriptor)
        case "archives": archives = rest.map(LayerWords.digest)
        default: throw StoryError(line, "nobody knows how to do that")
        }
    }

    private mutating func setPod(_ words: [String], _ line: String) throws {
        pod = PodSpec()
        asked = nil
        for word in words {
            switch word {
            case "hostNetwork": pod.hostNetwork = true
            case "hostPID": pod.hostPID = true
            case "hostIPC": pod.hostIPC = true
            case "shareProcessNamespace": pod.shareProcessNamespace = true
            case "shareProcessNamespace=false": pod.shareProcessNamespace = false
            default: throw StoryError(line, "no such setting: \(word)")
            }
        }
    }

    private func options(_ words: [String], _ line: String) throws -> NamespaceOptions {
        var options = NamespaceOptions()
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "network": options.network = NamespaceMode(word.value)
            case "ipc": options.ipc = NamespaceMode(word.value)
            case "process": options.process = NamespaceMode(word.value)
            default: throw StoryError(line, "no such option: \(word.key)")
            }
        }
        return options
    }

    private mutating func setPause(_ words: [String], _ line: String) throws {
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "network": pause.networkNamespace = word.value
            case "hostname": pause.hostname = word.value
            case "sysctl":
                let parts = word.value.split(separator: ":").map(String.init)
                pause.sysctls[parts.first ?? ""] = parts.last
            default: throw StoryError(line, "no such word: \(word.key)")
            }
        }
    }

    private mutating func setSandbox(_ words: [String], _ line: String) throws {
        if words.first == "has" {
            guard words.count == 3 else { throw StoryError(line, "a name and a state") }
            sandbox.containers.removeAll { $0.id == words[1] }
            return sandbox.containers.append(SandboxContainer(words[1], .init(words[2])))
        }
        sandbox = SandboxObservation()
        sandbox.hasOwnNetwork = !words.contains("node-network")
        sandbox.isHeld = words.contains("held")
        sandbox.isStopped = words.contains("stopped")
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        var printed: [String] = []
        for command in commands {
            // Who isn't asked is told.
            if let answer = try await story.answerIfAsked(command) {
                printed.append("\(command) → \(answer)")
            } else {
                try story.perform(command)
            }
        }
        return printed
    }
}
