package import Linux

/// A pod's shim, seen from the runtime: found by its socket, and asked one thing a connection.
///
/// The calls that only exchange numbers block for the instant that takes. Whatever lasts (a command, an attachment, a
/// wait) is a ``ShimSession``, whose end is waited for without holding a thread.
package struct Shim: Sendable {
    /// The pod's folder; the socket lies in it.
    package let folder: String
    private var socketPath: String { folder + "/shim.sock" }

    package init(folder: String) { self.folder = folder }

    /// Starts the program and returns when it is at work. It stays when this process goes.
    package static func start(program: String, folder: String) throws -> Shim {
        let shim = Shim(folder: folder)
        let listening = try listenUnix(at: shim.socketPath)
        var spawn = Spawn(program, ["pod-shim", folder], environment: [])
        spawn.descriptors = [listening.number, nil, nil]
        spawn.ownSession = true
        let status = try waitForChild(try spawn.start())
        guard status == 0 else { throw ShimError(folder: folder, reason: "it ended with status \(status)") }
        return shim
    }

    /// The new container's process. Its folder gets a file `pid`, and later `exit`.
    package func start(
        _ id: String, folder: String, log: String, processNamespace: ProcessNamespace,
        terminal: Bool = false, input: Bool = false, inputOnce: Bool = false, steps: [Step]
    ) throws -> ProcessID {
        let flags = (terminal ? "t" : "") + (input ? "i" : "") + (inputOnce ? "o" : "")
        let namespace =
            switch processNamespace {
            case .own: "new"
            case .node: ""
            case .path(let path): path
            }
        return try ask(
            .start(id: id, folder: folder, log: log, namespace: namespace, flags: flags, steps: steps)
        ).process
    }

    /// Runs a command.
    /// - Parameters:
    ///   - process: the container's, whose PID namespace it joins.
    ///   - descriptors: its 0, 1 and 2; empty when it gets a terminal instead, which comes with the session.
    package func run(_ steps: [Step], beside process: ProcessID, descriptors: [Int32]) throws -> ShimSession {
        try ask(
            .command(namespace: "/proc/\(process)/ns/pid", flags: descriptors.isEmpty ? "t" : "", steps: steps),
            descriptors: descriptors)
    }

    /// Takes part in a container's input and output. The descriptors are the shim's from now on.
    package func attach(_ id: String, input: Int32?, output: Int32?, error: Int32?) throws -> ShimSession {
        let flags = (input == nil ? "" : "i") + (output == nil ? "" : "o") + (error == nil ? "" : "e")
        return try ask(.attach(id: id, flags: flags), descriptors: [input, output, error].compactMap(\.self))
    }

    /// A session that ends with the container; nil when it has ended already, be it with its shim.
    package func wait(for id: String) throws -> ShimSession? { try unlessGone { try ask(.wait(id: id)) } }

    /// A container that has ended is fine.
    package func signal(_ id: String, _ signal: Int32) throws {
        _ = try unlessGone { try ask(.signal(id: id, signal)) }
    }

    private func unlessGone(_ body: () throws -> ShimSession) throws -> ShimSession? {
        do { return try body() } catch let error as StartError {
            if error.cause.errno != noSuchProcess { throw error }
        } catch let error as SystemCallError {
            if ![noSuchFile, connectionRefused, brokenPipe].contains(error.errno) { throw error }
        }
        return nil
    }

    /// Opens the log's path again, after the file was renamed.
    package func reopenLog(_ id: String) throws { _ = try ask(.reopenLog(id: id)) }

    /// Ends the shim and all that it has started. One that is gone is fine.
    package func quit() throws {
        do { _ = try unlessGone { try ask(.quit) } } catch is ShimError {}
        try removeTree(socketPath)
    }

    package var isRunning: Bool { (try? connectUnix(to: socketPath)) != nil }

    // MARK: - One question

    private func ask(_ request: ShimRequest, descriptors: [Int32] = []) throws -> ShimSession {
        let socket = try connectUnix(to: socketPath)
        let bytes = request.bytes
        // The descriptors go with the first bytes, and the rest follows in as many parts as it takes.
        let sent = try sendFDs(descriptors, with: Array(bytes.prefix(8)), over: socket.number)
        try socket.write(bytes.dropFirst(sent))
        var message = try receiveFDs(over: socket.number, upTo: ShimAnswer.size)
        guard let answer = ShimAnswer(message.bytes) else {
            throw ShimError(folder: folder, reason: "it ended instead of answering")
        }
        guard answer.process >= 0 else {
            let steps = request.steps
            let step = steps.indices.contains(Int(answer.step)) ? steps[Int(answer.step)] : nil
            throw StartError(step: step, cause: SystemCallError("shim", folder, errno: answer.errno))
        }
        return ShimSession(process: answer.process, socket: socket.release(), terminal: message.release(0))
    }
}

/// The shim of a pod isn't there, or broke off.
package struct ShimError: Error, CustomStringConvertible {
    package let folder: String
    package let reason: String
    package var description: String { "shim of \(folder): \(reason)" }
}

private let noSuchFile: Int32 = 2
private let noSuchProcess: Int32 = 3
private let connectionRefused: Int32 = 111
let brokenPipe: Int32 = 32
