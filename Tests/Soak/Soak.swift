// Seed after seed of the simulation, for as long as somebody has time: `make soak SECONDS=600`.
//
//     Soak [--seconds 60] [--from 1] [--seed N] [--out FOLDER] [--worker PROGRAM]
//
// `--seed` runs one seed alone and writes its timeline. `--worker` tries another core than the reference: a program as the
// lab builds it, behind a pipe.
import Conformance
import Glibc
import Linux
import Raft
import RaftContract
import RaftSimulation
import Schema

struct Arguments {
    var seconds = 60
    var from: UInt64 = 1
    var count = UInt64.max
    var seed: UInt64?
    var folder = "."
    var worker: String?

    init(_ words: [String]) throws {
        var words = words[...]
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { throw WrongUse("\(word) what?") }
            switch word {
            case "--seconds": seconds = try Self.number(value)
            case "--from": from = UInt64(try Self.number(value))
            case "--count": count = UInt64(try Self.number(value))
            case "--seed": seed = UInt64(try Self.number(value))
            case "--out": folder = value
            case "--worker": worker = value
            default: throw WrongUse("no such word: \(word)")
            }
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text), number >= 0 else { throw WrongUse("not a number: \(text)") }
        return number
    }
}

struct WrongUse: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// One seed, on the reference or behind a pipe.
func run(_ seed: UInt64, _ arguments: Arguments, isRecorded: Bool) throws -> Run {
    let plan = Plan.random(seed: seed)
    guard let worker = arguments.worker else {
        return try Simulation.run(plan, isRecorded: isRecorded) {
            LocalCore(RaftMember(configuration: $0, persisted: $1))
        }
    }
    let scenario = Scenario(.lab(WorkerProgram(worker)), requirement: Requirement("", source: ""), seed: seed)
    let process = try scenario.worker()
    defer { process.end() }
    return try Simulation.run(plan, isRecorded: isRecorded) { configuration, persisted in
        try RemoteRaft(configuration: configuration, persisted: persisted) { request in
            try process.callAtOnce(request.object?.members.dropFirst().first?.name ?? "", request)
        }
    }
}

func report(_ violation: Violation, _ seed: UInt64, _ arguments: Arguments) throws {
    let again = "make soak SEED=\(seed)" + (arguments.worker.map { " WORKER=\($0)" } ?? "")
    print("seed \(seed): \(violation.invariant.rawValue): \(violation)\nagain, with a timeline: \(again)")
    guard let recording = try run(seed, arguments, isRecorded: true).recording else { return }
    let page = TimelinePage(
        title: "Seed \(seed): \(violation.invariant.rawValue)", violation: violation.description,
        facts: [("Source", violation.invariant.source), ("Again", again)], recording: recording)
    let path = "\(arguments.folder)/timeline-\(seed).html"
    try writeFile(path, page.html)
    print("timeline: \(path)")
}

func soak(_ arguments: Arguments) throws -> Bool {
    let begin = ContinuousClock.now
    let last = arguments.seed ?? (arguments.count == .max ? .max : arguments.from + arguments.count - 1)
    var seed = arguments.seed ?? arguments.from
    var (seeds, events) = (0, 0)
    var clean = true
    while seed <= last, arguments.seed != nil || ContinuousClock.now - begin < .seconds(arguments.seconds) {
        let result = try run(seed, arguments, isRecorded: false)
        (seeds, events) = (seeds + 1, events + result.counts.events)
        if let violation = result.violation {
            try report(violation, seed, arguments)
            clean = false
            break
        }
        seed += 1
    }
    let time = ContinuousClock.now - begin
    let perSecond = Double(seeds) / (Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
    print("\(seeds) seeds, \(events) events in \(time): \(Int(perSecond)) seeds a second")
    return clean
}

@main struct Soak {
    static func main() throws {
        if try !soak(Arguments(Array(CommandLine.arguments.dropFirst()))) { exit(1) }
    }
}
