internal import Conformance

/// Pods that come, end and vanish on two nodes. Whoever is there must be reached, and nobody else.
enum RandomPods {
    @Sendable static func tell(_ story: inout Story, _ random: inout Randomness) throws {
        try story.tell(
            """
            node worker-1 172.30.0.3 10.244.1.0/24
            node worker-2 172.30.0.4 10.244.2.0/24
            wired
            """)
        var (here, count) = ([String](), 0)
        for _ in 1...25 {
            if here.isEmpty || random.happens(3, in: 5) {
                count += 1
                let node = random.int(in: 1...2)
                here.append("p\(count)")
                try story.perform("add p\(count) on worker-\(node) address=10.244.\(node).\(count + 1)")
            } else {
                let name = here.remove(at: random.int(in: 0...here.count - 1))
                if random.happens(1, in: 3) { try story.perform("gone \(name)") }
                try story.perform("del \(name)")
                try story.expect("worker-1 reaches \(name)", "no")
            }
            guard here.count > 1 else { continue }
            try story.expect("\(random.pick(here)) reaches \(random.pick(here))", "yes")
        }
        for name in here { try story.perform("del \(name)") }
        for node in ["worker-1", "worker-2"] { try story.expect("rest of \(node)", "nothing") }
    }
}

/// Clusters of all sizes, with routes that were there before.
enum RandomRoutes {
    @Sendable static func tell(_ story: inout Story, _ random: inout Randomness) throws {
        let numbers = random.shuffled(Array(1...9)).prefix(random.int(in: 2...6))
        for number in numbers {
            try story.perform("node n\(number) 172.30.0.\(number) 10.244.\(number).0/24")
        }
        let own = numbers[0]
        var (wrong, missing) = ([Int](), numbers.filter { $0 != own })
        for number in random.shuffled(Array(1...9)) where number != own && random.happens(1, in: 3) {
            let isRight = random.happens(1, in: 2)
            try story.perform("has 10.244.\(number).0/24 via 172.30.0.\(isRight ? number : number + 100)")
            if !numbers.contains(number) {
                wrong.append(isRight ? number : number + 100)
            } else if isRight {
                missing.removeAll { $0 == number }
            }
        }
        let removals = wrong.map { "10.244.\($0 % 100).0/24 via 172.30.0.\($0)" }
        let settings = missing.sorted().map { "10.244.\($0).0/24 via 172.30.0.\($0)" }
        let parts = [("remove ", removals), ("set ", settings)].filter { !$0.1.isEmpty }
        let answer = parts.map { $0.0 + $0.1.joined(separator: ", ") }.joined(separator: "; ")
        try story.expect("changes on n\(own)", answer.isEmpty ? "nothing" : answer)

        try story.perform("routed")
        for number in numbers { try story.perform("add p\(number) on n\(number)") }
        for _ in 1...6 {
            try story.expect("p\(random.pick(Array(numbers))) reaches p\(random.pick(Array(numbers)))", "yes")
        }
    }
}
