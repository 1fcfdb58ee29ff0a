import API
import CRI
import ClusterDNS
import ClusterDNSContract
import Kubelet
import KubeletContract
import Linux
import Pods
import PodsContract
import Schema

/// Makes sandboxes and containers: turns a pod's spec into what the runtime understands.
struct ContainerStarter: Sendable {
    let runtime: RuntimeClient
    let settings: KubeletSettings
    let objects: ReferencedObjects
    let volumes: VolumeMounter

    // MARK: Sandbox

    func createSandbox(_ pod: Pod, attempt: Int) async throws(StartError) {
        do {
            try makeFolder(settings.podLogFolder(pod))
            var request = RunPodSandboxRequest()
            request.config = sandboxConfig(pod, attempt: attempt)
            _ = try await runtime.runPodSandbox(request)
        } catch {
            throw StartError("FailedCreatePodSandBox", "\(error)")
        }
    }

    func sandboxConfig(_ pod: Pod, attempt: Int) -> PodSandboxConfig {
        var config = PodSandboxConfig()
        config.metadata.name = pod.metadata.name
        config.metadata.namespace = pod.metadata.namespace
        config.metadata.uid = pod.metadata.uid
        config.metadata.attempt = attempt
        config.hostname =
            pod.spec.hostNetwork
            ? "" : String((pod.spec.hostname.isEmpty ? pod.metadata.name : pod.spec.hostname).prefix(63))
        config.logDirectory = settings.podLogFolder(pod)
        config.labels = labels(pod)
        config.dnsConfig = resolver(pod)
        config.portMappings = pod.spec.containers.flatMap(\.ports).filter { $0.hostPort > 0 && !pod.spec.hostNetwork }
            .map(mapping)
        var linux = LinuxPodSandboxConfig()
        linux.cgroupParent = "\(settings.cgroupRoot)/kubepods/pod\(pod.metadata.uid)"
        var security = LinuxSandboxSecurityContext()
        security.namespaceOptions = namespaces(pod)
        linux.securityContext = security
        config.linux = linux
        return config
    }

    private func labels(_ pod: Pod) -> [String: String] {
        [PodLabel.name: pod.metadata.name, PodLabel.namespace: pod.metadata.namespace, PodLabel.uid: pod.metadata.uid]
    }

    /// Of a resolv.conf of the node nothing is taken over: the nodes here have none of their own.
    private func resolver(_ pod: Pod) -> DNSConfig {
        let resolver = Resolver(
            pod, clusterServers: settings.clusterDNS, domain: DomainName(settings.clusterDomain))
        var config = DNSConfig()
        config.servers = resolver.servers
        config.searches = resolver.searches
        config.options = resolver.options
        return config
    }

    private func mapping(_ port: ContainerPort) -> PortMapping {
        var mapping = PortMapping()
        mapping.containerPort = port.containerPort
        mapping.hostPort = port.hostPort
        mapping.hostIP = port.hostIP
        mapping.protocol = port.protocol == .udp ? .udp : .tcp
        return mapping
    }

    private func namespaces(_ pod: Pod) -> NamespaceOption {
        let options = DefaultPodsCore().namespaceOptions(of: pod.spec)
        var option = NamespaceOption()
        option.network = CRI.NamespaceMode(options.network)
        option.pid = CRI.NamespaceMode(options.process)
        option.ipc = CRI.NamespaceMode(options.ipc)
        return option
    }

    // MARK: Container

    /// - Returns: the new container's id.
    func start(
        _ container: API.Container, attempt: Int, of pod: Pod, sandbox: PodObservation.Sandbox
    ) async throws(StartError) {
        let image = try await image(for: container)
        let config = try await config(container, attempt: attempt, of: pod, sandbox: sandbox, image: image)
        var create = CreateContainerRequest()
        create.podSandboxID = sandbox.id
        create.config = config
        create.sandboxConfig = sandboxConfig(pod, attempt: sandbox.attempt)
        let id: String
        do {
            id = try await runtime.createContainer(create).containerID
        } catch {
            throw StartError("CreateContainerError", "\(error)")
        }
        do {
            var start = StartContainerRequest()
            start.containerID = id
            _ = try await runtime.startContainer(start)
        } catch {
            throw StartError("RunContainerError", "\(error)")
        }
    }

    /// Makes sure that the image is there, as the pull policy asks.
    private func image(for container: API.Container) async throws(StartError) -> String {
        var spec = ImageSpec()
        spec.image = container.image
        spec.userSpecifiedImage = container.image
        do {
            var status = ImageStatusRequest()
            status.image = spec
            let present = try await runtime.imageStatus(status).image
            if let present, container.imagePullPolicy != .always { return present.id }
            if container.imagePullPolicy == .never {
                throw StartError(
                    "ErrImageNeverPull",
                    "Container image \"\(container.image)\" is not present with pull policy of Never")
            }
            var pull = PullImageRequest()
            pull.image = spec
            return try await runtime.pullImage(pull).imageRef
        } catch let error as StartError {
            throw error
        } catch {
            throw StartError("ErrImagePull", "\(error)")
        }
    }

    private func config(
        _ container: API.Container, attempt: Int, of pod: Pod, sandbox: PodObservation.Sandbox, image: String
    ) async throws(StartError) -> ContainerConfig {
        let fields = fields(pod, sandbox)
        var config = ContainerConfig()
        do {
            let environment = try Environment(
                container, of: pod, fields: fields, objects.environment(namespace: pod.metadata.namespace))
            config.envs = environment.variables.map { variable in
                var entry = CRI.KeyValue()
                entry.key = variable.name
                entry.value = variable.value
                return entry
            }
            config.command = container.command.map(environment.expand)
            config.args = container.args.map(environment.expand)
            config.mounts = try await volumes.mounts(
                container, of: pod, fields: fields, environment: environment, attempt: attempt)
        } catch {
            throw StartError("CreateContainerConfigError", "\(error)")
        }
        config.metadata.name = container.name
        config.metadata.attempt = attempt
        config.image.image = image
        config.image.userSpecifiedImage = container.image
        config.workingDir = container.workingDir
        config.labels = labels(pod).merging([PodLabel.container: container.name]) { first, _ in first }
        config.logPath = KubeletSettings.logPath(container: container.name, attempt: attempt)
        config.stdin = container.stdin
        config.stdinOnce = container.stdinOnce
        config.tty = container.tty
        config.linux = try linux(container, pod)
        return config
    }

    /// What a container may learn about its pod.
    func fields(_ pod: Pod, _ sandbox: PodObservation.Sandbox) -> PodFields {
        PodFields(
            pod, podAddress: pod.spec.hostNetwork ? settings.nodeAddress : sandbox.address,
            hostAddress: settings.nodeAddress, allocatable: settings.capacity)
    }

    private func linux(_ container: API.Container, _ pod: Pod) throws(StartError) -> LinuxContainerConfig {
        let rules = DefaultPodsCore()
        let limits = rules.limits(of: container)
        // In this interface 0 is no limit.
        var resources = LinuxContainerResources()
        resources.cpuPeriod = limits.cpuPeriod ?? 0
        resources.cpuQuota = limits.cpuQuota ?? 0
        resources.cpuShares = limits.cpuShares ?? 0
        resources.memoryLimitInBytes = limits.memory ?? 0
        resources.oomScoreAdj = rules.oomScoreAdjustment(
            of: container, qosClass: rules.qosClass(of: pod.spec),
            nodeMemory: settings.capacity["memory"]?.value ?? 0)
        var linux = LinuxContainerConfig()
        linux.resources = resources
        linux.securityContext = try security(container, pod)
        return linux
    }

    /// What stands at the container wins over what stands at the pod.
    private func security(_ container: API.Container, _ pod: Pod) throws(StartError) -> LinuxContainerSecurityContext {
        let own = container.securityContext
        let shared = pod.spec.securityContext
        var context = LinuxContainerSecurityContext()
        context.privileged = own?.privileged ?? false
        context.runAsUser = (own?.runAsUser ?? shared?.runAsUser).map(Self.number)
        context.runAsGroup = (own?.runAsGroup ?? shared?.runAsGroup).map(Self.number)
        context.supplementalGroups = (shared?.supplementalGroups ?? []) + [shared?.fsGroup].compactMap(\.self)
        context.readonlyRootfs = own?.readOnlyRootFilesystem ?? false
        context.noNewPrivs = own?.allowPrivilegeEscalation == false
        context.namespaceOptions = namespaces(pod)
        if let capabilities = own?.capabilities {
            var capability = Capability()
            capability.addCapabilities = capabilities.add
            capability.dropCapabilities = capabilities.drop
            context.capabilities = capability
        }
        if (own?.seccompProfile ?? shared?.seccompProfile)?.type == "Unconfined" {
            var profile = SecurityProfile()
            profile.profileType = .unconfined
            context.seccomp = profile
        }
        if own?.runAsNonRoot ?? shared?.runAsNonRoot == true, context.runAsUser?.value ?? 0 == 0 {
            throw StartError("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")
        }
        return context
    }

    private static func number(_ value: Int) -> Int64Value {
        var number = Int64Value()
        number.value = value
        return number
    }
}

extension CRI.NamespaceMode {
    fileprivate init(_ mode: PodsContract.NamespaceMode) {
        self =
            switch mode {
            case .node: .node
            case .container: .container
            case .target: .target
            default: .pod
            }
    }
}

/// Why a container or a sandbox couldn't be made, in Kubernetes' words.
struct StartError: Error, CustomStringConvertible {
    let reason: String
    let message: String

    init(_ reason: String, _ message: String) {
        self.reason = reason
        self.message = message
    }

    var description: String { "\(reason): \(message)" }
}
