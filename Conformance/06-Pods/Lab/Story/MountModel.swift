internal import PodsContract

/// The kernel's mounts, as far as a container's root needs them: steps are followed one by one, and then it can be asked
/// what is at a path.
///
/// What is mounted last covers what was there before, and all below it. Paths mean the node's files until the root is
/// changed, and the container's from then on. (mount(2), mount_namespaces(7), pivot_root(2))
struct MountModel {
    struct Mount {
        var path: String
        var what: String
        var isReadOnly = false
    }

    private let scene: RootScene
    private var hasOwnMounts = false
    private var isApart = false
    private var mounts: [Mount] = []
    private var hasChangedRoot = false
    private var hasOldRoot = true
    private var taken: [Int: String] = [:]
    /// In the container.
    private var made: Set<String> = ["/"]
    /// Of what the node sees of all this.
    private var leaked: [String] = []
    private var touched: [String] = []

    init(_ scene: RootScene) { self.scene = scene }

    /// - Returns: the first failure, in words.
    mutating func follow(_ steps: [PodStep]) -> String? {
        for step in steps {
            do { try follow(step) } catch { return "step \(step.words.joined(separator: " ")) fails: \(error.reason)" }
        }
        return nil
    }

    private struct Failure: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }

        static let readOnly = Failure("Read-only file system")
        static let missing = Failure("No such file or directory")
        static let invalid = Failure("Invalid argument")
    }

    private mutating func follow(_ step: PodStep) throws(Failure) {
        switch step {
        case .leave(let kinds): if kinds.contains(.mount) { hasOwnMounts = true }
        case .mount(let source, let path, let type, let flags, let options):
            try mount(source, path, type, flags, options)
        case .take(let slot, let path, _):
            if hasChangedRoot { throw .missing }
            taken[slot] = path
        case .put(let slot, let path, let readOnly, _):
            guard let source = taken.removeValue(forKey: slot) else { throw Failure("Bad file descriptor") }
            let place = resolved(path)
            try make(place)
            add(Mount(path: place, what: source, isReadOnly: readOnly))
        case .changeRoot(let path): try changeRoot(to: path)
        case .leaveOldRoot:
            if !hasChangedRoot { throw .invalid }
            hasOldRoot = false
        case .makeFolder(let path, _), .makeLink(let path, _): try make(resolved(path))
        case .makeDevice(let path, _, _, _):
            if !scene.root.hasDevices { throw Failure("Operation not permitted") }
            try make(resolved(path))
            add(Mount(path: path, what: "device"))
        case .hide(let path): if exists(path) { add(Mount(path: path, what: "hidden", isReadOnly: true)) }
        case .makeReadOnly(let path): try makeReadOnly(path)
        default: throw Failure("it is no step of a root file system")
        }
    }

    // MARK: - Steps

    private mutating func mount(
        _ source: String, _ path: String, _ type: String, _ flags: MountFlagSet, _ options: String
    ) throws(Failure) {
        if type.isEmpty, flags.contains(.slave) || flags.rawValue & 1 << 18 != 0 {
            guard hasOwnMounts else { throw Failure("it would change the node's own mounts") }
            if path == "/", flags.contains(.recursive) { isApart = true }
            return
        }
        let place = resolved(path)
        if hasChangedRoot, !made.contains(place) { throw .missing }
        var what = type
        if type == "overlay" { what = try overlay(options) }
        if flags.contains(.bind) { what = source == scene.root.folder + "/root" ? "copy of the layers" : source }
        add(Mount(path: place, what: what, isReadOnly: flags.contains(.readOnly)))
    }

    /// The kernel wants the uppermost layer first.
    private func overlay(_ options: String) throws(Failure) -> String {
        if !scene.root.hasOverlay { throw Failure("No such device") }
        let pairs = options.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        func option(_ name: String) -> String? { pairs.first { $0.first == name && $0.count == 2 }?[1] }
        guard let lower = option("lowerdir"), let upper = option("upperdir"), let work = option("workdir"),
            upper != work
        else { throw .invalid }
        if upper != scene.root.folder + "/upper" || work != scene.root.folder + "/work" { throw .missing }
        return lower.split(separator: ":").joined(separator: " over ") + ", written to \(upper)"
    }

    private mutating func add(_ mount: Mount) {
        mounts.append(mount)
        if !hasOwnMounts || !isApart { leaked.append(mount.path) }
    }

    private mutating func changeRoot(to path: String) throws(Failure) {
        guard hasOwnMounts else { throw Failure("it would change the node's own root") }
        // It must be a mount, and nothing of it may go back to the node.
        guard isApart, mounts.contains(where: { $0.path == path }) else { throw .invalid }
        mounts = mounts.compactMap { mount in
            guard mount.path == path || mount.path.hasPrefix(path + "/") else { return nil }
            let inside = String(mount.path.dropFirst(path.count))
            return Mount(path: inside.isEmpty ? "/" : inside, what: mount.what, isReadOnly: mount.isReadOnly)
        }
        for mount in mounts { made.insert(mount.path) }
        hasChangedRoot = true
    }

    /// With those above it.
    private mutating func make(_ path: String) throws(Failure) {
        guard hasChangedRoot else {
            let inside = scene.root.folder + "/root/"
            if !path.hasPrefix(inside) { touched.append(path) }
            return
        }
        if made.contains(path) { return }
        let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        try make(parent.isEmpty ? "/" : String(parent))
        if mount(at: path)?.isReadOnly == true { throw .readOnly }
        made.insert(path)
    }

    private mutating func makeReadOnly(_ path: String) throws(Failure) {
        if path == "/", hasChangedRoot, let root = mounts.lastIndex(where: { $0.path == "/" }) {
            return mounts[root].isReadOnly = true
        }
        if path == "/" { throw Failure("it would make the node's own root read only") }
        guard exists(path), let below = mount(at: path) else { return }
        add(Mount(path: path, what: below.what, isReadOnly: true))
    }

    // MARK: - Looking

    private func mount(at path: String) -> Mount? {
        mounts.last { $0.path == "/" || path == $0.path || path.hasPrefix($0.path + "/") }
    }

    /// What the kernel itself fills has all that stories ask about.
    private func exists(_ path: String) -> Bool {
        guard hasChangedRoot else { return true }
        return made.contains(path) || (mount(at: path).map { ["proc", "sysfs"].contains($0.what) } ?? false)
    }

    /// An image's link leads to a path of whoever follows it: of the node, as long as that is the root.
    private func resolved(_ path: String) -> String {
        let inside = hasChangedRoot ? "" : scene.root.folder + "/root"
        for (link, target) in scene.links.sorted(by: { $0.key < $1.key }) {
            if path == inside + link { return target }
            if path.hasPrefix(inside + link + "/") { return target + path.dropFirst((inside + link).count) }
        }
        return path
    }

    func answer(_ question: String) -> String {
        switch question {
        case "old root": return hasChangedRoot && !hasOldRoot ? "gone" : "reachable"
        case "node's mounts": return leaked.isEmpty ? "unchanged" : "has " + leaked.joined(separator: " ")
        case "node's files": return touched.isEmpty ? "unchanged" : "has " + touched.joined(separator: " ")
        default:
            let path = question.split(separator: " ").last.map(String.init) ?? "/"
            guard hasChangedRoot else { return "the node's \(path)" }
            guard let mount = mount(at: path) else { return "nothing" }
            return mount.what + (mount.isReadOnly && mount.what != "hidden" ? ", read only" : "")
        }
    }
}
