internal import Conformance
internal import PodsContract
internal import Schema

/// A small node, on which a runtime carries out what it is told, is interrupted anywhere, forgets what it was at, looks
/// at what there is, and asks again. In the end the pod is removed, and nothing of it may be left.
enum RandomPodLife {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        for round in 1...12 {
            var random = scenario.randomness("\(round)")
            let core = CoreUnderTest(try scenario.worker())
            var node = Node(hasOwnNetwork: random.happens(3, in: 4))
            scenario.say("a pod \(node.hasOwnNetwork ? "with its own network" : "with the node's network")")
            try await ask(.run, core, &node, scenario, interruptedAfter: nil)
            for number in 0..<random.int(in: 0...3) where node.isHeld {
                node.containers["c\(number)"] = "created"
                scenario.say("c\(number) is created")
                if random.happens(2, in: 3) { try await ask(.start("c\(number)"), core, &node, scenario) }
            }
            if random.happens(1, in: 3), let one = node.containers.keys.sorted().first,
                node.containers[one] == "running"
            {
                scenario.say("\(one) ends by itself")
                node.containers[one] = "exited"
            }
            if random.happens(1, in: 4) {
                scenario.say("the pause process is killed")
                node.isHeld = false
            }
            for _ in 0..<random.int(in: 0...2) {
                try await ask(.stop, core, &node, scenario, interruptedAfter: random.int(in: 0...5))
            }
            for _ in 0..<random.int(in: 0...2) {
                try await ask(.remove, core, &node, scenario, interruptedAfter: random.int(in: 0...7))
            }
            try await ask(.remove, core, &node, scenario)
            try scenario.expect("nothing is left", observed: node.rest.joined(separator: ", "), node.rest.isEmpty)
        }
    }

    /// - Parameter actions: after so many the runtime is killed; nil when it isn't.
    private static func ask(
        _ request: SandboxRequest, _ core: CoreUnderTest, _ node: inout Node, _ scenario: Scenario,
        interruptedAfter actions: Int? = nil
    ) async throws {
        let words = request.words.joined(separator: " ")
        scenario.say(actions.map { "\(words), killed after \($0) actions" } ?? words)
        guard let answer = try await core.actions(request, node.observation) else {
            try scenario.fail(expected: "\(words) → actions", observed: "\(words) → refused")
        }
        for (index, action) in answer.enumerated() where index < actions ?? .max {
            if let trouble = node.perform(action) {
                try scenario.fail(expected: "every action can be done when its turn comes", observed: trouble)
            }
        }
        if request == .stop, answer.count <= actions ?? .max { node.isStopped = true }
    }

    private struct Node {
        let hasOwnNetwork: Bool
        var (isMade, isConnected, isHeld, hasGroup, isStopped) = (false, false, false, false, false)
        var containers: [String: String] = [:]

        init(hasOwnNetwork: Bool) { self.hasOwnNetwork = hasOwnNetwork }

        var observation: SandboxObservation {
            var observation = SandboxObservation()
            observation.hasOwnNetwork = hasOwnNetwork
            observation.isHeld = isHeld
            observation.isStopped = isStopped
            observation.containers = containers.sorted { $0.key < $1.key }.map {
                SandboxContainer($0.key, .init($0.value))
            }
            return observation
        }

        var rest: [String] {
            [
                (isMade, "the network"), (isConnected, "the address"), (isHeld, "the pause process"),
                (hasGroup, "the control group"),
            ].filter(\.0).map(\.1) + containers.keys.sorted()
        }

        /// - Returns: why it can't be done. What is done already may be done again.
        mutating func perform(_ action: String) -> String? {
            let words = action.split(separator: " ").map(String.init)
            let name = words.last ?? ""
            switch words.first {
            case "makeNetwork": isMade = true
            case "connect":
                if !isMade { return "connect: there is no network yet" }
                isConnected = true
            case "startPause":
                if hasOwnNetwork, !isMade { return "startPause: there is no network to enter" }
                (isHeld, hasGroup) = (true, true)
            case "start":
                if !isHeld || containers[name] != "created" { return "\(action): it can't be started" }
                containers[name] = "running"
            case "kill": if containers[name] == "running" { containers[name] = "exited" }
            case "endPause": isHeld = false
            case "disconnect": isConnected = false
            case "removeNetwork":
                if isHeld || containers.values.contains("running") { return "removeNetwork: somebody is still in it" }
                if isConnected { return "removeNetwork: its address was not given back" }
                isMade = false
            case "remove":
                if containers[name] == "running" { return "\(action): it runs" }
                containers[name] = nil
            case "removeCgroup":
                if isHeld || !containers.isEmpty { return "removeCgroup: it is not empty" }
                hasGroup = false
            default: return "\(action): nobody knows how to do that"
            }
            return nil
        }
    }
}
