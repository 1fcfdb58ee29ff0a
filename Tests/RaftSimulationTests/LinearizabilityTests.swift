import RaftSimulation
import Testing

/// Histories of one register as small pictures: a line for each client, time going right.
///
/// ```
/// [ put 1 ]
///       [ get 1 ]
/// ```
/// `[` is where a call begins, `]` where its answer arrives; `…` instead of `]`: it never did. `get 1` was answered 1,
/// `swap 1 2` succeeded, `swap! 1 2` didn't.
private func history(_ picture: String) -> [Operation<Register>] {
    var operations: [Operation<Register>] = []
    for (client, line) in picture.split(separator: "\n").enumerated() {
        let characters = Array(line)
        var begin = 0
        for (time, character) in characters.enumerated() {
            if character == "[" { begin = time }
            guard character == "]" || character == "…" else { continue }
            let words = String(characters[(begin + 1)..<time]).split(separator: " ")
            let numbers = words.dropFirst().compactMap { Int($0) }
            let isKnown = character == "]"
            let (call, answer): (Register.Call, Register.Answer) =
                switch words[0] {
                case "put": (.put(numbers[0]), .done)
                case "get": (.get, .value(numbers.first ?? 0))
                case "swap": (.swap(expected: numbers[0], new: numbers[1]), .swapped(true))
                default: (.swap(expected: numbers[0], new: numbers[1]), .swapped(false))
                }
            operations.append(
                Operation(
                    client: client, call, isKnown ? answer : nil, sent: begin, answered: isKnown ? time : nil))
        }
    }
    return operations
}

@Suite struct LinearizabilityTests {
    @Test(
        "A history that one system could have given is linearizable",
        arguments: [
            "[put 1] [get 1]",
            // Both answers are right while the put is under way.
            "[ put 1       ]\n  [get 0]\n    [get 1]",
            "[ put 1       ]\n  [get 1]\n            [get 1]",
            // Nobody knows whether it happened.
            "[put 1…\n          [get 0]",
            "[put 1…\n          [get 1]",
            // … and it may happen late.
            "[put 1…\n          [get 0] [get 1]",
            "[put 1] [put 2]\n  [get 1   ]",
            "[swap 0 1] [get 1]\n[swap! 0 2]",
            "[swap 0 1…\n            [swap 1 2]",
            // Example of Herlihy and Wing's, with registers: each overlaps the next.
            "[put 1   ]     [get 2  ]\n   [put 2    ]\n       [get 1   ]",
        ])
    func good(picture: String) {
        #expect(LinearizabilityChecker.check(history(picture)) == .linearizable)
    }

    @Test(
        "A history that no single system could have given isn't",
        arguments: [
            // Stale: the put was over before the get began.
            ("[put 1] [get 0]", 1),
            ("[put 1]\n        [get 0]", 1),
            // Somebody has seen it, so nobody may see what was before.
            ("[ put 1             ]\n  [get 1]\n         [get 0]", 2),
            // Lost.
            ("[put 1] [put 2] [get 1]", 2),
            // Two can't both have exchanged the same value.
            ("[swap 0 1]\n[swap 0 2]", 1),
            // It failed, though it is as expected and nobody else writes.
            ("[put 1] [swap! 1 2]", 1),
            // From nowhere.
            ("[put 1] [get 7]", 1),
            // Back and forth.
            ("[put 1           ]\n[put 2           ]\n [get 1] [get 2] [get 1]", 4),
        ])
    func bad(picture: String, culprit: Int) {
        let verdict = LinearizabilityChecker.check(history(picture))
        guard case .violated(let operation) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        // The two swaps are alike: either may be named.
        #expect(operation == culprit || picture.contains("[swap 0 1]\n"))
    }

    @Test("What the checker says is what trying all orders says", arguments: 1...300)
    func bruteForce(seed: Int) {
        var chance = Chance(seed: UInt64(seed))
        let history = (0..<chance.int(in: 2...5)).map { index in Self.random(&chance, client: index) }
        let verdict = LinearizabilityChecker.check(history)
        let expected = Self.someOrderFits(history, done: [], state: 0)
        #expect((verdict == .linearizable) == expected, "\(history)")
    }

    private static func random(_ chance: inout Chance, client: Int) -> Operation<Register> {
        let sent = chance.int(in: 0...12)
        let answered = chance.happens(150) ? nil : sent + chance.int(in: 1...6)
        let (call, answer): (Register.Call, Register.Answer) =
            switch chance.int(in: 0...3) {
            case 0: (.put(chance.int(in: 1...2)), .done)
            case 1: (.swap(expected: chance.int(in: 0...2), new: chance.int(in: 1...2)), .swapped(chance.happens(500)))
            default: (.get, .value(chance.int(in: 0...2)))
            }
        return Operation(client: client, call, answered == nil ? nil : answer, sent: sent, answered: answered)
    }

    /// Every order in which no call comes before one that had been answered before it began.
    private static func someOrderFits(_ history: [Operation<Register>], done: Set<Int>, state: Int) -> Bool {
        let open = history.indices.filter { !done.contains($0) }
        if open.isEmpty { return true }
        return open.contains { next in
            let mustWait = open.contains { $0 != next && (history[$0].answered ?? .max) < history[next].sent }
            guard !mustWait, let after = Register.step(state, history[next].call, history[next].answer) else {
                return false
            }
            return someOrderFits(history, done: done.union([next]), state: after)
        }
    }

    @Test("A long history with many clients is checked quickly")
    func long() {
        var chance = Chance(seed: 7)
        var operations: [Operation<Register>] = []
        var (value, time) = (0, 0)
        for index in 0..<2000 {
            let call: Register.Call = chance.happens(500) ? .put(index) : .get
            let (next, answer) = Register.apply(call, to: value)
            value = next
            // Each takes effect at `time`, and overlaps some of its neighbours.
            operations.append(
                Operation(
                    client: index % 8, call, answer, sent: time - chance.int(in: 0...30),
                    answered: time + chance.int(in: 0...30)))
            time += 10
        }
        #expect(LinearizabilityChecker.check(operations) == .linearizable)
    }
}
