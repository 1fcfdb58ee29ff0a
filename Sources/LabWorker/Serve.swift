internal import Glibc
public import Schema

/// Answers a harness's requests; the whole of a worker's `main.swift`, together with what answers them.
///
/// ```swift
/// var scheduler = DefaultScheduler(configuration: SchedulerConfiguration())
/// serve { call, arguments in
///     switch call {
///     case "next": scheduler.next(now: …).json
///     …
///     default: throw UnknownCall(call)
///     }
/// }
/// ```
/// Requests come in and answers go out one JSON document a line, on two descriptors that the environment names
/// (`DINGHY_WORKER=3,4`), so that the code under test may print what it likes. When the harness is gone, so is the
/// worker.
public func serve(_ answer: (_ call: String, _ arguments: JSON) throws -> JSON) -> Never {
    guard let channel = Channel.shared else {
        complain("this program is started by `dinghy lab check`, `dinghy grade` or `dinghy conformance run`")
        exit(64)
    }
    printLineByLine()
    while let request = channel.nextRequest() {
        do {
            channel.answer("result", try answer(request.call, request.arguments))
        } catch {
            channel.answer("error", .string("\(error)"))
        }
    }
    exit(0)
}

/// For a call that the worker doesn't know.
public struct UnknownCall: Error, CustomStringConvertible {
    public let description: String

    public init(_ call: String) { description = "no such call: \(call)" }
}

/// Stands where the code of a lab is still to be written.
///
/// Ends the process, after telling the harness what is missing and where. It doesn't throw, because most functions of
/// a contract don't either; and it returns nothing, so it stands for a value of any type.
public func notWritten(_ what: String = #function, file: String = #fileID, line: Int = #line) -> Never {
    let name = String(file.split(separator: "/").last ?? "")
    // First in words: once the harness has its answer, it listens no longer.
    complain("`\(what)` is not written yet: \(name), line \(line)")
    Channel.shared?.answer(
        "notWritten", ["what": .string(what), "file": .string(name), "line": .integer(Int64(line))])
    exit(70)
}

func complain(_ sentence: String) {
    let text = Array("\(sentence)\n".utf8)
    _ = write(2, text, text.count)
}
