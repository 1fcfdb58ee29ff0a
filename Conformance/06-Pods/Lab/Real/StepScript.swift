internal import PodsContract

/// Steps as a shell script: what a pod's shim does with system calls, a line for each. The commands are busybox's, which is
/// there before and after the root has changed, as `$folder/base` has it, too.
///
/// The plan is somebody else's, and root carries it out. So only what a pod needs is let through, and only in the folder
/// that the case has made: anything else is ``Refused``. It runs in namespaces of its own and ends with them.
struct StepScript {
    struct Refused: Error, CustomStringConvertible {
        let step: PodStep
        var description: String { "not carried out on a real machine: \(step.words.joined(separator: " "))" }
    }

    /// The case's folder.
    let folder: String
    private var hasChangedRoot = false

    init(folder: String) { self.folder = folder }

    /// - Parameter program: the shell's words for what comes after the last step.
    mutating func script(_ steps: [PodStep], then program: String) throws -> String {
        var lines = ["set -e", "PATH=", "for name in mount umount pivot_root mkdir touch mknod ln rmdir; do"]
        lines += [#"eval "$name() { /bin/busybox $name \"\$@\"; }"; done"#]
        for step in steps { lines += try command(step).map { [$0] } ?? [] }
        return (lines + [program]).joined(separator: "\n") + "\n"
    }

    private mutating func command(_ step: PodStep) throws -> String? {
        switch step {
        // The script has begun in a mount namespace of its own.
        case .leave(let kinds): return kinds == [.mount] ? nil : try refuse(step)
        case .mount(let source, let path, let type, let flags, let options):
            return try mount(step, source, path, type, flags, options)
        // A copy of the mount, kept aside where the new root has it, too.
        case .take(let slot, let path, _):
            guard isOwn(path) || Self.devices.contains(path) else { return try refuse(step) }
            let kept = "\(folder)/taken/\(slot)"
            let made = "if [ -d \(quoted(path)) ]; then mkdir -p \(kept); else touch \(kept); fi"
            return "\(made); mount --bind \(quoted(path)) \(kept)"
        case .put(let slot, let path, let readOnly, _):
            guard hasChangedRoot else { return try refuse(step) }
            let kept = "/.taken/\(slot)"
            let made = "if [ -d \(kept) ]; then mkdir -p \(quoted(path)); else touch \(quoted(path)); fi"
            let after = readOnly ? "; mount -o remount,bind,ro \(quoted(path))" : ""
            return "\(made); mount --bind \(kept) \(quoted(path))\(after)"
        case .changeRoot(let path):
            guard path == folder + "/c/root" else { return try refuse(step) }
            hasChangedRoot = true
            let along = "mkdir \(path)/.taken; mount --rbind \(folder)/taken \(path)/.taken"
            return "\(along); cd \(quoted(path)); pivot_root . ."
        case .leaveOldRoot: return "umount -l .; cd /; umount -l /.taken; rmdir /.taken"
        default: return try inside(step)
        }
    }

    private static let types = ["overlay", "proc", "sysfs", "tmpfs", "devpts", "mqueue"]
    private static let devices = ["null", "zero", "full", "random", "urandom", "tty"].map { "/dev/" + $0 }

    private func mount(
        _ step: PodStep, _ source: String, _ path: String, _ type: String, _ flags: MountFlagSet, _ options: String
    ) throws -> String {
        if type.isEmpty, flags.contains(.slave) { return "mount --make-rslave /" }
        if type == "overlay" {
            let folders = options.split { ",:".contains($0) }.map {
                $0.split(separator: "=").last.map(String.init) ?? ""
            }
            guard folders.allSatisfy(isOwn), isOwn(path) else { return try refuse(step) }
        }
        guard Self.types.contains(type), hasChangedRoot || isOwn(path) else { return try refuse(step) }
        let names: [(MountFlagSet, String)] = [
            (.readOnly, "ro"), (.noSetUserID, "nosuid"), (.noDevices, "nodev"), (.noExecution, "noexec"),
        ]
        let words = names.filter { flags.contains($0.0) }.map(\.1) + (options.isEmpty ? [] : [options])
        let option = words.isEmpty ? "" : "-o " + quoted(words.joined(separator: ",")) + " "
        return "mount -t \(type) \(option)\(quoted(source)) \(quoted(path))"
    }

    /// What is made is made in the new root.
    private func inside(_ step: PodStep) throws -> String {
        guard hasChangedRoot else { return try refuse(step) }
        switch step {
        case .makeFolder(let path, _): return "mkdir -p \(quoted(path))"
        case .makeDevice(let path, _, let major, let minor):
            guard [1, 5].contains(major) else { return try refuse(step) }
            return "mknod -m 666 \(quoted(path)) c \(major) \(minor)"
        case .makeLink(let path, let target): return "ln -sf \(quoted(target)) \(quoted(path))"
        case .hide(let path):
            let empty = "mount -t tmpfs -o ro,size=0 none \(quoted(path))"
            let null = "mount --bind /dev/null \(quoted(path))"
            return "if [ -d \(quoted(path)) ]; then \(empty); elif [ -e \(quoted(path)) ]; then \(null); fi"
        case .makeReadOnly(let path):
            let own = path == "/" ? "" : "mount --rbind \(quoted(path)) \(quoted(path)); "
            return "if [ -e \(quoted(path)) ]; then \(own)mount -o remount,bind,ro \(quoted(path)); fi"
        default: return try refuse(step)
        }
    }

    private func isOwn(_ path: String) -> Bool {
        path.hasPrefix(folder + "/") && !path.split(separator: "/").contains("..")
    }

    private func refuse<Value>(_ step: PodStep) throws -> Value { throw Refused(step: step) }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
