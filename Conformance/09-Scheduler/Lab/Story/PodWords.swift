internal import Conformance
package import API
internal import Schema

/// Pods as stories tell of them.
///
/// ```
/// pod web cpu=500m memory=1Gi app=web                         requests and labels
///   limit.cpu=2  second.cpu=1  init.cpu=2  sidecar.cpu=100m   of the container; of others
///   overhead.cpu=100m  port=80                                of the pod's sandbox; a host port
///   on=n1  priority=10  never-preempts  started=60            already placed; importance; seconds since 1970
///   tolerates=gpu  tolerates=gpu=yes:NoSchedule  tolerates=*  Exists; Equal, with an effect; everything
///   select.disk=ssd  needs=disk=ssd,nvme&cpus>4               nodeSelector; a required node affinity term
///   prefers=50*disk=ssd                                       a preferred one, with its weight
///   near=app=web@zone  apart=app=web@host,namespace=shop      required affinity and anti-affinity
///   likes=10*app=web@zone  dislikes=10*app=web@zone           preferred ones
///   spread=zone,maxSkew=2,minDomains=3,soft                   a topology spread constraint; see ``PodRules``
///   gate=quota  scheduler=other  namespace=shop
///   image=web:v1  second.image=log:v1  claim=data             what it runs; a claim that it mounts
/// ```
package struct PodWords {
    private var pod = Pod()
    private var own = Container()
    /// `second`, `init` and `sidecar`.
    private var others: [String: Container] = [:]

    package static func pod(_ name: String, _ words: some Sequence<Substring>) throws -> Pod {
        var reader = PodWords()
        reader.pod.metadata.name = name
        reader.pod.metadata.namespace = "default"
        reader.pod.spec.schedulerName = "default-scheduler"
        for word in words {
            do { try reader.take(Attribute(word)) } catch { throw StoryError(String(word), "\(error)") }
        }
        return reader.finished()
    }

    private func finished() -> Pod {
        var pod = pod
        pod.metadata.uid = "\(pod.metadata.namespace)-\(pod.metadata.name)"
        pod.spec.containers = [own] + [others["second"]].compactMap(\.self)
        for name in ["sidecar", "init"] {
            guard var container = others[name] else { continue }
            container.restartPolicy = name == "sidecar" ? .always : nil
            pod.spec.initContainers.append(container)
        }
        return pod
    }

    private mutating func take(_ attribute: Attribute) throws {
        let (key, value) = (attribute.key, attribute.value)
        let parts = key.split(separator: ".", maxSplits: 1)
        if let resource = Objects.resource(key) {
            own.resources.requests[resource] = try Quantity(value)
        } else if parts.count == 2, let resource = Objects.resource(parts[1]) {
            try take(try Quantity(value), of: resource, for: String(parts[0]))
        } else if key == "second.image" {
            others["second", default: Container()].image = value
        } else if parts.count == 2, parts[0] == "select" {
            pod.spec.nodeSelector[String(parts[1])] = value
        } else if try !takeSetting(key, value), try !PodRules.take(key, value, in: &pod) {
            pod.metadata.labels[key] = value
        }
    }

    private mutating func take(_ amount: Quantity, of resource: String, for part: String) throws {
        switch part {
        case "limit": own.resources.limits[resource] = amount
        case "overhead": pod.spec.overhead[resource] = amount
        case "second", "init", "sidecar":
            others[part, default: Container()].resources.requests[resource] = amount
        default: throw StoryError(part, "no such container")
        }
    }

    /// - Returns: false when the word is none of these.
    private mutating func takeSetting(_ key: String, _ value: String) throws -> Bool {
        switch key {
        case "on": pod.spec.nodeName = value
        case "priority": pod.spec.priority = Int(value)
        case "never-preempts": pod.spec.preemptionPolicy = .never
        case "started": pod.status.startTime = Time(seconds: Int(value) ?? 0)
        case "scheduler": pod.spec.schedulerName = value
        case "namespace": pod.metadata.namespace = value
        case "image": own.image = value
        case "claim":
            var volume = Volume()
            volume.name = value
            volume.source.persistentVolumeClaim = PersistentVolumeClaimVolumeSource()
            volume.source.persistentVolumeClaim?.claimName = value
            pod.spec.volumes.append(volume)
        case "port":
            var port = ContainerPort()
            (port.hostPort, port.containerPort) = (Int(value) ?? 0, Int(value) ?? 0)
            own.ports.append(port)
        case "gate":
            var gate = PodSchedulingGate()
            gate.name = value
            pod.spec.schedulingGates.append(gate)
        default: return false
        }
        return true
    }
}
