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
        _ container: API.Container, of pod: Pod, fields: PodFields, environment: Environment
    ) async throws -> [Mount] {
        var mounts = [try hostsFile(pod, fields)]
        for mount in container.volumeMounts {
            guard let volume = pod.spec.volumes.first(where: { $0.name == mount.name }) else {
                throw Unsupported(description: "volume \"\(mount.name)\" is not declared in the pod")
            }
            let folder = try await prepare(volume, of: pod, fields: fields)
            mounts.append(try self.mount(mount, folder, environment))
        }
        mounts.append(try terminationLog(container, pod))
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
            try setMode(folder, 0o777)
            return folder
        }
        let sources = VolumeFiles.Sources(
            configMap: { objects.configMap(pod.metadata.namespace, $0) },
            secret: { objects.secret(pod.metadata.namespace, $0) },
            tokens: try await tokens.tokens(of: volume, for: pod), fields: fields)
        guard let files = try VolumeFiles(volume.source, sources) else {
            throw Unsupported(description: "volume \"\(volume.name)\" is of a kind that isn't supported yet")
        }
        try AtomicFolder(folder).write(files)
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
    private func terminationLog(_ container: API.Container, _ pod: Pod) throws -> Mount {
        let folder = "\(settings.podFolder(pod.metadata.uid))/containers/\(container.name)"
        try makeFolder(folder)
        try writeFile("\(folder)/termination-log", [])
        try setMode("\(folder)/termination-log", 0o666)
        var mount = Mount()
        mount.containerPath = container.terminationMessagePath.isEmpty ? "/dev/termination-log" : container.terminationMessagePath
        mount.hostPath = "\(folder)/termination-log"
        return mount
    }

    func removeFolders(of uid: String) throws { try removeTree(settings.podFolder(uid)) }
}

/// A folder whose files change all at once: a container sees the old ones or the new ones, never a mixture.
///
/// ```
/// volume/ca.crt ─▶ ..data/ca.crt      ..data ─▶ ..0001/       (a link, replaced by rename)
/// ```
/// The same layout as Kubernetes', so programs that watch `..data` work.
struct AtomicFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    func write(_ files: VolumeFiles) throws {
        try makeFolder(path)
        let link = readLink("\(path)/..data")
        let current = link.isEmpty ? nil : link
        if let current, matches(files, in: "\(path)/\(current)") { return }
        let number = (current.flatMap { Int($0.dropFirst(2)) } ?? 0) + 1
        let next = "..\(number)"
        try? removeTree("\(path)/\(next)")  // What an interrupted write left; usually there is nothing.
        for (name, file) in files.files.sorted(by: { $0.key < $1.key }) {
            let target = "\(path)/\(next)/\(name)"
            try makeFolder(String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)]))
            try writeFile(target, file.content)
            try setMode(target, UInt32(file.mode))
        }
        if files.files.isEmpty { try makeFolder("\(path)/\(next)") }
        try replaceLink("\(path)/..data", to: next)
        for name in Set(files.files.keys.map { String($0.prefix { $0 != "/" }) }).sorted() where !fileExists("\(path)/\(name)") {
            try replaceLink("\(path)/\(name)", to: "..data/\(name)")
        }
        if let current { try removeTree("\(path)/\(current)") }
    }

    private func matches(_ files: VolumeFiles, in folder: String) -> Bool {
        files.files.allSatisfy { name, file in (try? readFile("\(folder)/\(name)")) == file.content }
    }

    /// A link is made under another name and renamed: there is no moment without one.
    private func replaceLink(_ link: String, to target: String) throws {
        try? removeFile("\(link).new")  // What an interrupted write left.
        try makeLink("\(link).new", to: target)
        try renameFile("\(link).new", to: link)
    }
}
