internal import CLinux
internal import Glibc
internal import Linux

/// Tries out what this machine lets us do, in a mount namespace that ends with the trial.
/// - Parameter scratch: a folder on the disk of the containers' writable layers; it is made and removed.
package func findAbilities(scratch: String) throws -> NodeAbilities {
    var abilities = NodeAbilities()
    abilities.capabilities = try .permitted()
    for name in ["lower", "upper", "work", "root"] { try makeFolder("\(scratch)/\(name)") }
    let options = "lowerdir=\(scratch)/lower,upperdir=\(scratch)/upper,workdir=\(scratch)/work"
    abilities.overlay = isPossible { try mount("overlay", at: scratch + "/root", type: "overlay", options: options) }
    abilities.devices = isPossible {
        try systemCall("mknod") { mknod(scratch + "/null", S_IFCHR | 0o666, clinux_makedev(1, 3)) }
    }
    abilities.groups = (try? readText("/proc/self/setgroups")) != "deny"
    try removeTree(scratch)
    return abilities
}

private func isPossible(_ body: @escaping @Sendable () throws -> Void) -> Bool {
    do {
        try onOwnThread {
            // The thread's root and folders must be its own before it may have its own mounts.
            try unshareThread(.mount)
            try mount("none", at: "/", [.recursive, .private])
            try body()
        }
        return true
    } catch { return false }
}

/// Copies layers one over the other, where overlay file systems can't be mounted. What a layer removes is removed.
/// - Parameter layers: the uppermost first.
package func copyLayers(_ layers: [String], to target: String) throws {
    for layer in layers.reversed() { try copyTree(layer, over: target) }
}
