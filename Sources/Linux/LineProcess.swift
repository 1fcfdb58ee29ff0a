import Glibc

/// A program that answers each line with a line, on two descriptors of its own: what a lab's worker is
/// (`DINGHY_WORKER=3,4`).
///
/// What it prints goes where this process's errors go. When this process ends, it finds its requests closed, and ends.
/// One question at a time: the caller sees to that.
package struct LineProcess: Sendable {
    private let process: ProcessID
    private let writing: Int32
    private let reading: Int32

    package init(_ program: String) throws {
        // A program that is gone is an error of write(2), and no signal.
        signal(SIGPIPE, SIG_IGN)
        let requests = try FileDescriptor.pipe()
        let answers = try FileDescriptor.pipe()
        var spawn = Spawn(program, [program])
        spawn.environment.append("DINGHY_WORKER=3,4")
        spawn.descriptors = [nil, 2, 2, requests.reading.number, answers.writing.number]
        process = try spawn.start()
        writing = try requests.writing.duplicate().release()
        reading = try answers.reading.duplicate().release()
    }

    /// - Parameters:
    ///   - line: without its end.
    ///   - question: what is asked, for a person.
    package func ask(_ line: [UInt8], _ question: String) throws -> [UInt8] {
        try send(line + [newLine])
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while answer.last != newLine {
            let count = try systemCall("read") { read(reading, &buffer, buffer.count) }
            guard count > 0 else {
                throw LineProcessError(
                    "it ended with status \(try waitForChild(process)) when it was asked `\(question)`")
            }
            answer += buffer.prefix(count)
        }
        return answer
    }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try systemCall("write") { rest.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) } }
            rest = rest.dropFirst(count)
        }
    }
}

package struct LineProcessError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

private let newLine = UInt8(ascii: "\n")
