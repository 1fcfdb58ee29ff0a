import Cgroups
package import CRI
import Containers
import Schema
import GRPC
import Linux

/// A process that somebody talks to: a command that was started for that, or a container that was attached to.
struct Conversation: Sendable {
    let session: ShimSession
    let input: AsyncDescriptor?
    /// Everything, when there is a terminal.
    let output: AsyncDescriptor?
    let error: AsyncDescriptor?
    let hasTerminal: Bool
    /// Opens when the process has ended: what it has said is still there, more doesn't come.
    let ended = Latch()

    /// Waits for the end.
    /// - Returns: the status, 137 when the shim itself is gone.
    func exitStatus() async throws -> Int {
        let status = try await session.exitStatus() ?? 137
        ended.open()
        return Int(status)
    }

    func closeInput() {
        // A terminal has its own sign for the end of the input, and its descriptor is the output's, too.
        if !hasTerminal { input?.close() }
    }
}

extension Runtime {
    /// Starts a command in a running container.
    func startCommand(
        _ arguments: [String], in record: ContainerRecord, terminal: Bool, input wantsInput: Bool
    ) throws -> Conversation {
        guard let program = arguments.first, !program.isEmpty else {
            throw GRPCError(.invalidArgument, "no command specified")
        }
        let process = try runningProcess(of: record)
        let specification = record.specification
        let steps = commandSteps(
            arguments, terminal: terminal, in: specification, process: process,
            cgroupFiles: cgroups.joiningFiles(specification.cgroup), node: abilities)
        let shim = shim(ofSandbox: record.sandbox)
        if terminal {
            let session = try shim.run(steps, beside: process, descriptors: [])
            guard let number = session.terminal else { throw GRPCError(.internal, "the command has no terminal") }
            let descriptor = try AsyncDescriptor(FileDescriptor(duplicating: number))
            return Conversation(
                session: session, input: descriptor, output: descriptor, error: nil, hasTerminal: true)
        }
        let pipes = try StandardPipes(input: wantsInput)
        let session = try shim.run(steps, beside: process, descriptors: pipes.inner)
        return pipes.conversation(session)
    }

    /// Takes part in the input and output of a running container's first process.
    func attach(to record: ContainerRecord, input wantsInput: Bool) throws -> Conversation {
        _ = try runningProcess(of: record)
        let specification = record.specification
        let pipes = try StandardPipes(input: wantsInput && specification.hasInput)
        let inner = pipes.inner
        let session = try shim(ofSandbox: record.sandbox).attach(
            record.id, input: pipes.hasInput ? inner[0] : nil, output: inner[1], error: inner[2])
        return pipes.conversation(session, hasTerminal: specification.hasTerminal)
    }

    package func execSync(_ request: ExecSyncRequest) async throws -> ExecSyncResponse {
        let record = try records.container(request.containerID)
        let command: Conversation
        do { command = try startCommand(request.cmd, in: record, terminal: false, input: false) } catch let error
            as StartError
        {
            throw GRPCError(.unknown, "failed to exec in container: \(error)")
        }
        let box = ResponseBox()
        let hasEnded = try await finishes(within: request.timeout > 0 ? .seconds(request.timeout) : .seconds(1 << 30)) {
            async let status = command.exitStatus()
            async let output = collect(command.output, until: command.ended)
            async let error = collect(command.error, until: command.ended)
            try await box.set(status, output, error)
        }
        guard hasEnded, let response = await box.response else {
            try command.session.signal(9)
            throw GRPCError(
                .deadlineExceeded,
                "failed to exec in container: timeout \(request.timeout)s exceeded: context deadline exceeded")
        }
        return response
    }
}

private actor ResponseBox {
    var response: ExecSyncResponse?

    func set(_ status: Int, _ output: [UInt8], _ error: [UInt8]) {
        var response = ExecSyncResponse()
        response.exitCode = status
        response.stdout.bytes = output
        response.stderr.bytes = error
        self.response = response
    }
}

/// All that comes, of which 16 MiB are kept; a command that says more isn't held up.
private func collect(_ descriptor: AsyncDescriptor?, until latch: Latch) async throws -> [UInt8] {
    guard let descriptor else { return [] }
    var all: [UInt8] = []
    while true {
        let part = try await descriptor.read(until: latch)
        if part.isEmpty { return all }
        all += part.prefix(max(0, 16 << 20 - all.count))
    }
}

/// Three pipes, of which a process gets the inner ends. Only the outer ones don't block: processes aren't used to that.
private struct StandardPipes: ~Copyable {
    private(set) var inner: [Int32] = []
    private var outer: [AsyncDescriptor?] = []
    let hasInput: Bool

    init(input hasInput: Bool) throws {
        self.hasInput = hasInput
        for index in 0..<3 {
            if index == 0 && !hasInput {
                inner.append(try FileDescriptor(open: "/dev/null", 0).release())
                outer.append(nil)
                continue
            }
            let (reading, writing) = try FileDescriptor.pipe().release()
            inner.append(index == 0 ? reading : writing)
            outer.append(try AsyncDescriptor(FileDescriptor(owning: index == 0 ? writing : reading)))
        }
    }

    /// The inner ends are closed here, so that an end is seen when the process closes its own.
    consuming func conversation(_ session: ShimSession, hasTerminal: Bool = false) -> Conversation {
        Conversation(session: session, input: outer[0], output: outer[1], error: outer[2], hasTerminal: hasTerminal)
    }

    deinit { for number in inner { _ = FileDescriptor(owning: number) } }
}
