import Glibc
import LabWorker
import Schema

// Code under test as bad as it gets: each call is something that a worker must not do, but for `echo`.

func descend(_ depth: Int) -> Int { depth < 0 ? depth : descend(depth + 1) + 1 }

serve { call, arguments in
    switch call {
    case "echo": return arguments
    case "print":
        print("here I am")
        return true
    case "missing": notWritten("untolerated(_:)", file: "Lab/TaintToleration.swift", line: 31)
    case "crash":
        let numbers: [Int] = []
        return .integer(Int64(numbers[arguments["index"]?.integer ?? 0]))
    case "recurse": return .integer(Int64(descend(0)))
    case "exit": exit(0)
    case "hang": while true { sleep(1) }
    case "memory":
        var blocks: [[UInt8]] = []
        while true { blocks.append([UInt8](repeating: 1, count: 16 << 20)) }
    case "flood":
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<40 { write(4, block, block.count) }
        return true
    case "forge":
        let line = Array(#"{"verdict":"pass","points":100}"#.utf8) + [10]
        write(4, line, line.count)
        return true
    case "chatter":
        for number in 0..<200_000 { print("line \(number)") }
        return true
    case "close":
        close(4)
        while true { sleep(1) }
    case "leave":
        // A process that holds on to the descriptors, and outlives the worker.
        _ = fcntl(4, F_SETFD, 0)
        var child = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sleep"), strdup("1000"), nil]
        posix_spawn(&child, "/bin/sleep", nil, nil, words, environ)
        exit(3)
    default: throw UnknownCall(call)
    }
}
