/// The name of an image, with everything filled in that people leave out.
///
/// ```
/// busybox                      docker.io/library/busybox:latest
/// ghcr.io/team/web:1.2         ghcr.io/team/web:1.2
/// localhost:5000/web@sha256:…  localhost:5000/web@sha256:…
/// ```
/// Source: github.com/distribution/reference. What stands before the first slash is a registry only when it has a dot
/// or colon, or is `localhost`.
package struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    package var registry: String
    package var repository: String
    /// Empty when there is a digest and no tag.
    package var tag: String
    /// `sha256:…`, or empty.
    package var digest: String

    package init(parsing text: String) throws(InvalidImageName) {
        var rest = Substring(text)
        digest = ""
        tag = ""
        if let at = rest.firstIndex(of: "@") {
            digest = String(rest[at...].dropFirst())
            rest = rest[..<at]
            guard Self.isDigest(digest) else { throw InvalidImageName(text) }
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            tag = String(rest[colon...].dropFirst())
            rest = rest[..<colon]
            guard Self.isTag(tag) else { throw InvalidImageName(text) }
        }
        if tag.isEmpty && digest.isEmpty { tag = "latest" }
        (registry, repository) = Self.split(rest)
        guard Self.isRepository(repository), text.utf8.count <= 512 else { throw InvalidImageName(text) }
    }

    package var description: String {
        name + (tag.isEmpty ? "" : ":\(tag)") + (digest.isEmpty ? "" : "@\(digest)")
    }

    /// Registry and repository.
    package var name: String { "\(registry)/\(repository)" }

    /// The repository's last part: `busybox`.
    package var shortName: String { String(repository.split(separator: "/").last ?? "") }

    private static func split(_ name: Substring) -> (String, String) {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let first = parts.first ?? ""
        if parts.count == 2, first == "localhost" || first.contains(".") || first.contains(":") {
            let registry = first == "index.docker.io" ? "docker.io" : String(first)
            let isOfficial = registry == "docker.io" && !parts[1].contains("/")
            return (registry, isOfficial ? "library/\(parts[1])" : String(parts[1]))
        }
        return ("docker.io", parts.count == 1 ? "library/\(name)" : String(name))
    }

    private static func isRepository(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, let last = part.utf8.last, isLetter(first), isLetter(last) else {
                return false
            }
            return part.utf8.allSatisfy { isLetter($0) || "._-".utf8.contains($0) }
        }
    }

    private static func isTag(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128, !".-".utf8.contains(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || 65...90 ~= $0 || "._-".utf8.contains($0) }
    }

    static func isDigest(_ text: String) -> Bool {
        text.hasPrefix("sha256:") && text.utf8.count == 71
            && text.utf8.dropFirst(7).allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 97...122 ~= byte || 48...57 ~= byte }
}

package struct InvalidImageName: Error, Hashable, CustomStringConvertible {
    package let name: String
    package init(_ name: String) { self.name = name }
    package var description: String { "couldn't parse image name \"\(name)\": invalid reference format" }
}
