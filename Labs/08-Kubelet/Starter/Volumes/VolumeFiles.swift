package import API
import Schema

/// The files of a volume that is made of objects: ConfigMap, Secret, downward API, and all of them projected into one.
package struct VolumeFiles: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        package var content: [UInt8]
        package var mode: Int
    }

    /// By path below the volume.
    package private(set) var files: [String: File] = [:]

    /// What a volume may be made of.
    package struct Sources: Sendable {
        package var configMap: @Sendable (_ name: String) -> ConfigMap?
        package var secret: @Sendable (_ name: String) -> Secret?
        /// The tokens of the projected volume, by path; asked for beforehand.
        package var tokens: [String: String]
        package var fields: PodFields

        package init(
            configMap: @escaping @Sendable (String) -> ConfigMap?, secret: @escaping @Sendable (String) -> Secret?,
            tokens: [String: String], fields: PodFields
        ) {
            self.configMap = configMap
            self.secret = secret
            self.tokens = tokens
            self.fields = fields
        }
    }

    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Returns: nil for a volume that isn't made of objects.
    package init?(_ volume: VolumeSource, _ sources: Sources) throws(Missing) {
        if let map = volume.configMap {
            try add(configMap: map.name, map.items, map.defaultMode, map.optional, sources)
        } else if let secret = volume.secret {
            try add(secret: secret.secretName, secret.items, secret.defaultMode, secret.optional, sources)
        } else if let fields = volume.downwardAPI {
            try add(fields.items, fields.defaultMode, sources)
        } else if let projected = volume.projected {
            for source in projected.sources { try add(source, projected.defaultMode, sources) }
        } else {
            return nil
        }
    }

    private mutating func add(_ source: VolumeProjection, _ mode: Int?, _ sources: Sources) throws(Missing) {
        if let map = source.configMap { try add(configMap: map.name, map.items, mode, map.optional, sources) }
        if let secret = source.secret { try add(secret: secret.name, secret.items, mode, secret.optional, sources) }
        if let fields = source.downwardAPI { try add(fields.items, mode, sources) }
        if let token = source.serviceAccountToken {
            guard let text = sources.tokens[token.path] else {
                throw Missing(description: "no token for \(token.path)")
            }
            try put(token.path, Array(text.utf8), mode)
        }
    }

    private mutating func add(
        configMap name: String, _ items: [KeyToPath], _ mode: Int?, _ optional: Bool?, _ sources: Sources
    ) throws(Missing) {
        guard let map = sources.configMap(name) else {
            if optional == true { return }
            throw Missing(description: "configmap \"\(name)\" not found")
        }
        let entries = map.data.mapValues { Array($0.utf8) }.merging(map.binaryData.mapValues(\.bytes)) { text, _ in text
        }
        try add(entries, items, mode, optional, of: "configmap \"\(name)\"")
    }

    private mutating func add(
        secret name: String, _ items: [KeyToPath], _ mode: Int?, _ optional: Bool?, _ sources: Sources
    ) throws(Missing) {
        guard let secret = sources.secret(name) else {
            if optional == true { return }
            throw Missing(description: "secret \"\(name)\" not found")
        }
        try add(secret.data.mapValues(\.bytes), items, mode, optional, of: "secret \"\(name)\"")
    }

    /// All entries under their keys, or the chosen ones under the chosen paths.
    private mutating func add(
        _ entries: [String: [UInt8]], _ items: [KeyToPath], _ mode: Int?, _ optional: Bool?, of source: String
    ) throws(Missing) {
        guard !items.isEmpty else {
            for (key, content) in entries { try put(key, content, mode) }
            return
        }
        for item in items {
            guard let content = entries[item.key] else {
                if optional == true { continue }
                throw Missing(description: "\(source) references non-existent key: \(item.key)")
            }
            try put(item.path, content, item.mode ?? mode)
        }
    }

    private mutating func add(_ items: [DownwardAPIVolumeFile], _ mode: Int?, _ sources: Sources) throws(Missing) {
        for item in items {
            let text =
                item.fieldRef.flatMap { sources.fields.field($0.fieldPath) }
                ?? item.resourceFieldRef.flatMap { sources.fields.resource($0, container: $0.containerName) }
            guard let text else { throw Missing(description: "downward API file \(item.path) has no known field") }
            try put(item.path, Array(text.utf8), item.mode ?? mode)
        }
    }

    /// A path must stay below the volume.
    private mutating func put(_ path: String, _ content: [UInt8], _ mode: Int?) throws(Missing) {
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, !path.hasPrefix("/"), !steps.contains("..") else {
            throw Missing(description: "illegal path \"\(path)\" in a volume")
        }
        files[path] = File(content: content, mode: mode ?? 0o644)
    }
}
