internal import API
internal import Conformance
internal import Schema

/// How stories tell of a pod and its probes.
///
/// ```
/// pod a b init=i,s:sidecar policy=OnFailure grace=10    two containers; an init container, then a sidecar
/// probe a liveness delay=5 period=10 failures=3 successes=1 grace=2
/// gate example.com/lamp                                 a readiness gate
/// ```
/// Without other words a pod's policy is Always and its grace period 30; a probe is asked every 10 seconds from the start,
/// fails with the third no in a row, and succeeds with the first yes.
enum PodWords {
    static func pod(_ words: ArraySlice<String>, _ line: String) throws -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = ("web", "default", "u1")
        pod.spec.nodeName = "n1"
        pod.spec.restartPolicy = .always
        pod.spec.terminationGracePeriodSeconds = 30
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "init": pod.spec.initContainers = word.value.split(separator: ",").map(initContainer)
            case "policy": pod.spec.restartPolicy = RestartPolicy(word.value)
            case "grace": pod.spec.terminationGracePeriodSeconds = Int(word.value)
            case "ended": pod.status.phase = PodPhase(word.value)
            default: pod.spec.containers.append(container(word.key))
            }
        }
        if pod.spec.containers.isEmpty { throw StoryError(line, "a pod has containers") }
        return pod
    }

    private static func container(_ name: some StringProtocol) -> Container {
        var container = Container()
        (container.name, container.image) = (String(name), "busybox")
        return container
    }

    private static func initContainer(_ text: Substring) -> Container {
        let parts = text.split(separator: ":")
        var container = container(parts[0])
        if parts.count > 1 { container.restartPolicy = .always }
        return container
    }

    static func addProbe(_ words: ArraySlice<String>, to pod: inout Pod, _ line: String) throws {
        let words = Array(words)
        guard words.count >= 2 else { throw StoryError(line, "a probe has a container and a purpose") }
        var probe = Probe()
        (probe.periodSeconds, probe.failureThreshold, probe.successThreshold) = (10, 3, 1)
        for word in words.dropFirst(2).map({ Attribute($0) }) {
            switch word.key {
            case "delay": probe.initialDelaySeconds = Int(word.value) ?? 0
            case "period": probe.periodSeconds = Int(word.value) ?? 0
            case "failures": probe.failureThreshold = Int(word.value) ?? 0
            case "successes": probe.successThreshold = Int(word.value) ?? 0
            case "grace": probe.terminationGracePeriodSeconds = Int(word.value)
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        pod.change(words[0]) { container in
            switch words[1] {
            case "startup": container.startupProbe = probe
            case "liveness": container.livenessProbe = probe
            default: container.readinessProbe = probe
            }
        }
    }
}

extension Pod {
    var allContainers: [Container] { spec.initContainers + spec.containers }

    mutating func change(_ name: String, _ body: (inout Container) -> Void) {
        for index in spec.initContainers.indices where spec.initContainers[index].name == name {
            body(&spec.initContainers[index])
        }
        for index in spec.containers.indices where spec.containers[index].name == name { body(&spec.containers[index]) }
    }
}
