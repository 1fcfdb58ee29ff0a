package import API
package import PodsContract

/// The rules of this module, put together as the contract wants them: what suites and labs see, and what the kubelet, the
/// container runtime and the image store use.
package struct DefaultPodsCore: PodsCore {
    package init() {}

    package func namespaceOptions(of pod: PodSpec) -> NamespaceOptions { NamespacePlan.options(of: pod) }
    package func namespaces(ofPause options: NamespaceOptions) -> ProcessNamespaces { NamespacePlan.ofPause(options) }
    package func namespaces(ofContainer options: NamespaceOptions) -> ProcessNamespaces {
        NamespacePlan.ofContainer(options)
    }

    package func rootSteps(of root: ContainerRoot) -> [PodStep] { RootSteps.steps(root) }

    package func qosClass(of pod: PodSpec) -> PodQOSClass { pod.qosClass }
    package func limits(of container: Container) -> ResourceLimits { ResourceLimits(of: container) }
    package func oomScoreAdjustment(of container: Container, qosClass: PodQOSClass, nodeMemory: Int) -> Int {
        OOMScore.adjustment(container, qosClass, nodeMemory: nodeMemory)
    }
    package func cgroupValues(of limits: ResourceLimits, version: CgroupVersion) -> [CgroupValue] {
        CgroupValues.values(limits, version)
    }

    package func pauseSteps(of pause: PauseProcess) -> [PodStep] { PauseSteps.steps(pause) }
    package func joiningSteps(to pause: Int, options: NamespaceOptions) -> [PodStep] {
        PauseSteps.joining(pause, options)
    }
    package func isReady(_ sandbox: SandboxObservation) -> Bool { SandboxActions.isReady(sandbox) }
    package func sandboxActions(
        for request: SandboxRequest, in sandbox: SandboxObservation
    ) throws(Refusal) -> [SandboxAction] {
        try SandboxActions.actions(for: request, in: sandbox)
    }

    package func layerClaims(_ layers: [LayerDescriptor], diffIDs: [String]) throws(Refusal) -> [LayerClaim] {
        try LayerClaims.claims(layers, diffIDs)
    }
    package func check(_ found: LayerClaim, against claim: LayerClaim) throws(Refusal) {
        try LayerClaims.check(found, claim)
    }
    package func layerActions(for entries: [LayerEntry]) throws(Refusal) -> [LayerAction] {
        try LayerActions.actions(for: entries)
    }
}
