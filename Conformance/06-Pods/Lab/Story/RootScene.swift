internal import Conformance
internal import PodsContract

/// What a container's root is made of, as stories tell it:
///
/// ```
/// root /base /app [read-only] [privileged] [copied] [no-devices] [in=/work]   # layers, the lowest first
/// mount /volumes/data at=/data [read-only] [alone]
/// masked /proc/kcore
/// forbidden /proc/sys
/// link /data=/etc                  # in the image
/// ```
struct RootScene {
    var root = ContainerRoot()
    /// In the image: where they lead.
    var links: [String: String] = [:]

    init() { root.folder = "/c" }

    mutating func tell(_ words: [String], _ line: String) throws {
        let rest = words.dropFirst()
        let plain = rest.filter { $0.hasPrefix("/") }.map(\.self)
        let attributes = rest.map { Attribute($0) }
        switch words.first {
        case "root":
            root.layers = plain
            root.isReadOnly = rest.contains("read-only")
            root.isPrivileged = rest.contains("privileged")
            root.hasOverlay = !rest.contains("copied")
            root.hasDevices = !rest.contains("no-devices")
            root.workingFolder = attributes.first { $0.key == "in" }?.value ?? ""
        case "mount":
            let target = attributes.first { $0.key == "at" }?.value ?? ""
            var mount = BindMount(plain.first ?? "", at: target, isReadOnly: rest.contains("read-only"))
            mount.isRecursive = !rest.contains("alone")
            root.mounts.append(mount)
        case "masked": root.maskedPaths += plain
        case "forbidden": root.readOnlyPaths += plain
        case "link": for link in attributes { links[link.key] = link.value }
        default: throw StoryError(line, "nobody knows what that is")
        }
    }
}
