import API
import Client
import CRI
import Kubelet
import Linux
import Schema
import Synchronization

/// Makes the folders that a pod's volumes are, and says where a container sees them.
///
/// | volume | on the node |
/// |---|---|
/// | emptyDir | a folder of the pod's |
/// | hostPath | the path itself |
/// | configMap, secret, downwardAPI, projected | files in a folder of the pod's, replaced all at once |
struct VolumeMounter: Sendable {
    let client: ClusterClient
    let settings: KubeletSettings
    let objects: ReferencedObjects
    let tokens: TokenStore

    struct Unsupported: Error, CustomStringConvertible {
        let description: String
    }

    func mounts(
        _ container: API.Container, of pod: Pod, fields: PodFields, environment: Environment, attempt: Int
    ) async throws -> [Mount] {
        var mounts = [try hostsFile(pod, fields)]
        for mount in container.volumeMounts {
            guard let volume = pod.spec.volumes.first(where: { $0.name == mount.name }) else {
                throw Unsupported(description: "volume \"\(mount.name)\" is not declared in the pod")
            }
            let folder = try await prepare(volume, of: pod, fields: fields)
            mounts.append(try self.mount(mount, folder, environment))
        }
        mounts.append(try terminationLog(container, attempt: attempt, pod))
        return mounts
    }

    private func mount(_ mount: VolumeMount, _ folder: String, _ environment: Environment) throws -> Mount {
        var path = folder
        let subPath = mount.subPathExpr.isEmpty ? mount.subPath : environment.expand(mount.subPathExpr)
        if !subPath.isEmpty {
            guard !subPath.hasPrefix("/"), !subPath.split(separator: "/").contains("..") else {
                throw Unsupported(description: "subPath \"\(subPath)\" leads out of the volume")
            }
            path += "/\(subPath)"
            if !fileExists(path) { try makeFolder(path) }
        }
        var result = Mount()
        result.containerPath = mount.mountPath
        result.hostPath = path
        result.readonly = mount.readOnly
        return result
    }

    // MARK: Volumes

    /// Makes a volume, or brings it up to date; returns its folder.
    func prepare(_ volume: Volume, of pod: Pod, fields: PodFields) async throws -> String {
        if let host = volume.source.hostPath { return try hostPath(host) }
        let folder = "\(settings.podFolder(pod.metadata.uid))/volumes/\(volume.name)"
        if volume.source.emptyDir != nil {
            try makeFolder(folder)
            try VolumeOwner(pod).share(folder)
            return folder
        }
        let sources = VolumeFiles.Sources(
            configMap: { objects.configMap(pod.metadata.namespace, $0) },
            secret: { objects.secret(pod.metadata.namespace, $0) },
            tokens: try await tokens.tokens(of: volume, for: pod), fields: fields)
        guard let files = try VolumeFiles(volume.source, sources) else {
            throw Unsupported(description: "volume \"\(volume.name)\" is of a kind that isn't supported yet")
        }
        try AtomicFolder(folder, owner: VolumeOwner(pod)).write(files)
        return folder
    }

    private func hostPath(_ source: HostPathVolumeSource) throws -> String {
        switch source.type ?? "" {
        case "DirectoryOrCreate": try makeFolder(source.path)
        case "FileOrCreate" where !fileExists(source.path): try writeFile(source.path, [])
        case "Directory", "File", "Socket", "CharDevice", "BlockDevice":
            guard fileExists(source.path) else {
                throw Unsupported(description: "hostPath type check failed: \(source.path) is not there")
            }
        default: break
        }
        return source.path
    }

    /// Brings the volumes of a running pod up to date with the objects that they are made of.
    func refresh(_ pod: Pod, fields: PodFields) async throws {
        for volume in pod.spec.volumes where volume.source.isMadeOfObjects {
            _ = try await prepare(volume, of: pod, fields: fields)
        }
    }

    // MARK: Files that every container gets

    /// `/etc/hosts`: the pod's own name, and the aliases it asks for.
    private func hostsFile(_ pod: Pod, _ fields: PodFields) throws -> Mount {
        let folder = settings.podFolder(pod.metadata.uid)
        try makeFolder(folder)
        var lines = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"]
        let hostname = pod.spec.hostname.isEmpty ? pod.metadata.name : pod.spec.hostname
        let address = fields.field("status.podIP") ?? ""
        if !address.isEmpty { lines.append("\(address)\t\(hostname)") }
        lines += pod.spec.hostAliases.map { "\($0.ip)\t\($0.hostnames.joined(separator: "\t"))" }
        try writeFile("\(folder)/etc-hosts", Array((lines.joined(separator: "\n") + "\n").utf8))
        var mount = Mount()
        mount.containerPath = "/etc/hosts"
        mount.hostPath = "\(folder)/etc-hosts"
        return mount
    }

    /// Where a container may leave its last words.
    private func terminationLog(_ container: API.Container, attempt: Int, _ pod: Pod) throws -> Mount {
        let words = LastWords(settings)
        let path = words.path(pod, container: container.name, attempt: attempt)
        try makeFolder(words.folder(pod, container: container.name))
        try writeFile(path, [])
        try setMode(path, 0o666)
        var mount = Mount()
        mount.containerPath =
            container.terminationMessagePath.isEmpty ? "/dev/termination-log" : container.terminationMessagePath
        mount.hostPath = path
        return mount
    }

    func removeFolders(of uid: String) throws { try removeTree(settings.podFolder(uid)) }
}

extension VolumeSource {
    /// Its files follow what the API server says.
    var isMadeOfObjects: Bool { configMap != nil || secret != nil || downwardAPI != nil || projected != nil }
}
