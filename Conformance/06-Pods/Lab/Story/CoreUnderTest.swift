internal import API
internal import Conformance
internal import PodsContract
internal import Schema

/// What is examined, in its worker process: the calls of `PodsCore`, in JSON. What is refused is nil.
struct CoreUnderTest: Sendable {
    private let worker: CodeUnderTest

    init(_ worker: CodeUnderTest) { self.worker = worker }

    private func ask(_ call: String, _ request: String, _ given: JSON) async throws -> JSON {
        try await worker.call(call, .object(JSONObject([JSONObject.Member(request, given)])))
    }

    // MARK: Namespaces

    func options(_ pod: PodSpec) async throws -> NamespaceOptions {
        try NamespaceOptions(json: await ask("namespaceOptions(of:)", "options", ["pod": pod.json]))
    }

    func namespaces(ofPause options: NamespaceOptions) async throws -> ProcessNamespaces {
        try ProcessNamespaces(json: await ask("namespaces(ofPause:)", "pause", options.json))
    }

    func namespaces(ofContainer options: NamespaceOptions) async throws -> ProcessNamespaces {
        try ProcessNamespaces(json: await ask("namespaces(ofContainer:)", "container", options.json))
    }

    // MARK: Steps

    func rootSteps(_ root: ContainerRoot) async throws -> [PodStep] {
        try steps(await ask("rootSteps(of:)", "root", root.json))
    }

    func pauseSteps(_ pause: PauseProcess) async throws -> [PodStep] {
        try steps(await ask("pauseSteps(of:)", "pauseSteps", pause.json))
    }

    func joiningSteps(_ pause: Int, _ options: NamespaceOptions) async throws -> [PodStep] {
        let request: JSON = ["pause": pause.json, "options": options.json]
        return try steps(await ask("joiningSteps(to:options:)", "joining", request))
    }

    private func steps(_ answer: JSON) throws -> [PodStep] { try (answer["steps"]?.array ?? []).map(PodStep.init) }

    // MARK: Resources

    func qosClass(_ pod: PodSpec) async throws -> PodQOSClass {
        try PodQOSClass(json: await ask("qosClass(of:)", "qos", ["pod": pod.json])["class"] ?? .null)
    }

    func limits(_ container: Container) async throws -> ResourceLimits {
        try ResourceLimits(json: await ask("limits(of:)", "limits", ["container": container.json]))
    }

    func oomScore(_ container: Container, _ qosClass: PodQOSClass, memory: Int) async throws -> Int {
        let request: JSON = ["container": container.json, "class": qosClass.json, "memory": memory.json]
        let answer = try await ask("oomScoreAdjustment(of:qosClass:nodeMemory:)", "oom", request)
        return try Int(json: answer["score"] ?? .null)
    }

    func values(_ limits: ResourceLimits, _ version: CgroupVersion) async throws -> [CgroupValue] {
        let request: JSON = ["limits": limits.json, "version": version.json]
        return try [CgroupValue](json: await ask("cgroupValues(of:version:)", "cgroup", request)["values"] ?? .null)
    }

    // MARK: Sandbox

    func isReady(_ sandbox: SandboxObservation) async throws -> Bool {
        try await ask("isReady(_:)", "ready", sandbox.json)["ready"]?.bool ?? false
    }

    func actions(_ request: SandboxRequest, _ sandbox: SandboxObservation) async throws -> [String]? {
        let given: JSON = ["request": request.words.json, "sandbox": sandbox.json]
        let answer = try await ask("sandboxActions(for:in:)", "sandbox", given)
        if answer["refused"] != nil { return nil }
        return try (answer["actions"]?.array ?? []).map { try [String](json: $0).joined(separator: " ") }
    }

    // MARK: Layers

    func claims(_ layers: [LayerDescriptor], _ diffIDs: [String]) async throws -> [LayerClaim]? {
        let given: JSON = ["layers": layers.json, "diffIDs": diffIDs.json]
        let answer = try await ask("layerClaims(_:diffIDs:)", "claims", given)
        return answer["refused"] == nil ? try [LayerClaim](json: answer["claims"] ?? .null) : nil
    }

    func accepts(_ found: LayerClaim, _ claim: LayerClaim) async throws -> Bool {
        let given: JSON = ["found": found.json, "claim": claim.json]
        return try await ask("check(_:against:)", "check", given)["refused"] == nil
    }

    func actions(_ entries: [LayerEntry]) async throws -> [LayerAction]? {
        let answer = try await ask("layerActions(for:)", "layer", ["entries": entries.json])
        if answer["refused"] != nil { return nil }
        return try (answer["actions"]?.array ?? []).map(LayerAction.init)
    }
}
