import LabWorker
import PodsContract

/// How a process comes to see the container's files and nothing else.
///
/// ```
///   own mounts ─▶ take what comes from the node ─▶ lay the layers over each other ─▶ change root
///              ─▶ /proc, /sys, /dev ─▶ put what was taken ─▶ leave the old root ─▶ hide, forbid
/// ```
/// The order: what is mounted must be seen by nobody outside, so a mount namespace comes first, and in it the word to the
/// kernel that nothing is to go back. What the node gives is taken while its paths can be reached, and put when the
/// new root is in place: so a link in the image that leads to `/etc` leads to the container's `/etc`, and not to the
/// node's. What is to be read only comes last, as until then something is made there.
/// Source: OCI runtime specification, "Linux"; pivot_root(2), mount_namespaces(7).
enum RootSteps {
    static func steps(_ root: ContainerRoot) -> [PodStep] {
        // Lab 06, step 2: yours to write.
        notWritten()
    }

    /// What is written goes to a folder of the container's own; the layers below stay as they are, and are shared by all
    /// containers of the image. The uppermost is named first. Without overlay, `root` is a copy, and becomes a mount.
    private static func layers(of root: ContainerRoot) -> PodStep {
        // Lab 06, step 2: yours to write.
        notWritten()
    }
}
