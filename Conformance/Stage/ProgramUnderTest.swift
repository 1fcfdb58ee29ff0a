package import Conformance
internal import Synchronization

/// The program that a component suite examines: started for a case with the kubeconfig of its user, perhaps again and again,
/// and ended with the case, which keeps what it has printed.
package final class ProgramUnderTest: Sendable {
    private let component: String
    private let scenario: Scenario
    private let kubeconfig: String
    private let folder: String
    private let process = Mutex<StageProcess?>(nil)

    /// - Parameters:
    ///   - component: as whoever runs the suite names it: `--component scheduler=PROGRAM`.
    ///   - folder: for its log; in its flags `{folder}` stands for it.
    package init(_ component: String, in scenario: Scenario, kubeconfig: String, folder: String) {
        self.component = component
        self.scenario = scenario
        self.kubeconfig = kubeconfig
        self.folder = folder
    }

    package convenience init(_ component: String, in scenario: Scenario, as user: String, on plane: ControlPlane) {
        self.init(component, in: scenario, kubeconfig: plane.kubeconfig(of: user), folder: plane.folder)
    }

    /// In place of the one that runs.
    /// - Parameters:
    ///   - flags: behind `--kubeconfig`.
    ///   - environment: beside KUBECONFIG.
    ///   - enter: paths of namespaces to join.
    /// - Throws: ``Skipped`` if there is no such program.
    package func start(_ flags: [String] = [], environment: [String] = [], enter: [String] = []) throws {
        end()
        let words = try scenario.program(for: component).split(separator: " ")
            .map { String($0).replacing("{folder}", with: folder) }
        let next = try StageProcess(
            words[0], words.dropFirst() + ["--kubeconfig=\(kubeconfig)"] + flags,
            environment: ["KUBECONFIG=\(kubeconfig)"] + environment, enter: enter,
            log: "\(folder)/\(scenario.seed).log")
        process.withLock { $0 = next }
        scenario.atEnd { self.end() }
    }

    /// At once, whatever it is about to do.
    package func end() {
        guard let program = process.withLock(\.self), program.end() else { return }
        scenario.attach("program.log", program.log)
    }

    /// - Parameter what: "a scheduler".
    package func expectRunning(_ what: String) throws {
        guard let program = process.withLock(\.self), !program.isRunning else { return }
        let last = program.log.split(separator: "\n").suffix(5).joined(separator: "\n")
        try scenario.fail(expected: "\(what) that runs", observed: "the program has ended:\n\(last)")
    }
}

extension ControlPlane {
    /// The setting of a suite at component level: a control plane on which this user has a kubeconfig.
    package static func setting(for user: String) -> Suite.Setting {
        { subject, run in
            guard case .component(_, let stage) = subject else { throw Undecided("there is no program") }
            try await Self.run(users: [user], on: stage) { try await run($0) }
        }
    }
    /// The same for a suite about API servers: the control plane is the program that is examined, and nobody else is there.
    package static let settingOfAPIServer: Suite.Setting = { subject, run in
        guard case .component(let programs, _) = subject, let program = programs["apiserver"] else {
            throw Undecided("there is no API server")
        }
        let words = program.split(separator: " ").map(String.init)
        try await ControlPlane.run(users: [], apiServer: words) { try await run($0) }
    }
}
