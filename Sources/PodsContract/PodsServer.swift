internal import API
public import Schema

/// The decisions for a pod's processes, asked for in JSON: one request, one answer.
///
/// ```
///   {"options": {"pod": {spec}}}                                       → {"network": "pod", …}
///   {"pause": {options}} · {"container": {options}}                    → {"net": "own", …}
///   {"root": {…}}                                                      → {"steps": [["mount", …], …]}
///   {"qos": {"pod": {spec}}}                                           → {"class": "Burstable"}
///   {"limits": {"container": {…}}}                                     → {"cpuShares": 102, …}
///   {"oom": {"container": {…}, "class": "Burstable", "memory": 1000}}  → {"score": 500}
///   {"cgroup": {"limits": {…}, "version": "v2"}}                       → {"values": [{"file": "cpu.max", …}]}
///   {"pauseSteps": {…}} · {"joining": {"pause": 42, "options": {…}}}   → {"steps": […]}
///   {"ready": {sandbox}}                                               → {"ready": true}
///   {"sandbox": {"request": ["stop"], "sandbox": {…}}}                 → {"actions": [["kill", "a"], …]}
///   {"claims": {"layers": […], "diffIDs": […]}}                        → {"claims": […]}
///   {"check": {"found": {…}, "claim": {…}}}                            → {}
///   {"layer": {"entries": […]}}                                        → {"actions": [["place", "0", "etc"], …]}
/// ```
/// What is refused is answered with `{"refused": "…"}`. So code of unknown quality can live in a process of its own.
public struct PodsServer<Core: PodsCore> {
    private let core = Core()

    public init() {}

    /// Throws when the request is none.
    public func answer(_ request: JSON) throws(DecodeError) -> JSON {
        guard let member = request.object?.members.first else {
            throw DecodeError("expected a request, got \(request.typeName)")
        }
        do {
            return try answer(member.name, member.value)
        } catch let error as DecodeError {
            throw error.under(member.name)
        } catch {
            return ["refused": .string("\(error)")]
        }
    }

    private func answer(_ request: String, _ given: JSON) throws -> JSON {
        switch request {
        case "options": core.namespaceOptions(of: try PodSpec(json: given["pod"] ?? .null)).json
        case "pause": core.namespaces(ofPause: try NamespaceOptions(json: given)).json
        case "container": core.namespaces(ofContainer: try NamespaceOptions(json: given)).json
        case "root": steps(core.rootSteps(of: try ContainerRoot(json: given)))
        case "pauseSteps": steps(core.pauseSteps(of: try PauseProcess(json: given)))
        case "joining":
            steps(
                core.joiningSteps(
                    to: try Int(json: given["pause"] ?? .null),
                    options: try NamespaceOptions(json: given["options"] ?? .null)))
        case "ready": ["ready": .bool(core.isReady(try SandboxObservation(json: given)))]
        case "sandbox": try sandbox(given)
        case "claims", "check", "layer": try layers(request, given)
        default: try resources(request, given)
        }
    }

    private func steps(_ steps: [PodStep]) -> JSON { ["steps": .array(steps.map(\.json))] }

    private func resources(_ request: String, _ given: JSON) throws -> JSON {
        switch request {
        case "qos":
            return ["class": core.qosClass(of: try PodSpec(json: given["pod"] ?? .null)).json]
        case "limits":
            return core.limits(of: try Container(json: given["container"] ?? .null)).json
        case "oom":
            let score = core.oomScoreAdjustment(
                of: try Container(json: given["container"] ?? .null),
                qosClass: try PodQOSClass(json: given["class"] ?? .null),
                nodeMemory: try Int(json: given["memory"] ?? .null))
            return ["score": .integer(Int64(score))]
        case "cgroup":
            let values = core.cgroupValues(
                of: try ResourceLimits(json: given["limits"] ?? .null),
                version: try CgroupVersion(json: given["version"] ?? .null))
            return ["values": values.json]
        default: throw DecodeError("no such request")
        }
    }

    private func sandbox(_ given: JSON) throws -> JSON {
        let actions = try core.sandboxActions(
            for: try SandboxRequest(json: given["request"] ?? .null),
            in: try SandboxObservation(json: given["sandbox"] ?? .null))
        return ["actions": .array(actions.map(\.words.json))]
    }

    private func layers(_ request: String, _ given: JSON) throws -> JSON {
        switch request {
        case "claims":
            let layers = try [LayerDescriptor](json: given["layers"] ?? .null)
            return ["claims": try core.layerClaims(layers, diffIDs: try [String](json: given["diffIDs"] ?? .null)).json]
        case "check":
            try core.check(
                try LayerClaim(json: given["found"] ?? .null), against: try LayerClaim(json: given["claim"] ?? .null))
            return [:]
        default:
            let actions = try core.layerActions(for: try [LayerEntry](json: given["entries"] ?? .null))
            return ["actions": .array(actions.map(\.words.json))]
        }
    }
}
