internal import Dispatch
internal import Glibc
internal import Linux
internal import Synchronization

/// While this lives, Ctrl-C and SIGTERM end what this process has started, in sandboxes or not, and remove scratch folders
/// and control groups before they end it.
struct Interruption {
    private static let hasBegun = Atomic(false)
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                Self.hasBegun.store(true, ordering: .sequentiallyConsistent)
                Sandbox.endAll()
                ChildProcesses.endAll()
                ScratchFolders.removeAll()
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    /// Where the outcome of a process that was started is looked at: if it has only been interrupted, its end is no outcome,
    /// and whoever looks goes no further.
    static func standStillIfBegun() {
        while hasBegun.load(ordering: .sequentiallyConsistent) { pause() }
    }
}

enum ScratchFolders {
    /// Nil after ``removeAll()``, when none may be made any more.
    fileprivate static let living = Mutex<Set<String>?>([])

    static func removeAll() {
        for folder in living.withLock({ $0.take() }) ?? [] { removeForGood(folder) }
    }

    /// Whoever is writing there at this moment may bring a part of it back: so until it stays away.
    private static func removeForGood(_ folder: String) {
        var absences = 0
        for _ in 0..<400 where absences < 5 {
            absences = isFolder(folder) ? 0 : absences + 1
            try? removeTree(folder)
            usleep(5_000)
        }
    }

    fileprivate static func make() throws -> String {
        let folder = try living.withLock { living in
            guard living != nil else { return String?.none }
            let folder = try makeTemporaryFolder("dinghy-lab")
            living?.insert(folder)
            return folder
        }
        if let folder { return folder }
        Interruption.standStillIfBegun()
        throw LabError("interrupted")
    }
}

/// A new folder, which is removed afterwards.
func withScratchFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = try ScratchFolders.make()
    // Known until it is gone: an interruption meanwhile waits for that.
    defer {
        try? removeTree(folder)
        _ = ScratchFolders.living.withLock { $0?.remove(folder) }
    }
    return try await body(folder)
}
