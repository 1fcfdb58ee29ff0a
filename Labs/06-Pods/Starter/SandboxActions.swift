import LabWorker
import PodsContract

/// Who comes first and who goes last in a pod's life.
///
/// ```
///   run       network made ─▶ connected ─▶ pause                       (the address outlives every container)
///   start     as long as the pause process runs, and each container once
///   stop      containers killed ─▶ pause ─▶ disconnected ─▶ network removed
///   remove    stop, if that wasn't done ─▶ containers' files ─▶ the control group, empty now
/// ```
/// A container's end changes nothing for the others. The pause process's end is the sandbox's: its containers may still
/// run, but in namespaces that no new one can be brought into, so all must go and the pod begins anew. Everything may be
/// asked for again at any time: whoever asks may have been restarted, and doesn't know how far things had come.
/// Source: the comments of `RuntimeService` in CRI (k8s.io/cri-api): "This call is idempotent".
enum SandboxActions {
    static func isReady(_ sandbox: SandboxObservation) -> Bool {
        // Lab 06, step 4: yours to write.
        notWritten()
    }

    static func actions(
        for request: SandboxRequest, in sandbox: SandboxObservation
    ) throws(Refusal) -> [SandboxAction] {
        switch request {
        case .run: return running(sandbox)
        case .create:
            guard isReady(sandbox) else { throw Refusal("the pod sandbox is not running") }
            return []
        case .start(let id): return try starting(id, in: sandbox)
        case .stop: return stopping(sandbox)
        case .remove:
            return stopping(sandbox) + sandbox.containers.map { .remove($0.id) } + [.removeCgroup]
        }
    }

    private static func running(_ sandbox: SandboxObservation) -> [SandboxAction] {
        // Lab 06, step 4: yours to write.
        notWritten()
    }

    private static func starting(_ id: String, in sandbox: SandboxObservation) throws(Refusal) -> [SandboxAction] {
        // Lab 06, step 4: yours to write.
        notWritten()
    }

    private static func stopping(_ sandbox: SandboxObservation) -> [SandboxAction] {
        // Lab 06, step 4: yours to write.
        notWritten()
    }
}
