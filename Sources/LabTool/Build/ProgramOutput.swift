internal import Glibc
package import Linux

/// A program's last words and its end.
package struct ProgramOutput: Sendable {
    /// Standard output and standard error together, cut off at a limit.
    package var text = ""
    package var status: ExitStatus = 0
    /// It was killed because its time was over.
    package var tookTooLong = false
}

/// Runs a program to its end, on the calling thread.
///
/// What it prints is bounded, and so is its time; it can't keep us waiting by handing its output on to a child either.
/// - Parameter bytes: of its output, the first part is kept; the rest is read and dropped.
package func runToEnd(_ program: Spawn, seconds: Int, bytes: Int = 256 << 10) throws -> ProgramOutput {
    let pipe = try FileDescriptor.pipe()
    let (reading, writing) = pipe.release()
    var program = program
    program.descriptors = [nil, writing, writing]
    program.ownSession = true
    let process: ProcessID
    do { process = try program.start() } catch {
        close(reading)
        close(writing)
        throw error
    }
    close(writing)
    let output = FileDescriptor(owning: reading)
    var collector = OutputCollector(limit: bytes, deadline: monotonicNanoseconds() + Int64(seconds) * 1_000_000_000)
    let ended = try collector.read(output, untilEndOf: process)
    // Whatever it left in its session holds nothing up any more.
    kill(-process, SIGKILL)
    let status = try waitForChild(process)
    return ProgramOutput(
        text: String(decoding: collector.bytes, as: UTF8.self), status: status,
        tookTooLong: !ended || status == SandboxLauncher.tookTooLong)
}

private struct OutputCollector {
    let limit: Int
    let deadline: Int64
    var bytes: [UInt8] = []

    /// - Returns: false when the deadline came first.
    mutating func read(_ output: borrowing FileDescriptor, untilEndOf process: ProcessID) throws -> Bool {
        let ending = try processDescriptor(process)
        var isOpen = true
        while true {
            let milliseconds = (deadline - monotonicNanoseconds()) / 1_000_000
            guard milliseconds > 0 else { return false }
            // A negative descriptor is passed over.
            var waiting = [
                pollfd(fd: ending.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen ? output.number : -1, events: Int16(POLLIN), revents: 0),
            ]
            _ = try systemCall("poll") { poll(&waiting, 2, Int32(clamping: milliseconds)) }
            if waiting[1].revents != 0 {
                let part = try output.read(upTo: 64 * 1024)
                isOpen = !part.isEmpty
                bytes += part.prefix(limit - bytes.count)
            } else if waiting[0].revents != 0 {
                return true
            }
        }
    }
}
