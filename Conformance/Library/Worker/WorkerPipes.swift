internal import Glibc
internal import Linux

/// The four ways between harness and worker, before the worker is started.
///
/// Requests go over a socket, since writing to one whose other end is gone is an error; writing to such a pipe is a
/// signal that would end the harness.
struct WorkerPipes: ~Copyable {
    private let output: Pipe
    private let errors: Pipe
    private let requests: Pipe
    private let answers: Pipe

    init() throws {
        let output = try FileDescriptor.pipe()
        let errors = try FileDescriptor.pipe()
        let requests = try unixSocketPair()
        let answers = try FileDescriptor.pipe()
        self.output = output
        self.errors = errors
        self.requests = requests
        self.answers = answers
    }

    /// The worker's descriptors 0 to 4.
    var forWorker: [Int32?] {
        [nil, output.writing.number, errors.writing.number, requests.reading.number, answers.writing.number]
    }

    /// The harness's ends; the worker's are closed.
    consuming func forHarness(_ process: ProcessID) throws -> HarnessEnds {
        let ends = HarnessEnds(
            process: try processDescriptor(process), output: try output.reading.duplicate(),
            errors: try errors.reading.duplicate(), requests: try requests.writing.duplicate(),
            answers: try answers.reading.duplicate())
        for number in [ends.output.number, ends.errors.number, ends.requests.number, ends.answers.number] {
            let flags = try systemCall("fcntl") { fcntl(number, F_GETFL) }
            try systemCall("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
        }
        return ends
    }
}

/// What the harness holds of a worker that runs.
struct HarnessEnds: ~Copyable, Sendable {
    /// Readable when it has ended.
    var process: FileDescriptor
    var output: FileDescriptor
    var errors: FileDescriptor
    var requests: FileDescriptor
    var answers: FileDescriptor
}
